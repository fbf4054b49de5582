import { crc32, deflateSync } from 'node:zlib'

/** Red, green, blue, 0 to 255. */
export type Color = readonly [number, number, number]

/** A true-color PNG; `colorAt` is called once per pixel. */
export function encodePng(widthPx: number, heightPx: number, colorAt: (x: number, y: number) => Color): Buffer {
  const stride = widthPx * 3 + 1
  const raw = Buffer.alloc(stride * heightPx)
  for (let y = 0; y < heightPx; y++) {
    let at = y * stride + 1
    for (let x = 0; x < widthPx; x++) {
      const [red, green, blue] = colorAt(x, y)
      raw[at++] = red
      raw[at++] = green
      raw[at++] = blue
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(widthPx, 0)
  header.writeUInt32BE(heightPx, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(raw, { level: 1 })), chunk('IEND')])
}

function chunk(type: string, data = Buffer.alloc(0)): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(typed.length + 8)
  framed.writeUInt32BE(data.length, 0)
  typed.copy(framed, 4)
  framed.writeUInt32BE(crc32(typed), typed.length + 4)
  return framed
}
