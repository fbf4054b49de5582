import { z } from 'zod'
import { TaskCounts } from '../tasks/schema.ts'
import { ProductVideo } from './schema.ts'

/** A video in the list, with what it is of and how many of the tasks that carry it are where. */
export const ListedVideo = ProductVideo.extend({ product_title: z.string().nullable(), tasks: TaskCounts })
export type ListedVideo = z.infer<typeof ListedVideo>
