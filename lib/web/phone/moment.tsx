// A point in time. Written in the server's zone; the page's script writes it anew in the viewer's,
// with the same options.

const shapes = {
  time: new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }),
  day: new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' }),
  moment: new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }),
} as const

export type MomentShape = keyof typeof shapes

export function Moment({ at, shape }: { at: number; shape: MomentShape }) {
  return (
    <time dateTime={new Date(at).toISOString()} data-shape={shape}>
      {writeMoment(at, shape)}
    </time>
  )
}

export function writeMoment(at: number, shape: MomentShape): string {
  return shapes[shape].format(at)
}
