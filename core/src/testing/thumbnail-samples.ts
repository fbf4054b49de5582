import type { TextLayer } from '../thumbnails/design.ts'

/** A text layer at the right half; white on whatever is under it. */
export const sampleLayer = (change: Partial<TextLayer> = {}): TextLayer => ({
  id: 'title',
  source: 'video_title',
  text: '',
  zone: { x: 52, y: 5, width: 46, height: 40 },
  min_px: 24,
  max_px: 80,
  max_lines: 2,
  align: 'left',
  vertical_align: 'top',
  color: '#FFFFFF',
  decoration: { kind: 'none' },
  ...change,
})
