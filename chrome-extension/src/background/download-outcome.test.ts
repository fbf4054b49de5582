import { expect, test } from 'vitest'
import type { DownloadRecord } from '../storage/items.ts'
import { updatedRecord } from './download-outcome.ts'

const running: DownloadRecord = {
  choice: { video_id: '0b5a7c1e-4d3f-4a7b-9c2d-1e8f6a5b4c3d', language: null },
  download_id: 3,
  filename: 'B0C1234567.mp4',
  path: null,
  state: 'in_progress',
  bytes_received: 0,
  total_bytes: null,
  reason: null,
  detail: null,
  started_at_ms: 1_000_000,
}
const found = { state: 'in_progress', bytesReceived: 5, totalBytes: 10, filename: 'C:\\Users\\ana\\B0C.mp4' } as const

test.each([
  ['progress', found, { bytes_received: 5, total_bytes: 10, filename: 'B0C.mp4', path: 'C:\\Users\\ana\\B0C.mp4' }],
  ['an unknown size', { ...found, totalBytes: -1 }, { total_bytes: null }],
  ['a file without a path yet', { ...found, filename: '' }, { filename: 'B0C1234567.mp4' }],
  ['the end', { ...found, state: 'complete' as const }, { state: 'complete', reason: null }],
  ['an interruption', { ...found, state: 'interrupted' as const, error: 'FILE_NO_SPACE' }, { reason: 'FILE_NO_SPACE' }],
  ['an interruption without a reason', { ...found, state: 'interrupted' as const }, { reason: 'LOST' }],
  ['a download Chrome does not know', undefined, { state: 'interrupted', reason: 'LOST' }],
])('%s', (_name, item, expected) => {
  expect(updatedRecord(running, item, 1_000_000)).toMatchObject(expected)
})

test('a download that never began is lost after a minute, not before', () => {
  const starting = { ...running, state: 'starting' as const, download_id: null }
  expect(updatedRecord(starting, undefined, 1_059_000)).toMatchObject({ state: 'starting' })
  expect(updatedRecord(starting, undefined, 1_061_000)).toMatchObject({ state: 'interrupted', reason: 'LOST' })
})

test('a finished download stays finished, even when Chrome forgets it', () => {
  const done = { ...running, state: 'complete' as const }
  expect(updatedRecord(done, undefined, 1_000_000)).toBe(done)
})
