// Writes the times of a page (moment.tsx) in the zone of the browser, where nobody has said another one.
const { lang } = document.documentElement
const shapes = {
  time: { hour: '2-digit', minute: '2-digit' },
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  moment: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
}
const formats = Object.fromEntries(
  Object.entries(shapes).map(([shape, options]) => [
    shape,
    new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, options),
  ]),
)

/** @param {Element} main */
export function localiseTimes(main) {
  if (main.dataset.zone !== undefined) return
  for (const time of main.querySelectorAll('time[data-shape]'))
    time.textContent = formats[time.dataset.shape].format(new Date(time.dateTime))
}

localiseTimes(document.getElementById('main'))
