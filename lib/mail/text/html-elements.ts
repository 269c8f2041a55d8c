// What the elements of HTML are to a reader of lines.

function named(elements: string): ReadonlySet<string> {
  return new Set(elements.split(' '))
}

/** Nothing in them is text for people. */
export const skipped = named(
  'head style script title template object applet svg math select textarea button iframe ' +
    'map audio video',
)

/** They stand on lines of their own. */
export const blocks = named(
  'div p table tr ul ol li h1 h2 h3 h4 h5 h6 blockquote pre address article section header ' +
    'footer main aside center dl dt dd form fieldset figure figcaption hr body tbody thead ' +
    'caption nav',
)

/** Of those, the ones with an empty line around them. */
export const spaced = named('p h1 h2 h3 h4 h5 h6 ul ol pre blockquote dl')

/** What a link shows that says nothing without the place it leads to. */
export const genericLinks =
  /^(?:click )?(?:here|link|this link|her|klik her|klikk her|här|klicka här|hier|hier klicken|klick hier|ici|cliquez ici|aquí|aqui|clique aqui|haz clic aquí|qui|clicca qui|klik hier|tässä|tutaj|kliknij tutaj|zde|tu)$/i
