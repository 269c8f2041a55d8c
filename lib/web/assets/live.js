// Keeps a page up to date without reloading it, and sends its links and forms the same way.
//
// Every page works without this script. It asks for the page again, as a reload would, whenever the
// server tells that something has changed, and morphs the part marked data-live-part. What a person
// is typing, the focus and the scroll positions stay.
import { morph } from './morph.js'

const state = document.querySelector('[data-live-state]')
const calm = matchMedia('(prefers-reduced-motion: reduce)')
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds))

// How the server writes times (moment.tsx), here in the zone of the browser where the page names none.
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

function localiseTimes(part) {
  if (part === null || part.dataset.zone !== undefined) return
  for (const time of part.querySelectorAll('time[data-shape]'))
    time.textContent = formats[time.dataset.shape].format(new Date(time.dateTime))
}

function animateArrival(element) {
  if (calm.matches || element.dataset.arrives === undefined) return
  element.animate(
    [
      { opacity: 0, transform: 'translateY(12px) scale(.96)' },
      { opacity: 1, transform: 'none' },
    ],
    { duration: 320, easing: 'cubic-bezier(.2, .9, .3, 1.2)' },
  )
}

const parse = (html) => new DOMParser().parseFromString(html, 'text/html')

/** A page whose frame is another one has to be loaded as a whole. */
function hasOtherFrame(wanted) {
  const frame = (page) => page.querySelector('.shell')?.className
  return wanted.querySelector('[data-live-part]') !== null && frame(wanted) !== frame(document)
}

function show(wanted) {
  const fresh = wanted.querySelector('[data-live-part]')
  const part = document.querySelector('[data-live-part]')
  if (fresh === null) {
    tell('problem', wanted.querySelector('h1')?.textContent ?? 'That did not work.')
    return false
  }
  localiseTimes(fresh)
  morph(part, fresh, animateArrival)
  return true
}

function tell(kind, words) {
  if (state === null || (state.dataset.liveState === kind && state.textContent === words)) return
  state.dataset.liveState = kind
  state.textContent = words
}

// A person's own steps go before refreshes: what was asked for earlier is not shown any more.
let steps = 0
let refreshing = false
let refreshAgain = false

async function refresh() {
  refreshAgain = true
  if (refreshing) return
  refreshing = true
  while (refreshAgain) {
    refreshAgain = false
    const stepsBefore = steps
    try {
      const response = await fetch(location.href)
      const html = await response.text()
      if (steps !== stepsBefore) refreshAgain = true
      else if (response.ok) show(parse(html))
    } catch {
      // The event source notices, too, and asks again when it has found the server.
    }
    await pause(100)
  }
  refreshing = false
}

const go = (url) => location.assign(url)

async function step(request, { push = true, done = () => {}, leave = go }) {
  const mine = ++steps
  try {
    const response = await request
    const wanted = parse(await response.text())
    if (mine !== steps) return
    steps++
    if (hasOtherFrame(wanted)) {
      leave(response.url)
      return
    }
    if (response.ok) {
      done()
      if (push && response.url !== location.href) history.pushState(null, '', response.url)
    }
    if (show(wanted)) settleFocus()
  } catch {
    tell('problem', 'The server could not be reached. Try again.')
  }
}

function settleFocus() {
  const wanted = document.querySelector('[data-live-part] [autofocus]')
  if (wanted instanceof HTMLTextAreaElement) {
    wanted.focus({ preventScroll: true })
    wanted.setSelectionRange(0, 0)
    wanted.scrollTop = 0
    wanted.form.scrollIntoView({ block: 'nearest' })
  }
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-live]')
  if (link === null || event.button !== 0 || event.defaultPrevented) return
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  step(fetch(link.href), {
    done: () => document.querySelector(link.hash || null)?.scrollIntoView({ block: 'nearest' }),
  })
})

addEventListener('popstate', () => step(fetch(location.href), { push: false }))

const busy = new WeakSet()

document.addEventListener('submit', async (event) => {
  const form = event.target
  if (!form.matches('form[data-live]')) return
  event.preventDefault()
  if (busy.has(form)) return
  busy.add(form)
  const body = new URLSearchParams(new FormData(form, event.submitter))
  const fields = form.querySelectorAll('textarea, input')
  for (const field of fields) field.readOnly = true
  // The server answers the same form with the whole page.
  const leave = () => form.submit()
  await step(fetch(form.action, { method: 'POST', body }), { done: () => form.reset(), leave })
  for (const field of fields) field.readOnly = false
  busy.delete(form)
})

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  if (!event.target.matches('[data-enter-sends]')) return
  event.preventDefault()
  event.target.form.requestSubmit()
})

// Who begins to write keeps this conversation open, whatever else arrives.
document.addEventListener('focusin', (event) => {
  const pin = event.target.closest('[data-pin]')?.dataset.pin
  if (pin === undefined || new URL(pin, location.href).href === location.href) return
  history.replaceState(null, '', pin)
  refresh()
})

let source

function listen() {
  source = new EventSource(state.dataset.events)
  source.onopen = () => {
    tell('on', state.dataset.on ?? 'Live')
    refresh()
  }
  source.onmessage = refresh
  source.onerror = () => {
    tell('off', state.dataset.off ?? 'Reconnecting…')
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 3000)
  }
}

localiseTimes(document.querySelector('[data-live-part]'))
settleFocus()
// On a phone the navigation is one line that scrolls.
document.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
if (state !== null) {
  listen()
  // A browser has six connections to a server; pages that nobody sees give theirs back.
  document.addEventListener('visibilitychange', () => {
    source.close()
    if (!document.hidden) listen()
  })
}
