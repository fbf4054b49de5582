import { expect, test } from 'vitest'
import { fc } from '#core/testing/property.ts'
import { FILE_NAMES } from '../../testing/file-names.ts'
import { downloadPath, safeName } from './download-path.ts'

test.each(FILE_NAMES)('%j becomes %j', (name, safe) => {
  expect(safeName(name)).toBe(safe)
})

test.each([
  ['B0C1234567.mp4', 'OpSyncPro/B0C1234567/B0C1234567.mp4'],
  ['B0C1234567_thumbnail.jpg', 'OpSyncPro/B0C1234567/B0C1234567_thumbnail.jpg'],
  ['1234567890_Reel.mp4', 'OpSyncPro/1234567890/1234567890_Reel.mp4'],
  ['B0C12345678.mp4', 'OpSyncPro/Other/B0C12345678.mp4'],
  ['../../etc/passwd', 'OpSyncPro/Other/etc_passwd'],
])('%s is saved as %s', (name, path) => {
  expect(downloadPath(name)).toBe(path)
})

test('whatever the name, the path stays in its folder, has three parts, and is clean already', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
      const parts = downloadPath(name).split('/')
      expect(parts).toHaveLength(3)
      const [root, , file = ''] = parts
      expect(root).toBe('OpSyncPro')
      expect(file).not.toMatch(/^[. ]|[. ]$|[\\:*?"<>|\p{C}]/u)
      expect(safeName(file)).toBe(file)
      expect([...file].length).toBeLessThan(110)
    }),
  )
})
