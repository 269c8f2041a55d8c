// Debian's own Chromium for the tests of pages; where it is missing they are skipped, and say so. The shell
// is the same browser without its windows, which costs two thirds of the processor's time.
import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

const executablePath = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync)

/** For node:test's `skip`: false, or why there can be no browser. */
export const noChromium: string | false =
  executablePath === undefined &&
  'THE PAGES ARE NOT TESTED IN A BROWSER: there is none (apt-get install chromium-headless-shell)'

/**
 * Chromium keeps a renderer in store for the next page, and one for the search among tabs of each window:
 * a test needs neither. Only the last such list counts, so these are those of Playwright, too.
 */
const withoutFeatures = [
  ...['PreloadTopChromeWebUI', 'SpareRendererForSitePerProcess'],
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades'],
  ...['HttpsFirstBalancedModeAutoEnable', 'LensOverlay', 'MediaRouter', 'PaintHolding'],
  ...['ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect', 'OptimizationHints'],
  ...['NetworkTimeServiceQuerying', 'AimEnabled', 'PreconnectToSearch'],
]

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--disable-features=${withoutFeatures.join(',')}`,
    ],
  })
}
