// Draws the plot of the statistics anew, where it can be asked: a day's values under the pointer or by the
// arrow keys, series that are switched off, some days looked at alone. Those are put into the form, too.
import uPlot from './uplot.js'

const box = document.querySelector('[data-plot]')
const { from, series } = JSON.parse(box.dataset.plot)
const of = box.querySelector('[data-plot-of]')
const all = box.querySelector('[data-plot-all]')
const boxes = [...box.querySelectorAll('.legend input')]
const values = [...box.querySelectorAll('.legend .muted')]
const swatches = [...box.querySelectorAll('.swatch')]
const form = document.querySelector('form.filters')

const day = 86_400
const times = (series[0] ?? []).map((_, at) => Date.parse(`${from}T00:00:00Z`) / 1000 + at * day)
const days = times.map((time) => new Date(time * 1000).toISOString().slice(0, 10))
const { lang } = document.documentElement
const dayFormat = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, {
  // Whole years look the same by days and months.
  ...(days.length > 300 ? { year: 'numeric' } : { day: 'numeric' }),
  month: 'short',
  timeZone: 'UTC',
})
const number = new Intl.NumberFormat(lang === 'en' ? 'en-GB' : lang)

/** The first and the last day that are shown. */
let shown = [0, days.length - 1]
let plot

const isOn = (index) => boxes[index].checked
const styleOf = (element, name) => getComputedStyle(element).getPropertyValue(name).trim()

/** uPlot draws one over another, so the first has all that are switched on, and the last only one. */
function stacked() {
  const sums = series.map(() => [])
  for (const at of days.keys()) {
    let sum = 0
    for (const [index, parts] of series.entries()) {
      if (isOn(index)) sum += parts[at]
      sums[index][at] = sum
    }
  }
  return [times, ...sums.reverse()]
}

function draw() {
  plot?.destroy()
  const ink = styleOf(box, '--muted')
  const line = { stroke: styleOf(box, '--line'), width: 1 }
  const axis = { stroke: ink, font: '12px system-ui, sans-serif', ticks: { show: false } }
  plot = new uPlot(
    {
      width: box.clientWidth,
      height: 220,
      legend: { show: false },
      tzDate: (time) => uPlot.tzDate(new Date(time * 1000), 'Etc/UTC'),
      padding: [10, 8, 0, 0],
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: true, y: false, setScale: false },
        bind: { dblclick: () => () => look(0, days.length - 1) },
      },
      scales: {
        x: { range: (_plot, min, max) => [min, max] },
        y: { range: (_plot, _min, max) => [0, Math.max(1, max * 1.04)] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: 28,
          space: 64,
          incrs: [1, 2, 7, 14, 28, 56, 112, 224].map((some) => some * day),
          values: (_plot, splits) => splits.map((time) => dayFormat.format(time * 1000)),
        },
        {
          ...axis,
          grid: line,
          size: 56,
          incrs: [1, 2, 5]
            .flatMap((one) => Array.from({ length: 12 }, (_, power) => one * 10 ** power))
            .sort((a, b) => a - b),
          values: (_plot, splits) => splits.map((value) => number.format(value)),
        },
      ],
      series: [
        {},
        ...swatches.toReversed().map((swatch) => ({
          fill: styleOf(swatch, 'background-color'),
          width: 0,
          points: { show: false },
          paths: uPlot.paths.bars({ size: [0.65, 64] }),
        })),
      ],
      hooks: { setCursor: [tell], setSelect: [choose] },
    },
    stacked(),
    box.firstElementChild,
  )
  look(...shown)
}

function look(first, last) {
  shown = [first, last]
  plot.setScale('x', { min: times[first] - day / 2, max: times[last] + day / 2 })
  all.hidden = first === 0 && last === days.length - 1
  form.from.value = days[first]
  form.to.value = days[last]
  tell(plot)
}

function choose({ select }) {
  if (select.width < 8) return
  const at = (left) => Math.round((plot.posToVal(left, 'x') - times[0]) / day)
  const [first, last] = [at(select.left), at(select.left + select.width)]
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
  look(Math.max(shown[0], first), Math.min(shown[1], last))
}

/** The values of the day under the cursor, or of all that are shown together. */
function tell({ cursor: { idx, left } }) {
  const [first, last] = idx == null || left < 0 ? shown : [idx, idx]
  of.textContent = first === last ? days[first] : `${days[first]} – ${days[last]}`
  for (const [index, parts] of series.entries())
    values[index].textContent = number.format(
      parts.slice(first, last + 1).reduce((sum, one) => sum + one, 0),
    )
}

for (const one of boxes)
  one.addEventListener('change', () => {
    plot.setData(stacked(), false)
    look(...shown)
  })
all.addEventListener('click', () => look(0, days.length - 1))
box.firstElementChild.addEventListener('keydown', ({ key }) => {
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return
  const { idx } = plot.cursor
  const at = idx == null ? shown[key === 'ArrowLeft' ? 1 : 0] : idx + (key === 'ArrowLeft' ? -1 : 1)
  if (at < shown[0] || at > shown[1]) return
  plot.setCursor({ left: plot.valToPos(times[at], 'x'), top: 0 })
})

if (series.length > 0) {
  const figure = box.firstElementChild
  figure.setAttribute('aria-label', figure.querySelector('svg').getAttribute('aria-label'))
  figure.tabIndex = 0
  figure.replaceChildren()
  box.classList.add('drawn')
  draw()
  new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height: 220 })).observe(box)
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw)
}
