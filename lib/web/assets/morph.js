// Makes one piece of a page like another, touching only what differs: fields keep what is typed in
// them, elements keep focus and scroll position. Children with a data-key are found again wherever
// they have moved; others are matched in order, by tag, class and name, so whatever changes its
// class needs a key.

/** @param {Element} from @param {Element} to @param {(element: Element) => void} arrived */
export function morph(from, to, arrived) {
  const focused = document.activeElement
  morphNode(from, to, arrived)
  // A browser without moveBefore() takes the focus from what is moved.
  if (focused instanceof HTMLElement && focused.isConnected && focused !== document.activeElement)
    focused.focus({ preventScroll: true })
}

function morphNode(from, to, arrived) {
  if (from.isEqualNode(to)) return
  if (from.nodeType !== Node.ELEMENT_NODE) {
    from.nodeValue = to.nodeValue
    return
  }
  // What a script wrote there stays.
  if (from.hasAttribute('data-kept')) return
  morphAttributes(from, to)
  morphChildren(from, to, arrived)
}

function morphAttributes(from, to) {
  for (const { name } of [...from.attributes])
    // Whether details are open is the reader's affair.
    if (!to.hasAttribute(name) && !(name === 'open' && from.localName === 'details'))
      from.removeAttribute(name)
  for (const { name, value } of to.attributes)
    if (from.getAttribute(name) !== value) from.setAttribute(name, value)
}

function morphChildren(from, to, arrived) {
  const byKey = new Map()
  for (const child of from.children) if (keyOf(child)) byKey.set(keyOf(child), child)
  let here = from.firstChild
  for (const wanted of [...to.childNodes]) {
    const key = keyOf(wanted)
    const match = key ? byKey.get(key) : laterLike(here, wanted)
    if (match === undefined) {
      const added = document.importNode(wanted, true)
      from.insertBefore(added, here)
      if (added.nodeType === Node.ELEMENT_NODE) arrived(added)
      continue
    }
    while (here !== match && here !== null && isStale(here, to)) here = removeAndNext(here)
    if (here === match) here = match.nextSibling
    else place(from, match, here)
    morphNode(match, wanted, arrived)
  }
  while (here !== null) here = removeAndNext(here)
}

function laterLike(node, wanted) {
  for (let candidate = node; candidate !== null; candidate = candidate.nextSibling)
    if (isLike(candidate, wanted)) return candidate
  return undefined
}

function isLike(a, b) {
  if (a.nodeName !== b.nodeName || keyOf(a) || keyOf(b)) return false
  if (a.nodeType !== Node.ELEMENT_NODE) return true
  return ['class', 'name'].every((name) => a.getAttribute(name) === b.getAttribute(name))
}

/** Nothing that is wanted can be made of it. */
function isStale(node, to) {
  const key = keyOf(node)
  return !key || ![...to.children].some((child) => keyOf(child) === key)
}

function removeAndNext(node) {
  const next = node.nextSibling
  node.remove()
  return next
}

function place(parent, node, before) {
  if ('moveBefore' in parent) parent.moveBefore(node, before)
  else parent.insertBefore(node, before)
}

function keyOf(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node.getAttribute('data-key') : null
}
