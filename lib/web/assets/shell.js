// What every page of people needs.
import './times.js'

// On a phone the navigation is one line that scrolls.
document.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
