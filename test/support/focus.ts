// Going through a page by the keyboard, as whoever cannot use a mouse does.
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'

/** What the focus is on, and how it is shown. */
interface Focus {
  readonly name: string
  readonly isVisible: boolean
  readonly hasRing: boolean
}

const focusNow = `(() => {
  const at = document.activeElement
  if (at === document.body) return { name: '', isVisible: true, hasRing: true }
  const name = at.getAttribute('aria-label') || at.labels?.[0]?.innerText || at.innerText || at.name
  const box = at.getBoundingClientRect()
  const [x, y] = [box.x + Math.min(box.width, 8) / 2, box.y + Math.min(box.height, 8) / 2]
  const top = document.elementFromPoint(x, y)
  const { outlineStyle, outlineWidth } = getComputedStyle(at)
  return { name: name.replace(/\\s+/g, ' ').trim(),
    isVisible: top !== null && (at.contains(top) || top.contains(at)),
    hasRing: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 }
})()`

/** The name of what has the focus; '' is the browser itself, behind the last. */
export async function focusName(page: Page): Promise<string> {
  return (await page.evaluate<Focus>(focusNow)).name
}

/** Goes one further; fails where one would not see it. */
export async function pressTab(page: Page): Promise<string> {
  await page.keyboard.press('Tab')
  const { name, isVisible, hasRing } = await page.evaluate<Focus>(focusNow)
  assert.ok(isVisible, `${name} has the focus and is not seen`)
  assert.ok(hasRing, `${name} has the focus and no ring`)
  return name
}

/** Goes on until the focus is there. */
export async function tabTo(page: Page, wanted: string | RegExp): Promise<void> {
  const reached: string[] = []
  for (let count = 0; count < 60; count++) {
    const name = await pressTab(page)
    reached.push(name)
    if (typeof wanted === 'string' ? name === wanted : wanted.test(name)) return
  }
  assert.fail(`Tab never came to ${String(wanted)}: ${reached.join(', ')}`)
}
