// Style sheets, scripts and pictures of the pages, read once from the package's own directory, htmx and uPlot.
//
// Each is served only by its exact name, compressed for whoever takes that. The version in the path is
// a hash of them all, so browsers keep them for good and ask anew after an upgrade; relative imports
// between scripts keep working.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { RequestHandler } from 'express'

const types = {
  'pages.css': 'text/css; charset=utf-8',
  'phone.css': 'text/css; charset=utf-8',
  'mailbox.css': 'text/css; charset=utf-8',
  'shell.css': 'text/css; charset=utf-8',
  'parts.css': 'text/css; charset=utf-8',
  'forms.css': 'text/css; charset=utf-8',
  'tables.css': 'text/css; charset=utf-8',
  'account.css': 'text/css; charset=utf-8',
  'messages.css': 'text/css; charset=utf-8',
  'phrases.js': 'text/javascript; charset=utf-8',
  'shell.js': 'text/javascript; charset=utf-8',
  'times.js': 'text/javascript; charset=utf-8',
  'live.js': 'text/javascript; charset=utf-8',
  'htmx.js': 'text/javascript; charset=utf-8',
  'statistics.js': 'text/javascript; charset=utf-8',
  'uplot.js': 'text/javascript; charset=utf-8',
  'uplot.css': 'text/css; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const

export type AssetName = keyof typeof types

export interface Assets {
  /** Seen from where the router is mounted. */
  path(name: AssetName): string
  /** For `/assets/:version/:name`. */
  readonly handler: RequestHandler
}

// From dist/lib/web, where the compiled file is, back to the sources: they are packed, too.
const directory = new URL('../../../lib/web/assets/', import.meta.url)

const others: Readonly<Record<string, string>> = {
  'htmx.js': import.meta.resolve('htmx.org/dist/htmx.esm.min.js'),
  'uplot.js': import.meta.resolve('uplot/dist/uPlot.iife.min.js'),
  'uplot.css': import.meta.resolve('uplot/dist/uPlot.min.css'),
}

function read(name: string): Buffer {
  const content = readFileSync(fileURLToPath(others[name] ?? new URL(name, directory)))
  // It has no small build that is a module.
  return name === 'uplot.js'
    ? Buffer.concat([content, Buffer.from('export default uPlot')])
    : content
}

export function readAssets(): Assets {
  const files = new Map<string, { type: string; content: Buffer; gzipped: Buffer }>()
  const hash = createHash('sha256')
  for (const [name, type] of Object.entries(types)) {
    const content = read(name)
    hash.update(content)
    files.set(name, { type, content, gzipped: gzipSync(content, { level: 9 }) })
  }
  const version = hash.digest('hex').slice(0, 12)
  const handler: RequestHandler = (request, response, next) => {
    const file = files.get(String(request.params['name']))
    if (file === undefined) {
      next()
      return
    }
    const current = request.params['version'] === version
    response.set({
      'Content-Type': file.type,
      'Cache-Control': current ? 'public, max-age=31536000, immutable' : 'no-cache',
      Vary: 'Accept-Encoding',
    })
    if (request.acceptsEncodings('gzip', 'identity') === 'gzip')
      response.set('Content-Encoding', 'gzip').send(file.gzipped)
    else response.send(file.content)
  }
  return { handler, path: (name) => `/assets/${version}/${name}` }
}
