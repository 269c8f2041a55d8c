// What mail programs leave in their HTML that says what a piece of it is.
// One table of ids, classes and styles, each named after the program that writes it.

export type HtmlMark =
  'quoted' | 'attribution' | 'border' | 'signature' | 'hidden' | 'maybe-quoted' | 'ruler'

/** Containers of history, and nothing but history. */
const quotedIds = new Set([
  'olk_src_body_section', // Outlook for Mac 2011
  'mail-editor-reference-message-container', // the new Outlook
  'isreplycontent', // QQ Mail
  'origbody',
  'divtagdefaultwrapper-quote',
])
const quotedClasses = new Set([
  'yahoo_quoted',
  'yahoo-quoted',
  'zmail_extra', // Zoho
  'protonmail_quote',
  'tutanota_quote',
  'moz-forward-container-quote',
  'ms-outlook-mobile-reference-message',
  'fastmail-quote',
  'quoted-mail',
  'qc-quote',
  'freebirdformviewer-quote',
])
/** History from here on to the end. */
const borderIds = new Set([
  'divrplyfwdmsg', // Outlook on the web
  'appendonsend',
  'stopspelling', // Hotmail
  'zwchr', // Zimbra
  'outlookmessageheader',
  'replysplit',
  'lineseparator',
])
const borderClasses = new Set(['outlookmessageheader', 'ms-outlook-mobile-quote'])
const attributionIds = new Set(['reply-intro']) // Roundcube
const attributionClasses = new Set([
  'moz-cite-prefix',
  'gmail_attr',
  'airmail_on',
  'moz-email-headers-table',
])
const signatureIds = new Set([
  'signature',
  'ms-outlook-mobile-signature',
  'applemailsignature',
  'composer_signature',
  'x_signature',
  'mobile-signature',
  'lineBreakAtBeginningOfSignature'.toLowerCase(),
])
const signatureClasses = new Set([
  'gmail_signature',
  'moz-signature',
  'yahoo_signature',
  'ydp-signature',
  'protonmail_signature_block',
  'bloop_sign',
  'sh-signature',
  'mobile-signature',
  'zm-signature',
])
const quoteStarts = new Set(['gmail_quote', 'gmail_quote_container', 'gmail_extra'])

/** What an element is by its id, classes and style, and by the style sheets so far. */
export function markOf(
  name: string,
  attributes: Readonly<Record<string, string>>,
  displays: Displays,
): HtmlMark | undefined {
  const style = attributes['style']?.toLowerCase() ?? ''
  if (isHidden(style, attributes) || isHiddenBySheet(name, style, attributes, displays))
    return 'hidden'
  const id = (attributes['id'] ?? '').toLowerCase()
  const classes = (attributes['class'] ?? '').toLowerCase().split(/\s+/).slice(0, 20)
  if (name === 'blockquote') return blockquoteMark(style, attributes, classes)
  if (quotedIds.has(id) || classes.some((word) => quotedClasses.has(word))) return 'quoted'
  if (borderIds.has(id) || classes.some((word) => borderClasses.has(word))) return 'border'
  if (
    name === 'hr' &&
    (attributes['data-marker'] === '__DIVIDER__' ||
      (attributes['tabindex'] === '-1' && style.includes('98%')))
  )
    return 'border'
  if (attributes['name']?.toLowerCase() === 'quote' && name === 'div') return 'quoted' // GMX, web.de
  if (attributionIds.has(id) || classes.some((word) => attributionClasses.has(word)))
    return 'attribution'
  if (signatureIds.has(id) || classes.some((word) => signatureClasses.has(word))) return 'signature'
  return isOutlookRuler(name, style) ? 'ruler' : undefined
}

export function isGmailQuote(attributes: Readonly<Record<string, string>>): boolean {
  return (attributes['class'] ?? '')
    .toLowerCase()
    .split(/\s+/)
    .some((word) => quoteStarts.has(word))
}

