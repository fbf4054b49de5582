import { describe, expect, test } from 'vitest'
import { AddressRefused, isPublicIp, judgeUrl } from './judge-address.ts'

const REFUSED: readonly [name: string, url: string][] = [
  ['loopback', 'http://127.0.0.1/'],
  ['loopback, any of its addresses', 'https://127.9.8.7/a.jpg'],
  ['hexadecimal', 'http://0x7f000001/'],
  ['one decimal number', 'http://2130706433/'],
  ['octal', 'http://0177.0.0.1/'],
  ['short', 'http://127.1/'],
  ['hexadecimal parts', 'http://0x7f.0.0.0x1/'],
  ['full-width digits', 'http://１２７.０.０.１/'],
  ['percent-encoded', 'http://%31%32%37.0.0.1/'],
  ['octal in one number', 'http://017700000001/'],
  ['hexadecimal with many zeros', 'http://0x00000000000000007f000001/'],
  ['short, of three parts', 'http://127.0.1/'],
  ['one digit', 'http://0/'],
  ['ideographic dots', 'http://127。0。0。1/'],
  ['full-width dots', 'http://127．0．0．1/'],
  ['digits in circles', 'http://①②⑦.⓪.⓪.①/'],
  ['a tab in the middle', 'http://127.0.0.1\t/'],
  ['without its slashes', 'http:127.0.0.1'],
  ['with slashes the other way', 'http:\\\\127.0.0.1\\'],
  ['as the host before another name', 'http://127.0.0.1\\@images.example.com/'],
  ['behind a name that looks like the host', 'http://images.example.com:443@127.0.0.1/'],
  ['behind empty credentials', 'http://:@127.0.0.1/'],
  ['a number that is no address', 'http://4294967296/'],
  ['a dot at the end', 'http://127.0.0.1./'],
  ['the unspecified address', 'http://0.0.0.0/'],
  ['a private network 10', 'http://10.1.2.3/'],
  ['a private network 172', 'http://172.31.255.254/'],
  ['a private network 192', 'http://192.168.0.10/'],
  ['carrier-grade NAT', 'http://100.64.0.1/'],
  ['a metadata service', 'http://169.254.169.254/latest/meta-data'],
  ['a benchmark network', 'http://198.18.0.1/'],
  ['documentation', 'http://203.0.113.7/'],
  ['multicast', 'http://224.0.0.1/'],
  ['broadcast', 'http://255.255.255.255/'],
  ['IPv6 loopback', 'http://[::1]/'],
  ['IPv6 unspecified', 'http://[::]/'],
  ['IPv4-mapped', 'http://[::ffff:127.0.0.1]/'],
  ['IPv4-mapped, hexadecimal', 'http://[::ffff:7f00:1]/'],
  ['IPv4-compatible', 'http://[::127.0.0.1]/'],
  ['IPv4-compatible and public', 'http://[::8.8.8.8]/'],
  ['IPv4-mapped, in full', 'http://[0:0:0:0:0:ffff:7f00:1]/'],
  ['IPv4-mapped and of a metadata service', 'http://[::ffff:169.254.169.254]/'],
  ['IPv4-translated', 'http://[::ffff:0:7f00:1]/'],
  ['NAT64', 'http://[64:ff9b::7f00:1]/'],
  ['NAT64 of a public address', 'http://[64:ff9b::8.8.8.8]/'],
  ['6to4 of a public address', 'http://[2002:808:808::1]/'],
  ['site-local', 'http://[fec0::1]/'],
  ['an unassigned network', 'http://[4000::1]/'],
  ['the newer IPv6 documentation', 'http://[3fff::1]/'],
  ['discard-only', 'http://[100::1]/'],
  ['segment routing', 'http://[5f00::1]/'],
  ['a zone', 'http://[fe80::1%25eth0]/'],
  ['a zone of a mapped address', 'http://[::ffff:127.0.0.1%25lo]/'],
  ['local NAT64', 'http://[64:ff9b:1::a00:1]/'],
  ['6to4', 'http://[2002:7f00:1::]/'],
  ['Teredo', 'http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/'],
  ['unique local', 'http://[fd00::1]/'],
  ['link-local', 'http://[fe80::1]/'],
  ['IPv6 documentation', 'http://[2001:db8::1]/'],
  ['IPv6 multicast', 'http://[ff02::1]/'],
  ['localhost', 'http://localhost/'],
  ['localhost in capitals', 'http://LOCALHOST/'],
  ['localhost in full width', 'http://ｌｏｃａｌｈｏｓｔ/'],
  ['localhost with a soft hyphen', 'http://loc\u00adalhost/'],
  ['localhost with dots at the end', 'http://localhost../'],
  ['a name under localhost', 'https://a.localhost/'],
  ['a name of the network', 'http://printer.local/'],
  ['a metadata name', 'http://metadata.google.internal/'],
  ['another port', 'http://images.example.com:8080/a.jpg'],
  ['the port of SSH', 'https://images.example.com:22/'],
  ['port 0', 'http://images.example.com:0/'],
  ['a user without a password', 'https://user@images.example.com/'],
  ['credentials', 'https://user:secret@images.example.com/a.jpg'],
  ['a file', 'file:///etc/passwd'],
  ['data', 'data:image/png;base64,AAAA'],
  ['another scheme', 'ftp://images.example.com/a.jpg'],
  ['no link', 'images.example.com/a.jpg'],
]

describe('an address that a person or a vendor gave', () => {
  test.each(REFUSED)('is refused: %s', (_, url) => {
    expect(() => judgeUrl(url)).toThrow(AddressRefused)
  })

  test.each([
    'https://m.media-amazon.com/images/I/71abc.jpg',
    'http://images.example.com:80/a.jpg',
    'https://images.example.com:443/a.jpg',
    'https://8.8.8.8/a.jpg',
    'https://images.example.com:80/a.jpg',
    'http://images.example.com:0443/a.jpg',
    'https://images.example.com/a.jpg#@127.0.0.1',
    'https://[::ffff:8.8.8.8]/a.jpg',
    'https://[2606:4700::1111]/a.jpg',
  ])('is accepted: %s', (url) => {
    expect(judgeUrl(url).href).toBe(new URL(url).href)
  })

  test('of an emulator is accepted with exactly its own port', () => {
    const allowed = ['http://127.0.0.1:4101']
    expect(judgeUrl('http://127.0.0.1:4101/images/I/a.png', allowed).port).toBe('4101')
    for (const other of [
      'http://127.0.0.1:4102/',
      'http://127.0.0.1/',
      'https://127.0.0.1:4101/',
      'http://localhost:4101/',
    ]) {
      expect(() => judgeUrl(other, allowed)).toThrow(AddressRefused)
    }
  })

  test('says nothing about where it leads', () => {
    expect(() => judgeUrl('http://169.254.169.254/secret')).toThrow(/^This link leads to a private address\.$/)
  })
})

test.each([
  ...['', 'not-an-ip', '127.0.0.1', '127.1', '::1', '::ffff:10.0.0.1', '::ffff:a00:1', 'fe80::1%eth0', '::127.0.0.1'],
  ...['::8.8.8.8', '::808:808', '2606:4700::1111%eth0', '::1]/', '4000::1', '64:ff9b::1.1.1.1', '192.88.99.1'],
])('the resolved address %j is not public', (ip) => {
  expect(isPublicIp(ip)).toBe(false)
})

test.each(['8.8.8.8', '::ffff:8.8.8.8', '2606:4700::1111', '2A00:1450:4001:812::200E'])(
  'the resolved address %j is public',
  (ip) => {
    expect(isPublicIp(ip)).toBe(true)
  },
)
