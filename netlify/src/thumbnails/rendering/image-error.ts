/** Why an image cannot be used. */
export type ImageCode = 'image_too_large' | 'image_type_refused' | 'image_invalid'

/** An image that is refused, with a sentence for people. Says nothing about where the image came from. */
export class ImageError extends Error {
  readonly code: ImageCode
  constructor(code: ImageCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'ImageError'
    this.code = code
  }
}
