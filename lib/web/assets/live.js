// What htmx leaves to us on pages that move (live.tsx): it hears of changes, keeps what belongs to another
// page from being shown in this one, says how things stand, and lets new things arrive.
import htmx from './htmx.js'
import { localiseTimes } from './times.js'

const main = document.getElementById('main')
const state = document.querySelector('[data-live-state]')
const calm = matchMedia('(prefers-reduced-motion: reduce)')

const isRefresh = ({ sourceElement }) => sourceElement === main
const isStep = (ctx) => ctx.target === main && !isRefresh(ctx)
const isPost = ({ sourceElement }) => sourceElement.matches('form[method=post]')

function on(name, handle) {
  document.addEventListener(`htmx:${name}`, (event) => handle(event.detail, event))
}

function tell(kind, words) {
  if (state.dataset.liveState === kind && state.textContent === words) return
  state.dataset.liveState = kind
  state.textContent = words
}

/** Whether changes are heard of. */
function tellConnection() {
  if (source.readyState === EventSource.OPEN) tell('on', state.dataset.on)
  else tell('off', state.dataset.off)
}

// A form that is on its way is not sent twice, and nothing is typed into it that its answer would wipe out. Of
// what is done meanwhile the last comes after it: were it at once, the form might never arrive.
let next = null
on('config:request', ({ ctx }, event) => {
  if (!isStep(ctx) || main.querySelector('form[method=post].htmx-request') === null) return
  event.preventDefault()
  if (!ctx.sourceElement.matches('form.htmx-request')) next = ctx.sourceEvent
})
on('before:request', ({ ctx }) => {
  // It may have waited, while the page became another one.
  if (isRefresh(ctx)) ctx.request.action = location.pathname + location.search
  if (isPost(ctx)) lock(ctx.sourceElement, true)
})
on('finally:request', ({ ctx }) => {
  if (!isPost(ctx)) return
  lock(ctx.sourceElement, false)
  const waiting = next
  next = null
  // Where it was refused, there is something to mend first.
  if (waiting !== null && ctx.response?.raw.redirected) queueMicrotask(() => again(waiting))
})

function again(event) {
  event.target.dispatchEvent(new event.constructor(event.type, event))
}

function lock(form, locked) {
  for (const field of form.querySelectorAll('textarea, input')) field.readOnly = locked
}

// What a finger or a button is put on is meant, and must not move away before it is up again. One that went up
// over a menu is known by the next move.
let isPressed = false
document.addEventListener('pointerdown', () => (isPressed = true), true)
for (const name of ['pointerup', 'pointercancel', 'contextmenu'])
  document.addEventListener(name, () => (isPressed = false), true)
document.addEventListener('pointermove', ({ buttons }) => (isPressed &&= buttons !== 0), true)

let focused = null

on('before:swap', ({ ctx, tasks }, event) => {
  if (isRefresh(ctx) && isPressed) {
    event.preventDefault()
    setTimeout(refresh, 100)
    return
  }
  const answer = tasks[0]?.fragment
  const fresh = answer?.querySelector('#main')
  const { ok, redirected, url } = ctx.response.raw
  if (ctx.target !== main) {
    // What a line foretold of another text is worth nothing.
    if (!ok) tasks[0].fragment.replaceChildren()
    return
  }
  if (fresh?.dataset.events !== main.dataset.events || (isRefresh(ctx) && !ok)) {
    event.preventDefault()
    if (ok && !isRefresh(ctx)) leave(ctx)
    else if (ok || !isRefresh(ctx))
      tell('problem', answer?.querySelector('h1')?.textContent ?? state.dataset.lost)
    return
  }
  localiseTimes(fresh)
  // A form takes the focus when it comes, and not once more.
  const first = fresh.querySelector('[autofocus]')
  if (document.getElementById(first?.form.id)) first.removeAttribute('autofocus')
  if (isPost(ctx)) {
    ctx.sourceElement.removeAttribute('hx-morph-skip')
    if (redirected) ctx.sourceElement.reset()
    else ctx.push = 'false'
  }
  if (url === location.href) ctx.push = 'false'
  focused = document.activeElement
})

on('after:swap', ({ ctx }) => {
  // A browser without moveBefore() takes the focus from what is moved.
  if (document.activeElement === document.body && focused?.isConnected)
    focused.focus({ preventScroll: true })
  if (isStep(ctx)) tellConnection()
})

/** Another kind of page is loaded as a whole; a form that led there is answered the same once more. */
function leave(ctx) {
  const { redirected, url } = ctx.response.raw
  if (isPost(ctx) && !redirected) ctx.sourceElement.submit()
  else location.assign(url)
}

on('error', ({ ctx }) => {
  if (ctx === undefined || isRefresh(ctx)) return
  if (isStep(ctx)) tell('problem', state.dataset.lost)
  else ctx.target.textContent = ''
})

on('before:history:restore', (_detail, event) => {
  event.preventDefault()
  htmx.trigger(main, 'htmx:abort')
  refresh()
})

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  if (!event.target.matches('[data-enter-sends]')) return
  event.preventDefault()
  event.target.form.requestSubmit()
})

new MutationObserver((changes) => {
  const moved = new Set(changes.flatMap(({ removedNodes }) => [...removedNodes]))
  for (const { addedNodes } of changes)
    for (const node of addedNodes) if (!moved.has(node)) animateArrival(node)
}).observe(main, { childList: true, subtree: true })

function animateArrival(node) {
  if (calm.matches || node.dataset?.arrives === undefined) return
  node.animate(
    [
      { opacity: 0, transform: 'translateY(12px) scale(.96)' },
      { opacity: 1, transform: 'none' },
    ],
    { duration: 320, easing: 'cubic-bezier(.2, .9, .3, 1.2)' },
  )
}

function refresh() {
  htmx.trigger(main, 'changed')
}

let source

function listen() {
  source = new EventSource(main.dataset.events)
  source.onopen = () => {
    tellConnection()
    refresh()
  }
  source.onmessage = refresh
  source.onerror = () => {
    tellConnection()
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 3000)
  }
}

listen()
// A browser has six connections to a server; pages that nobody sees give theirs back.
document.addEventListener('visibilitychange', () => {
  source.close()
  if (!document.hidden) listen()
})
