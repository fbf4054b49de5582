import { beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { type FakeChrome, installFakeChrome } from '../../testing/fake-chrome.ts'
import { sessionItem, settingsItem } from './items.ts'
import { defineItem } from './stored-item.ts'

let fake: FakeChrome
beforeEach(() => {
  fake = installFakeChrome()
})

const countItem = defineItem({ area: 'session', key: 'count', schema: z.object({ n: z.number() }), fallback: { n: 0 } })

test('an item that was never written has its default', async () => {
  expect(await sessionItem.read()).toEqual({ state: 'signed_out', reason: 'never' })
  expect(await settingsItem.read()).toEqual({ origin: 'http://127.0.0.1:8888' })
})

test('a corrupt item has its default', async () => {
  await fake.local.set({ session: { state: 'signed_in', access_token: 7 }, settings: 'x' })
  expect(await sessionItem.read()).toEqual({ state: 'signed_out', reason: 'never' })
  expect(await settingsItem.read()).toEqual({ origin: 'http://127.0.0.1:8888' })
})

test('changes made at the same time all count', async () => {
  await Promise.all(Array.from({ length: 20 }, () => countItem.update(({ n }) => ({ n: n + 1 }))))
  expect(await countItem.read()).toEqual({ n: 20 })
})

test('a listener gets each new value until it stops', async () => {
  const seen: number[] = []
  const stop = countItem.subscribe(({ n }) => seen.push(n))
  await countItem.write({ n: 1 })
  await countItem.write({ n: 2 })
  stop()
  await countItem.write({ n: 3 })
  expect(seen).toEqual([1, 2])
})
