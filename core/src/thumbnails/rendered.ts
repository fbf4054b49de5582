import { z } from 'zod'

/** A text layer as it was drawn. */
export const FittedText = z.object({
  layer_id: z.string(),
  font_px: z.number().int(),
  lines: z.array(z.string()),
  /** The text ends with an ellipsis, because it does not fit at the minimum size. */
  truncated: z.boolean(),
})
export type FittedText = z.infer<typeof FittedText>

/** Something about a finished thumbnail that a person should know. */
export const ThumbnailWarning = z.object({
  code: z.enum(['glyph_missing', 'text_truncated', 'image_small']),
  layer_id: z.string().nullable(),
  /** `glyph_missing`: the characters that no font has, each once. */
  characters: z.string().nullable(),
  message: z.string(),
})
export type ThumbnailWarning = z.infer<typeof ThumbnailWarning>
