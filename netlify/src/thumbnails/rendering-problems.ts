import { AppError } from '../errors.ts'
import { GuardedFetchError } from '../guarded-fetch/fetch-bytes.ts'
import { RenderError } from './rendering/render-error.ts'

/** Runs work with an image; what is wrong with the image becomes a problem that names it. */
export async function sayingProblem<T>(image: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof RenderError) {
      const sentence = error.code === 'text_invalid' ? error.message : `${image} cannot be used. ${error.message}`
      throw new AppError(error.code, sentence, {}, error)
    }
    if (error instanceof GuardedFetchError) {
      const code = error.code === 'too_large' ? 'image_too_large' : 'image_unreachable'
      throw new AppError(code, `${image} cannot be loaded. ${error.message} Check its link, then try again.`, {}, error)
    }
    throw error
  }
}
