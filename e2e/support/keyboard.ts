import { expect, type Locator, type Page } from '@playwright/test'

/** From here on the page ignores mouse, pen and finger. */
export async function unplugMouse(page: Page): Promise<void> {
  await page.addInitScript(() => {
    // A click made by Enter or Space comes from the keyboard and has no click count.
    for (const type of ['pointerdown', 'mousedown', 'touchstart', 'click', 'dblclick']) {
      window.addEventListener(
        type,
        (event) => {
          if (type === 'click' && event instanceof MouseEvent && event.detail === 0) return
          event.stopImmediatePropagation()
          event.preventDefault()
        },
        true,
      )
    }
  })
}

export const isFocused = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement)

/** Presses Tab until the element has the focus. */
export async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await expect(target).toBeVisible()
  for (let presses = 0; presses < 60; presses += 1) {
    if (await isFocused(target)) return
    await page.keyboard.press(key)
  }
  throw new Error('Tab never came to it.')
}

export async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}
