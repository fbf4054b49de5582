import { expect, test } from 'vitest'
import type { DownloadRecord } from '../../storage/items.ts'
import { interruptionWords, progressWords } from './download-words.ts'

test.each([
  ['NETWORK_TIMEOUT', 'The connection was lost.'],
  ['FILE_NO_SPACE', 'The disk is full. Make room, then try again.'],
  ['SERVER_FORBIDDEN', 'The download link expired. Try again to get a new one.'],
  ['SERVER_UNREACHABLE', 'The file store did not deliver the file.'],
  ['FILE_NAME_TOO_LONG', 'The file could not be saved.'],
  ['USER_CANCELED', 'You cancelled it.'],
  ['SOMETHING_NEW', 'Chrome did not say why.'],
  [null, 'Chrome did not say why.'],
])('%s reads as: %s', (reason, words) => {
  expect(interruptionWords({ reason, detail: null })).toBe(words)
})

test("the API's own sentence is shown before ours", () => {
  expect(interruptionWords({ reason: 'NOT_STARTED', detail: "We can't find this video" })).toBe(
    "We can't find this video.",
  )
})

test.each([
  [450, 1000, '45% of 1 kB'],
  [999, 1000, '99% of 1 kB'],
  [2500, null, '2.5 kB so far'],
  [0, null, 'Starting …'],
])('%d of %j bytes reads as: %s', (bytes_received, total_bytes, words) => {
  const record: DownloadRecord = {
    choice: { video_id: '0b5a7c1e-4d3f-4a7b-9c2d-1e8f6a5b4c3d', language: null },
    download_id: 1,
    path: null,
    filename: 'x.mp4',
    state: 'in_progress',
    bytes_received,
    total_bytes,
    reason: null,
    detail: null,
    started_at_ms: 0,
  }
  expect(progressWords(record)).toBe(words)
})
