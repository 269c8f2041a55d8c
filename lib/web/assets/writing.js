// Helps while somebody writes a text. It says what the text will be (parts, encoding, what is left, price);
// the server counts, so that signature and settings count as well. And it puts a stock phrase where the
// cursor is. Without this script the page has buttons for both.
const waiting = new WeakMap()

document.addEventListener('input', ({ target }) => {
  if (target.matches('[data-count]')) countSoon(target)
  const written = target.name === 'to' && target.form?.querySelector('[data-count]')
  if (written) countSoon(written)
})

function countSoon(field) {
  clearTimeout(waiting.get(field))
  waiting.set(
    field,
    setTimeout(() => count(field), 200),
  )
}

async function count(field) {
  const { csrf, to } = field.form.elements
  const sent = { text: field.value, to: to?.value ?? '' }
  const body = new URLSearchParams({ ...sent, csrf: csrf.value })
  const line = document.getElementById(field.getAttribute('aria-describedby'))
  try {
    const response = await fetch(field.dataset.count, { method: 'POST', body })
    if (response.ok && field.value === sent.text) line.textContent = (await response.json()).line
  } catch {
    // The next letter asks again.
  }
}

document.addEventListener('change', async ({ target }) => {
  if (!target.matches('[data-phrases]') || target.value === '') return
  const field = target.form.elements.text
  // A text to several keeps its places: they are filled for each of them.
  const to = field.dataset.count === undefined ? '' : target.form.elements.to.value
  const query = new URLSearchParams({ with: to })
  try {
    const response = await fetch(`${target.dataset.phrases}/${target.value}?${query}`)
    if (response.ok) insert(field, (await response.json()).text)
  } catch {
    // Whoever chooses again asks again.
  }
  target.value = ''
})

function insert(field, text) {
  const { selectionStart: start, selectionEnd: end } = field
  field.focus()
  field.setRangeText(text, start, end, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

document.addEventListener('reset', ({ target }) => {
  const field = target.querySelector('[data-count]')
  if (field === null) return
  clearTimeout(waiting.get(field))
  document.getElementById(field.getAttribute('aria-describedby')).textContent = ''
})
