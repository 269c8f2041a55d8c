// Writes the times of a page (moment.tsx) in the zone of the browser, where nobody has said another one, and
// tells the server of it (time-zone.ts): what is written on the page is meant in that zone, too.
const { lang } = document.documentElement
const shapes = {
  time: { hour: '2-digit', minute: '2-digit' },
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  moment: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  due: {
    ...{ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', timeZoneName: 'short' },
  },
}
const formats = Object.fromEntries(
  Object.entries(shapes).map(([shape, options]) => [
    shape,
    new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, options),
  ]),
)

const zone = formats.time.resolvedOptions().timeZone

/** @param {Element} main */
export function localiseTimes(main) {
  if (main.dataset.zone !== undefined) return
  for (const time of main.querySelectorAll('time[data-shape]'))
    time.textContent = formats[time.dataset.shape].format(new Date(time.dateTime))
  for (const name of main.querySelectorAll('[data-zone-name]')) name.textContent = zone
}

function tellZone() {
  const { pathname, protocol } = new URL('../..', import.meta.url)
  const secure = protocol === 'https:' ? '; secure' : ''
  document.cookie = `sms_zone=${zone}; path=${pathname}; max-age=31536000; samesite=lax${secure}`
}

tellZone()

localiseTimes(document.getElementById('main'))
