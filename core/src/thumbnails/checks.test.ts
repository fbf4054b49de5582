import { describe, expect, test } from 'vitest'
import { sampleLayer } from '../testing/thumbnail-samples.ts'
import { checkDesign, contrast, layerContrast, rgbOf } from './checks.ts'
import { type Design, layerText, TextLayer } from './design.ts'

const layer = sampleLayer()
const design: Design = {
  placement_zone: { x: 0, y: 0, width: 50, height: 80 },
  fit: 'contain',
  background: null,
  removes_white_background: false,
  layers: [layer],
}
const codes = (change: Partial<Design>, measures: Parameters<typeof checkDesign>[1] = []) =>
  checkDesign({ ...design, ...change }, measures).map(({ code, layer_id }) => `${code} ${layer_id ?? 'product'}`)

test('contrast is that of WCAG 2.2', () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 5)
  expect(contrast(rgbOf('#777777'), rgbOf('#ffffff'))).toBeCloseTo(4.48, 2)
  expect(contrast([10, 20, 30], [10, 20, 30])).toBe(1)
})

describe('the contrast of a layer', () => {
  const white = [[250, 250, 250]] as const

  test('without decoration is that over the image', () => {
    expect(layerContrast(layer, white)).toBeLessThan(1.1)
  })

  test('with a plate is that over the plate, as far as it covers', () => {
    const plate = (opacity_percent: number): TextLayer['decoration'] => ({
      kind: 'plate',
      color: '#000000',
      opacity_percent,
      padding_px: 0,
      radius_px: 0,
    })
    expect(layerContrast({ ...layer, decoration: plate(100) }, white)).toBeCloseTo(21, 1)
    expect(layerContrast({ ...layer, decoration: plate(0) }, white)).toBeLessThan(1.1)
    expect(layerContrast({ ...layer, decoration: plate(60) }, white)).toBeGreaterThan(3)
  })

  test('with an outline is that over the outline', () => {
    const outline = (color: string): TextLayer['decoration'] => ({ kind: 'outline', color, width_px: 6 })
    expect(layerContrast({ ...layer, decoration: outline('#000000') }, white)).toBeCloseTo(21, 1)
    expect(layerContrast({ ...layer, decoration: outline('#FFFFFF') }, white)).toBeLessThan(1.1)
  })

  test('one dark speck does not fail a light sky', () => {
    const sky = [...Array<readonly [number, number, number]>(99).fill([0, 0, 80]), [255, 255, 255] as const]
    expect(layerContrast(layer, sky)).toBeGreaterThan(10)
    expect(layerContrast(layer, [...sky, ...sky.map(() => [255, 255, 255] as const)])).toBe(1)
  })
})

describe('the checks of a design', () => {
  test('find nothing in a good one', () => {
    expect(codes({})).toEqual([])
  })

  test.each([
    [
      'a product under the duration',
      { placement_zone: { x: 60, y: 60, width: 40, height: 40 } },
      ['under_duration product'],
    ],
    [
      'text under the duration',
      { layers: [{ ...layer, zone: { x: 60, y: 80, width: 40, height: 20 } }] },
      ['under_duration title'],
    ],
    [
      'text over the product',
      { layers: [{ ...layer, zone: { x: 40, y: 5, width: 40, height: 20 } }] },
      ['text_over_product title'],
    ],
    ['text that is always too small', { layers: [{ ...layer, min_px: 10, max_px: 30 }] }, ['text_too_small title']],
    ['a zone that ends outside', { placement_zone: { x: 0, y: 60, width: 50, height: 50 } }, ['outside_frame product']],
  ])('find %s', (_, change, expected) => {
    expect(codes(change)).toEqual(expected)
  })

  test('of a drawn text say its size, contrast and cut', () => {
    const samples = [[255, 255, 255] as const]
    const measure = { layer_id: 'title', font_px: 30, truncated: true, samples }
    expect(codes({}, [measure])).toEqual(['text_too_small title', 'low_contrast title', 'text_truncated title'])
    expect(codes({}, [{ ...measure, font_px: 36, truncated: false, samples: [[0, 0, 0]] }])).toEqual([])
  })
})

describe('the text of a layer', () => {
  const texts = { video_title: 'Real -\u0000 Lamp\u0007\nTwo ', owner_prefix: 'Real' }

  test.each([
    ['video_title', 'Real - Lamp Two'],
    ['owner_prefix', 'Real'],
    ['free_text', 'NEW'],
  ] as const)('of %s is %j', (source, expected) => {
    expect(layerText({ source, text: ' NEW ' }, texts).replace(/\s+/g, ' ')).toBe(expected)
  })
})

test.each([
  [{ min_px: 90, max_px: 80 }],
  [{ min_px: 2 }],
  [{ max_lines: 0 }],
  [{ color: 'red' }],
  [{ id: 'Title 1' }],
  [{ decoration: { kind: 'shadow' } }],
  [{ zone: { x: 0, y: 0, width: 101, height: 10 } }],
])('a layer with %j is refused', (change) => {
  expect(TextLayer.safeParse({ ...layer, ...change }).success).toBe(false)
})
