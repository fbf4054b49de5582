// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SelectorData } from '#core/creator-hub/schema.ts'
import { BUNDLED_SELECTORS } from '../../creator-hub/selectors.ts'
import { shapeOfPage } from './inspect.ts'
import { createPageWatch } from './watch-page.ts'

const GOOD =
  '<div id="ocp-unified-upload-container"><input type="file"></div><textarea data-testid="ocpTitleTextArea"></textarea><span id="cp-asin-picker-trigger-button">Add</span>'
const RENAMED = '<input type="file" name="media7"><textarea data-testid="headline7"></textarea>'

let clock = 0
let watch: ReturnType<typeof createPageWatch>
beforeEach(() => {
  vi.useFakeTimers()
  // The browser hashes beside its clock, which stands still here.
  vi.spyOn(crypto.subtle, 'digest').mockResolvedValue(new Uint8Array(32).fill(0xab).buffer)
  vi.stubGlobal('location', new URL('https://www.amazon.de/create/post'))
  clock = 0
  document.body.innerHTML = ''
  watch = createPageWatch(() => clock)
})
afterEach(() => {
  watch.stop()
  vi.useRealTimers()
})

/** The page's clock and its timers go on together. */
async function pass(ms: number) {
  for (let step = 0; step < ms; step += 50) {
    clock += 50
    await vi.advanceTimersByTimeAsync(50)
  }
}
const next = (seen: number | null = null, data = BUNDLED_SELECTORS) => watch.next(data, seen)

test('a page whose selectors all work is answered at once', async () => {
  document.body.innerHTML = GOOD
  expect(await next()).toMatchObject({
    state: 'works',
    marketplace: 'DE',
    page: 'unified',
    targets: { title: 'works', file: 'works', asin: 'waits' },
    shape: null,
  })
})

test('a changed page is answered within 500 ms of its opening', async () => {
  document.body.innerHTML = RENAMED
  const answer = next()
  await pass(450)
  expect(await Promise.race([answer, 'nothing yet'])).toMatchObject({
    state: 'changed',
    targets: { title: 'changed', file: 'changed', asin: 'changed' },
    shape: 'ab'.repeat(32),
  })
})

test('a page that draws its form a moment later was never changed', async () => {
  const answer = next()
  await pass(100)
  document.body.innerHTML = GOOD
  await pass(300)
  expect(await answer).toMatchObject({ state: 'works', revision: expect.any(Number) })
})

test('a page that draws its form much later works then', async () => {
  const first = next()
  await pass(450)
  const { revision } = await first
  const second = next(revision)
  await pass(200)
  document.body.innerHTML = GOOD
  await pass(1200)
  expect(await second).toMatchObject({ state: 'works' })
})

test('a form that appears inside of a shadow root, which no observer sees, is found too', async () => {
  const root = document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'open' })
  const first = next()
  await pass(450)
  const second = next((await first).revision)
  await pass(200)
  root.innerHTML = GOOD
  await pass(1200)
  expect(await second).toMatchObject({ state: 'works' })
})

test('a page without a form, and one that the person goes on to without loading, is not this page', async () => {
  vi.stubGlobal('location', new URL('https://www.amazon.de/creatorhub/manage'))
  const first = await next()
  expect(first).toMatchObject({ state: 'not_this_page' })
  const second = next(first.revision)
  vi.stubGlobal('location', new URL('https://www.amazon.de/create/post'))
  document.body.innerHTML = GOOD
  await pass(1200)
  expect(await second).toMatchObject({ state: 'works' })
})

test('a question that nothing answers ends with the same state', async () => {
  document.body.innerHTML = GOOD
  const { revision } = await next()
  const second = next(revision)
  await pass(21_000)
  expect(await second).toMatchObject({ revision })
})

test('newer selectors are tested on the page as it is', async () => {
  document.body.innerHTML = RENAMED
  const first = next()
  await pass(450)
  expect(await first).toMatchObject({ state: 'changed', version: 1 })
  const [unified] = BUNDLED_SELECTORS.pages
  const newer = SelectorData.parse({
    ...BUNDLED_SELECTORS,
    version: 2,
    pages: [{ ...unified, targets: { title: { selectors: ['[data-testid="headline7"]'] } } }],
  })
  expect(await next((await first).revision, newer)).toMatchObject({ state: 'works', version: 2 })
})

test('the shape of a page holds no text, value, name or id of it', async () => {
  vi.mocked(crypto.subtle.digest).mockRestore()
  document.body.innerHTML = '<input id="ann" name="ann@example.test" value="Ann"><p>Ann</p>'
  const one = await shapeOfPage()
  document.body.innerHTML = '<input id="bob" name="bob@example.test" value="Bob"><p>Bob’s videos</p>'
  expect(await shapeOfPage()).toBe(one)
  document.body.innerHTML = '<input id="bob" name="bob@example.test" value="Bob" maxlength="60">'
  expect(await shapeOfPage()).not.toBe(one)
})
