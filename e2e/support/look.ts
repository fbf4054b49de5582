import { expect, type Page, type Request } from '@playwright/test'
import { wcagFinds } from './axe.ts'
import { screenshot, takesScreenshots } from './screenshot.ts'

const eventually = expect.configure({ soft: true, timeout: 10_000 })

const WIDTHS_PX = [360, 768, 1024, 1440] as const

/** Checks the current state of a page: accessible, and inside the window. `name` is that of the screenshot. */
export type Look = (name: string) => Promise<void>

/**
 * Prepares the checks of a page. A check waits until no request is pending and nothing is marked as busy; a run that
 * takes screenshots also tries every width.
 */
export function createLook(
  page: Page,
  screenshotName: (name: string) => string,
  widths: readonly number[] = WIDTHS_PX,
): Look {
  const asked = new Set<Request>()
  page.on('request', (request) => {
    // A player requests as much of a file as it needs.
    if (request.resourceType() !== 'media') asked.add(request)
  })
  page.on('requestfinished', (request) => void asked.delete(request))
  page.on('requestfailed', (request) => void asked.delete(request))
  const isAtRest = async () => {
    if (asked.size > 0) return false
    // The effect of an answer may send more requests.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
    return asked.size === 0 && (await page.evaluate(isStill))
  }
  return async (name) => {
    await expect.poll(isAtRest, { intervals: [20, 50, 100] }).toBe(true)
    if (takesScreenshots) await screenshot(page, screenshotName(name))
    expect.soft(await wcagFinds(page), `${name} for axe`).toEqual([])
    expect.soft(await overflow(page), `${name} sticks out by`).toBe(0)
    if (takesScreenshots) await tryWidths(page, name, widths)
  }
}

/** Nothing is marked as busy, and nothing moves any more: half faded in, text has too little contrast. */
function isStill(): boolean {
  const moves = document.getAnimations().some(({ playState, effect }) => {
    const end = effect?.getComputedTiming().endTime
    return playState === 'running' && end !== Number.POSITIVE_INFINITY
  })
  return !moves && document.querySelector('[aria-busy="true"]') === null
}

async function tryWidths(page: Page, name: string, widths: readonly number[]): Promise<void> {
  const size = page.viewportSize()
  for (const width of widths) {
    await page.setViewportSize({ width, height: size?.height ?? 900 })
    // React draws the other navigation some frames after the resize.
    await eventually
      .poll(() => overflow(page), { message: `${name} at ${width} px sticks out by`, intervals: [20, 50, 100] })
      .toBe(0)
  }
  if (size) await page.setViewportSize(size)
}

/** Nothing may overflow sideways: a page that scrolls that way is broken on a phone. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
