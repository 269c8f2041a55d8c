// Says while somebody types what the text will be: parts, encoding, what is left. The server counts, so
// that signature and settings count as well.
const waiting = new WeakMap()

document.addEventListener('input', (event) => {
  const field = event.target
  if (!field.matches('[data-count]')) return
  clearTimeout(waiting.get(field))
  waiting.set(
    field,
    setTimeout(() => count(field), 200),
  )
})

async function count(field) {
  const text = field.value
  const body = new URLSearchParams({ text, csrf: field.form.elements.csrf.value })
  const line = document.getElementById(field.getAttribute('aria-describedby'))
  try {
    const response = await fetch(field.dataset.count, { method: 'POST', body })
    if (response.ok && field.value === text) line.textContent = (await response.json()).line
  } catch {
    // The next letter asks again.
  }
}

document.addEventListener('reset', ({ target }) => {
  const field = target.querySelector('[data-count]')
  if (field === null) return
  clearTimeout(waiting.get(field))
  document.getElementById(field.getAttribute('aria-describedby')).textContent = ''
})
