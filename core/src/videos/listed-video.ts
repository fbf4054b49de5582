import { z } from 'zod'
import { TaskCounts } from '../tasks/schema.ts'
import { ThumbnailStep } from '../thumbnails/schema.ts'
import { ProductVideo } from './schema.ts'

/** A video in the list, with its product and the number of its tasks in each status. */
export const ListedVideo = ProductVideo.extend({
  product_title: z.string().nullable(),
  tasks: TaskCounts,
  /** The thumbnail of the video's product; null while nothing has asked for one. */
  thumbnail: ThumbnailStep.nullable(),
  /** The number of its posts on social networks; `failed` counts those that failed on some accounts as well. */
  posts: z.object({
    scheduled: z.number().int(),
    publishing: z.number().int(),
    posted: z.number().int(),
    failed: z.number().int(),
  }),
})
export type ListedVideo = z.infer<typeof ListedVideo>
