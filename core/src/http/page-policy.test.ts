import { describe, expect, test } from 'vitest'
import { contentSecurityPolicy } from './page-policy.ts'

const directives = (policy: string): Record<string, string[]> =>
  Object.fromEntries(
    policy.split('; ').map((line) => {
      const [name = '', ...list] = line.split(' ')
      return [name, list]
    }),
  )
/** Whether a page may load that URL, as a browser matches a source list. */
function allows(list: string[] = [], url: string): boolean {
  const { origin, protocol, hostname } = new URL(url)
  return list.some((source) => {
    if (source === protocol || source === origin) return true
    return source.startsWith(`${protocol}//*.`) && hostname.endsWith(source.slice(`${protocol}//*`.length))
  })
}

const HOSTED = { SUPABASE_URL: 'https://abcdefgh.supabase.co/' }
const hosted = directives(contentSecurityPolicy(HOSTED))

test.each([
  ['Amazon', 'https://m.media-amazon.com/images/I/71a.jpg'],
  ['Amazon, older', 'https://images-na.ssl-images-amazon.com/images/I/71a.jpg'],
  ['eBay', 'https://i.ebayimg.com/images/g/x/s-l1600.jpg'],
  ['Keepa', 'https://graph.keepa.com/pricehistory.png'],
  ['the store', 'https://abcdefgh.supabase.co/storage/v1/object/sign/video-derivatives/a.jpg'],
  ['OneDrive for work', 'https://contoso-my.sharepoint.com/personal/dana/_layouts/15/download.aspx'],
  ['OneDrive at home', 'https://my.microsoftpersonalcontent.com/personal/x/_layouts/15/download.aspx'],
])('a page shows images of %s', (_, url) => {
  expect(allows(hosted['img-src'], url)).toBe(true)
})

test.each([
  ['sign-in and the store', 'https://abcdefgh.supabase.co/storage/v1/upload/resumable'],
  ['an upload to OneDrive for work', 'https://contoso-my.sharepoint.com/_api/v2.0/uploadSession'],
  ['an upload to OneDrive at home', 'https://public.bn.1drv.com/up/fe6987415ace7X4e1eF866337'],
])('a page may call %s, and play from there', (_, url) => {
  expect(allows(hosted['connect-src'], url)).toBe(true)
  expect(allows(hosted['media-src'], url)).toBe(true)
})

test.each([
  'https://evil.test/collect',
  'http://abcdefgh.supabase.co/',
  'https://other.supabase.co/',
  'https://abcdefgh.supabase.co.evil.test/',
  'https://notmedia-amazon.com/a.png',
])('a page neither calls nor shows %s', (url) => {
  for (const name of ['connect-src', 'img-src', 'media-src']) expect(allows(hosted[name], url)).toBe(false)
})

test('images are shown from Amazon, and nothing is sent there', () => {
  expect(allows(hosted['connect-src'], 'https://m.media-amazon.com/x')).toBe(false)
})

test('the environment adds sources, separated by spaces or commas', () => {
  const policy = directives(
    contentSecurityPolicy({
      ...HOSTED,
      CSP_CONNECT_SRC: 'https://errors.example.com',
      CSP_IMG_SRC: 'https://*.example.org, https://cdn.example.net:8443\n',
      KEEPA_IMAGE_BASE_URL: 'https://images.example.com/I',
    }),
  )
  expect(allows(policy['connect-src'], 'https://errors.example.com/1')).toBe(true)
  for (const url of ['https://a.example.org/', 'https://cdn.example.net:8443/', 'https://images.example.com/I/1.jpg']) {
    expect(allows(policy['img-src'], url)).toBe(true)
    expect(allows(policy['connect-src'], url)).toBe(false)
  }
})

test('an administrator can show images of every site', () => {
  const { 'img-src': images, 'connect-src': calls } = directives(
    contentSecurityPolicy({ ...HOSTED, CSP_IMG_SRC: 'https:' }),
  )
  expect(images).toContain('https:')
  expect(calls).not.toContain('https:')
})

test('a build that does not know the project allows every project of Supabase, and no other store', () => {
  expect(allows(directives(contentSecurityPolicy({}))['connect-src'], 'https://abcdefgh.supabase.co/')).toBe(true)
  expect(contentSecurityPolicy({ SUPABASE_URL: 'https://db.example.com' })).not.toContain('supabase.co')
})

describe('a wrong value is refused, with the name of its variable', () => {
  test.each([
    ["https://a.test; script-src 'unsafe-inline'"],
    ["'unsafe-eval'"],
    ['*'],
    ['https://*'],
    ['javascript:'],
    ['a.example.com'],
    ['https://a.test/path;x'],
  ])('%s', (value) => {
    expect(() => contentSecurityPolicy({ CSP_IMG_SRC: value })).toThrow(/^CSP_IMG_SRC: /)
    expect(() => contentSecurityPolicy({ CSP_CONNECT_SRC: value })).toThrow(/^CSP_CONNECT_SRC: /)
  })
  test.each(['not a url', 'ftp://a.test', "https://a.test;x'/"])('SUPABASE_URL %s', (url) => {
    expect(() => contentSecurityPolicy({ SUPABASE_URL: url })).toThrow(/^SUPABASE_URL/)
  })
})

test('scripts come from the site alone, and no page frames it', () => {
  expect(hosted['script-src']).toEqual(["'self'"])
  expect(hosted['frame-ancestors']).toEqual(["'none'"])
})
