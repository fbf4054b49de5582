import type { Design, LayerSource, TextLayer } from '#core/thumbnails/design.ts'
import type { Zone } from '#core/thumbnails/geometry.ts'

/** What is selected in the editor: the product's zone, or a text layer by its id. */
export const PRODUCT = 'product'

/** A design that works for most images: the product at the right, its title at the left. */
export const emptyDesign = (): Design => ({
  placement_zone: { x: 54, y: 12, width: 40, height: 70 },
  fit: 'contain',
  background: null,
  removes_white_background: true,
  layers: [],
})

const SOURCE_WORDS: Record<LayerSource, string> = {
  video_title: 'Video title',
  owner_prefix: "Owner's prefix",
  free_text: 'Free text',
}
export const sourceOptions = Object.entries(SOURCE_WORDS).map(([value, label]) => ({
  value: value as LayerSource, // safe: a key of the record above
  label,
}))

/** A layer's name in lists: what it draws, and which of several. */
export function layerName(layers: readonly TextLayer[], layer: TextLayer): string {
  const same = layers.filter(({ source }) => source === layer.source)
  const words = SOURCE_WORDS[layer.source]
  return same.length > 1 ? `${words} ${same.indexOf(layer) + 1}` : words
}

/** A new text layer with an id that no other layer has. */
export function newLayer(layers: readonly TextLayer[], source: LayerSource): TextLayer {
  let number = layers.length + 1
  while (layers.some(({ id }) => id === `text-${number}`)) number += 1
  return {
    id: `text-${number}`,
    source,
    text: source === 'free_text' ? 'Honest review' : '',
    // Each new layer begins below the one before.
    zone: { x: 5, y: Math.min(8 + layers.length * 22, 70), width: 46, height: 24 },
    min_px: 36,
    max_px: 96,
    max_lines: 3,
    align: 'left',
    vertical_align: 'middle',
    color: '#FFFFFF',
    decoration: { kind: 'outline', color: '#000000', width_px: 6 },
  }
}

/** The design with another zone for the product or for one layer. */
export function withZone(design: Design, selected: string, zone: Zone): Design {
  if (selected === PRODUCT) return { ...design, placement_zone: zone }
  return withLayer(design, selected, { zone })
}

export const withLayer = (design: Design, id: string, change: Partial<TextLayer>): Design => ({
  ...design,
  layers: design.layers.map((layer) => (layer.id === id ? { ...layer, ...change } : layer)),
})

export const isSameDesign = (a: Design, b: Design): boolean => JSON.stringify(a) === JSON.stringify(b)
