import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { ebayContract } from '#core/connections/ebay.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import ebayStatus from '../../functions/ebay-status.ts'
import { createEbayWorld, type EbayWorld } from '../../testing/ebay-world.ts'

let world: EbayWorld
let ann: TestPerson
let ben: TestPerson
beforeAll(async () => {
  world = await createEbayWorld()
  ann = await world.api.person('Ann')
  ben = await world.api.person('Ben')
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.reset()
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

const stateOf = async (as: TestPerson) => (await world.api.call(ebayStatus, ebayContract.status, { as })).body.state

describe('one eBay account and two workspaces', () => {
  test('the second workspace is refused by name, and the first stays connected', async () => {
    await world.connect(ann)
    expect(await world.comeBack(await world.signIn(ben))).toBe('/connections?ebay=failed&code=ebay_account_taken')
    expect([await stateOf(ann), await stateOf(ben)]).toEqual(['connected', 'not_connected'])
    const tokens = await world.api.host.sql<{ workspace_id: string }>(
      `select workspace_id from private.connections where provider = 'ebay'`,
    )
    expect(tokens).toEqual([{ workspace_id: await world.workspaceOf(ann) }])
  })
  test('after a disconnect there the second workspace connects', async () => {
    await world.connect(ann)
    await world.api.call(ebayStatus, ebayContract.disconnect, { as: ann })
    await world.connect(ben)
    expect([await stateOf(ann), await stateOf(ben)]).toEqual(['not_connected', 'connected'])
  })
  test('the same workspace connects its account again', async () => {
    await world.connect(ann)
    await world.connect(ann)
    expect(await stateOf(ann)).toBe('connected')
  })
})
