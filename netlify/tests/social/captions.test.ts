import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { TextStream } from '#core/http/text-stream.ts'
import { socialPostsContract as contract } from '#core/social/posts/contract.ts'
import { startTestEmulator, type TestEmulator } from '../../../services/emulators/testing.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import captions from '../../functions/social-captions.ts'
import { createPostsWorld, type PostsWorld } from '../../testing/posts-world.ts'

let vendor: TestEmulator
let world: PostsWorld
let ann: TestPerson
let video: string
beforeAll(async () => {
  vendor = await startTestEmulator('anthropic')
  world = await createPostsWorld([new URL(vendor.url).origin])
  ann = await world.api.person('ann')
  video = (await world.video(ann, { title: 'Desk lamp' })).video_id
})
beforeEach(async () => {
  vi.unstubAllEnvs()
  await vendor.control.reset()
  for (const [name, value] of Object.entries(vendor.env)) vi.stubEnv(name, value)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await world.close()
  await vendor.close()
})

const write = (body: object = { video_id: video }) => world.api.call(captions, contract.writeCaption, { as: ann, body })
const codeOf = ({ status, problem }: { status: number; problem: { code: string } }) => `${status} ${problem.code}`
async function partsOf(stream: TextStream): Promise<string[]> {
  const parts: string[] = []
  for await (const part of stream) parts.push(part)
  return parts
}
const used = async () => {
  const [row] = await world.api.host.sql<{ used: number }>(
    `select coalesce(sum(used), 0)::int as used from private.vendor_usage where vendor = 'anthropic'`,
  )
  return row?.used
}

describe('POST /api/social-captions', () => {
  test('200 the text as it is written, about the product, for one caption of the share', async () => {
    await vendor.control.seed({ answers: [{ when: 'Desk lamp', text: 'A bright lamp for every desk. #lamp' }] })
    const before = (await used()) ?? 0
    const { status, headers, body } = await write({ video_id: video, network: 'instagram', wish: 'Say it is bright' })
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect((await partsOf(body)).join('')).toBe('A bright lamp for every desk. #lamp')
    expect(await used()).toBe(before + 1)
  })

  test('200 a text that breaks off fails while it is read, so that half a caption is never taken for a whole one', async () => {
    await vendor.control.seed({ answers: [{ text: 'A bright lamp for every desk.', is_malformed: true }] })
    const { status, body } = await write()
    expect(status).toBe(200)
    await expect(partsOf(body)).rejects.toThrow()
  })

  test('404 for a video of another workspace', async () => {
    const theirs = await world.video(await world.api.person())
    expect(codeOf(await write({ video_id: theirs.video_id }))).toBe('404 video_not_found')
  })

  test('409 without a key', async () => {
    vi.stubEnv('ANTHROPIC_API_KEY', '')
    expect(codeOf(await write())).toBe('409 provider_not_configured')
  })

  test('429 when the share of the day is used up, and nothing is asked', async () => {
    vi.stubEnv('WORKSPACE_CAPTIONS_PER_DAY', '0')
    expect(codeOf(await write())).toBe('429 quota_exceeded')
    expect(await vendor.control.requests()).toEqual([])
  })

  test('502 when the key is refused, which costs nothing', async () => {
    const before = await used()
    await vendor.control.seed({ rejected_keys: [vendor.env.ANTHROPIC_API_KEY ?? ''] })
    expect(codeOf(await write())).toBe('502 provider_failed')
    expect(await used()).toBe(before)
  })

  test('503 while the model is overloaded', async () => {
    await vendor.control.seed({ overloaded: 5 })
    expect(codeOf(await write())).toBe('503 provider_try_later')
  })
})