// Outlook and the Windows programs draw a line above the header block: as a border of its box. What people
// write themselves has all of the border in one property.
function isOutlookRuler(name: string, style: string): boolean {
  return (
    name === 'div' &&
    style.length < 400 &&
    /border-top(?:-style)?:\s*(?:solid|1px|rgb|#)/.test(style) &&
    (/padding:\s*3\.0pt/.test(style) ||
      (/padding-top:\s*5px/.test(style) && /border-top-style:/.test(style)))
  )
}

// A blockquote is a quotation unless it is drawn as an indentation (Gmail and Outlook do that).
function blockquoteMark(
  style: string,
  attributes: Readonly<Record<string, string>>,
  classes: readonly string[],
): HtmlMark | undefined {
  const cited = attributes['type']?.toLowerCase() === 'cite' || attributes['cite'] !== undefined
  const indented = /border:\s*(?:none|0)|margin:\s*0(?:px)?\s+0(?:px)?\s+0(?:px)?\s+40px/.test(
    style,
  )
  if (indented && !cited) return undefined
  const bordered = /border-left(?:-\w+)?:|border-color|padding-left/.test(style)
  const named = classes.some((word) => /quote|cite|clean_bq|iwc/.test(word))
  return cited || bordered || named ? 'quoted' : 'maybe-quoted'
}

function isHidden(style: string, attributes: Readonly<Record<string, string>>): boolean {
  if (attributes['hidden'] !== undefined) return true
  if (style === '') return false
  if (
    /(?:^|[;\s])height\s*:\s*0(?:px)?\s*(?:;|!|$)/.test(style) &&
    /overflow\s*:\s*hidden/.test(style)
  )
    return true
  return /(?:^|[;\s])(?:display\s*:\s*none|mso-hide\s*:\s*all|max-height\s*:\s*0(?:px)?\s*(?:;|!|$)|opacity\s*:\s*0\s*(?:;|!|$))/.test(
    style,
  )
}

/** What style sheets hide and show, conditions aside. */
export interface Displays {
  /** `.pre`, `#pre`, `div.pre` */
  readonly hidden: Set<string>
  /** Every word of the selectors that show something. */
  readonly shown: Set<string>
}

// Which of two rules wins is not worked out: what any of them may show is shown.
function isHiddenBySheet(
  name: string,
  style: string,
  attributes: Readonly<Record<string, string>>,
  { hidden, shown }: Displays,
): boolean {
  if (hidden.size === 0 || /display\s*:/.test(style)) return false
  const id = (attributes['id'] ?? '').toLowerCase()
  const classes = (attributes['class'] ?? '').toLowerCase().split(/\s+/, 20)
  if ([id, ...classes].some((word) => shown.has(word))) return false
  return [`#${id}`, ...classes.map((word) => `.${word}`)].some(
    (selector) => hidden.has(selector) || hidden.has(name + selector),
  )
}

/** Whether a style sheet is for those who read on a screen of any size. */
export function isForScreens(media = ''): boolean {
  return /^\s*(?:all|screen)?\s*$/i.test(media)
}

const maxSheet = 64 * 1024

/** Adds what a style sheet hides and shows, but for what is under a condition. */
export function readSheet(sheet: string, displays: Displays): void {
  const rules = sheet
    .slice(0, maxSheet)
    .toLowerCase()
    .split('/*')
    .map((piece, at) => (at === 0 ? piece : piece.slice(piece.indexOf('*/') + 2)))
    .join(' ')
  for (let at = 0; at < rules.length;) {
    const open = rules.indexOf('{', at)
    if (open < 0) return
    const selectors = rules.slice(at, open).split(';').at(-1) ?? ''
    const close = selectors.includes('@') ? blockEnd(rules, open) : rules.indexOf('}', open)
    if (close < 0) return
    if (!selectors.includes('@')) readRule(selectors, rules.slice(open + 1, close), displays)
    at = close + 1
  }
}

function readRule(selectors: string, declarations: string, { hidden, shown }: Displays): void {
  // The last of several counts. Rules in a rule are about something else.
  const display = [...declarations.matchAll(/(?:^|[;\s])display\s*:\s*([a-z-]+)/g)].at(-1)?.[1]
  if (display === undefined || declarations.includes('{')) return
  if (display !== 'none') {
    for (const word of selectors.match(/[\p{L}\d_-]+/gu) ?? []) shown.add(word)
    return
  }
  for (const selector of selectors.split(',')) {
    const name = /^(?:[a-z][a-z\d]*|\*)?[.#][\p{L}\d_-]+$/u.exec(
      selector.replace('<!--', '').trim(),
    )?.[0]
    if (name !== undefined) hidden.add(name.replace('*', ''))
  }
}

/** Where the block ends that has blocks in it. */
function blockEnd(rules: string, open: number): number {
  let depth = 0
  for (let at = open; at < rules.length; at++) {
    if (rules[at] === '{') depth++
    if (rules[at] === '}' && --depth === 0) return at
  }
  return -1
}

/** Whether the text of an element itself shows; elements in it may have a size or visibility of their own. */
export interface Shown {
  size: boolean
  visible: boolean
}

export function shownIn(
  parent: Shown,
  name: string,
  attributes: Readonly<Record<string, string>>,
): Shown {
  const style = attributes['style']?.toLowerCase() ?? ''
  if (style === '' && name !== 'font') return parent
  const size = sizeOf(style, parent.size || (name === 'font' && attributes['size'] !== undefined))
  const visibility = /(?:^|[;\s])visibility\s*:\s*([a-z]+)/.exec(style)?.[1]
  return {
    size,
    visible:
      visibility === undefined || visibility === 'inherit'
        ? parent.visible
        : visibility === 'visible',
  }
}

// A size in em or per cent is one of the size around it, and nothing where that is nothing.
function sizeOf(style: string, around: boolean): boolean {
  const size = /(?:^|[;\s])font(?:-size)?\s*:\s*([^;]{1,100})/.exec(style)?.[1]
  if (size === undefined) return around
  if (/^0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:\/|!|$)/.test(size.trim())) return false
  return around || /\d(?:px|pt|rem|vw|mm|cm)|small|medium|large/.test(size)
}
