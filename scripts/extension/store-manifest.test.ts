import { expect, test } from 'vitest'
import manifest from '../../chrome-extension/manifest.json' with { type: 'json' }
import { storeManifest } from './store-manifest.ts'

const packed = (edition: 'production' | 'uat', extra: object = {}) =>
  storeManifest(JSON.stringify({ ...manifest, ...extra }), edition)

test('a package for the store has no key, the name of its edition, and no local address', () => {
  expect(packed('uat')).toMatchObject({ name: 'OpSyncPro UAT', action: { default_title: 'Open OpSyncPro UAT' } })
  expect(packed('production')).toMatchObject({ name: 'OpSyncPro', permissions: manifest.permissions })
  expect(packed('production')).not.toHaveProperty('key')
  expect(JSON.stringify(packed('production'))).not.toMatch(/127\.0\.0\.1|localhost/)
})

test('the policy of its pages allows scripts of the package only', () => {
  expect(packed('production')).toHaveProperty(
    'content_security_policy.extension_pages',
    expect.stringMatching(
      /^default-src 'none'; script-src 'self'; (?!.*unsafe-eval)(?!.*http:).*frame-ancestors 'none'$/,
    ),
  )
})

test.each([
  { content_scripts: [{ matches: ['http://127.0.0.1/*'], js: ['a.js'] }] },
  { host_permissions: ['http://localhost/*'] },
])('a manifest that names a local server is refused: %j', (extra) => {
  expect(() => packed('production', extra)).toThrow(/may not name http:/)
})
