// @vitest-environment happy-dom
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { signedBytes } from '#core/creator-hub/signature.ts'
import { type FakeChrome, installFakeChrome } from '../../testing/fake-chrome.ts'
import { type FakeServer, problem, startFakeServer } from '../../testing/fake-server.ts'
import { BUNDLED_SELECTORS, currentSelectors, refreshSelectors } from './selectors.ts'

let fake: FakeChrome
let server: FakeServer
let keys: { publicKey: CryptoKey; privateKey: CryptoKey }
let publicKey: string

const newPair = async () => {
  const pair = await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify'])
  if (!('privateKey' in pair)) throw new Error('No pair of keys.')
  return pair
}
beforeAll(async () => {
  keys = await newPair()
  publicKey = Buffer.from(await crypto.subtle.exportKey('raw', keys.publicKey)).toString('base64')
})
beforeEach(() => {
  fake = installFakeChrome()
  server = startFakeServer()
})

/** From now on the server offers this text, signed. */
async function offer(data: object, privateKey = keys.privateKey) {
  const text = JSON.stringify({ ...BUNDLED_SELECTORS, ...data })
  const signature = Buffer.from(await crypto.subtle.sign('Ed25519', privateKey, signedBytes(text))).toString('base64')
  server.on('GET /api/creator-hub-selectors', () => ({ body: { selectors: text, signature } }))
}
const version = async () => (await currentSelectors(publicKey)).version

test('without an answer the panel keeps what it came with', async () => {
  server.on('GET /api/creator-hub-selectors', () => problem('creator_hub_not_configured'))
  expect(await refreshSelectors(publicKey)).toEqual(BUNDLED_SELECTORS)
  server.goOffline()
  expect(await refreshSelectors(publicKey)).toEqual(BUNDLED_SELECTORS)
})

test('newer selectors are taken and kept, and an older version never replaces them', async () => {
  await offer({ version: 9 })
  expect((await refreshSelectors(publicKey)).version).toBe(9)
  await offer({ version: 8 })
  expect((await refreshSelectors(publicKey)).version).toBe(9)
  expect(await version()).toBe(9)
})

test('selectors that another key signed are refused, and so is a build without a key', async () => {
  await offer({ version: 9 }, (await newPair()).privateKey)
  expect(await refreshSelectors(publicKey)).toEqual(BUNDLED_SELECTORS)
  await offer({ version: 9 })
  expect(await refreshSelectors('')).toEqual(BUNDLED_SELECTORS)
  expect(fake.local.values.creator_hub_selectors).toBeUndefined()
})

test('signed data with code in it is refused', async () => {
  await offer({ version: 9, never_inside: ['a[href="javascript:alert(1)"]'] })
  expect(await refreshSelectors(publicKey)).toEqual(BUNDLED_SELECTORS)
})

test('selectors that were changed on the disk are refused', async () => {
  await offer({ version: 9 })
  await refreshSelectors(publicKey)
  const { signed } = fake.local.values.creator_hub_selectors as { signed: { selectors: string; signature: string } } // safe: written above
  await fake.local.set({
    creator_hub_selectors: { signed: { ...signed, selectors: signed.selectors.replace('9', '99') } },
  })
  expect(await version()).toBe(BUNDLED_SELECTORS.version)
})
