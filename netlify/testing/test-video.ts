/**
 * The smallest files of each type: an MP4 (and MOV, WEBM) by its first bytes, padded to `size` bytes with varied
 * content, so that a truncated or shuffled copy differs.
 */
export function testVideo(size: number, kind: 'mp4' | 'mov' | 'webm' = 'mp4'): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  for (let i = 0; i < size; i += 1) bytes[i] = (i * 31 + (i >> 8)) & 0xff
  bytes.set(HEADS[kind])
  return bytes
}

const ascii = (text: string) => [...text].map((char) => char.charCodeAt(0))

// ISO 14496-12 `ftyp` box: size, type, major brand, minor version, compatible brands. WebM: an EBML head with DocType.
const ftyp = (brand: string) => [
  0,
  0,
  0,
  24,
  ...ascii('ftyp'),
  ...ascii(brand),
  0,
  0,
  2,
  0,
  ...ascii(brand),
  ...ascii('mp41'),
]
const HEADS = {
  mp4: ftyp('isom'),
  mov: ftyp('qt  '),
  webm: [
    0x1a,
    0x45,
    0xdf,
    0xa3,
    0x93,
    0x42,
    0x82,
    0x84,
    ...ascii('webm'),
    0x42,
    0x87,
    0x81,
    0x02,
    0x42,
    0x85,
    0x81,
    0x02,
    0x18,
    0x53,
    0x80,
    0x67,
  ],
}
