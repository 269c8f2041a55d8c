// Parts by the day as bars, drawn on the server, so that they are there without scripts; what they mean stands
// around them as text, and beneath as a table. assets/statistics.js draws them anew with uPlot, from data-plot.
import type { Plot as PlotData } from '../../gateway/administration/index.ts'
import { messageWords, stateWord } from '../messages/words.ts'
import type { PersonVisit } from '../visit.ts'
import { wordsOf } from './desk.ts'
import { isAdminWord } from './words/index.ts'

interface Props {
  readonly visit: PersonVisit
  readonly days: readonly string[]
  readonly plot: PlotData
}

export function Plot({ visit, days, plot }: Props) {
  const word = wordsOf(visit)
  const labels = plot.series.map(({ name }) => labelOf(visit, plot.by, name))
  const data = { from: days[0], series: plot.series.map(({ parts }) => parts) }
  const end = days.at(-1) ?? ''
  return (
    <div class="plotted" data-plot={JSON.stringify(data)}>
      <Bars days={days} plot={plot} labels={labels} label={word('parts_by_day')} />
      <p class="plot-of">
        <span class="muted" data-plot-of>
          {days[0]} – {end}
        </span>
        <button class="quiet" type="button" data-plot-all hidden>
          {word('show_all')}
        </button>
      </p>
      <ul class="legend">
        {plot.series.map(({ total }, index) => (
          <li>
            <label>
              <input type="checkbox" checked />
              <span class={`swatch series-${index}`} />
              {labels[index]} <span class="muted">{total}</span>
            </label>
          </li>
        ))}
      </ul>
      <p class="muted plot-hint">{word('plot_hint')}</p>
    </div>
  )
}

function labelOf(visit: PersonVisit, by: PlotData['by'], name: string | undefined): string {
  const word = wordsOf(visit)
  if (name === undefined) return word('others')
  if (by === 'state') return stateWord(name, messageWords[visit.language])
  if (by === 'direction' && isAdminWord(name)) return word(name)
  return name === '' ? '–' : name
}

const height = 160
/** Of a longer span each bar is the mean of some days. */
const mostBars = 124

function Bars({
  days,
  plot,
  labels,
  label,
}: Omit<Props, 'visit'> & { readonly labels: readonly string[]; readonly label: string }) {
  const each = Math.ceil(days.length / mostBars)
  const bars = Array.from({ length: Math.ceil(days.length / each) }, (_, index) => {
    const [from, to] = [index * each, Math.min(days.length, (index + 1) * each)]
    const mean = ({ parts }: PlotData['series'][number]): number =>
      parts.slice(from, to).reduce((sum, one) => sum + one, 0) / (to - from)
    return { day: days[from], means: plot.series.map(mean) }
  })
  const most = Math.max(1, ...bars.map(({ means }) => means.reduce((sum, one) => sum + one, 0)))
  return (
    <figure class="plot">
      <p class="muted">{Math.round(most)}</p>
      <svg
        class="bars"
        viewBox={`0 0 ${bars.length * 10} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {bars.map(({ day, means }, at) => (
          <g>
            <title>
              {`${day ?? ''} ${means.map((mean, index) => `${labels[index] ?? ''}: ${Math.round(mean)}`).join(', ')}`}
            </title>
            <Stack x={at * 10 + 2} sizes={means.map((mean) => (mean / most) * height)} />
          </g>
        ))}
      </svg>
    </figure>
  )
}

function Stack({ x, sizes }: { readonly x: number; readonly sizes: readonly number[] }) {
  let top = height
  return (
    <>
      {sizes.map((size, index) => {
        if (size === 0) return null
        top -= size
        return (
          <rect
            class={`series-${index}`}
            x={x}
            y={top.toFixed(1)}
            width="6"
            height={size.toFixed(1)}
          />
        )
      })}
    </>
  )
}
