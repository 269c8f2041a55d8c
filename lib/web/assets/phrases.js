// Puts a stock phrase where the cursor is. Without this script the page has a button that puts it at the end.
document.addEventListener('change', async ({ target }) => {
  if (!target.matches('[data-phrases]') || target.value === '') return
  const { text: field, to } = target.form.elements
  // A text to several keeps its places: they are filled for each of them.
  const query = new URLSearchParams({ with: to.matches('textarea') ? '' : to.value })
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
