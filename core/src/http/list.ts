import { z } from 'zod'

/** The input of every list: cursor pages, limited, counted only on request. */
export const ListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
  count: z.stringbool().default(false),
})

/** The answer of every list. `next_cursor` is null on the last page; `total` is present with `count=true`. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    next_cursor: z.string().nullable(),
    total: z.number().int().optional(),
  })

/** An optional filter that a form may send empty. */
export const optionalText = (maxLength: number) => z.string().trim().max(maxLength).optional()
