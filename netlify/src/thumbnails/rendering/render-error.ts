/** Why a picture cannot be made of these inputs. `text_invalid`: too long, or its zone has no room at its minimum size. */
export type RenderCode = 'image_too_large' | 'image_type_refused' | 'image_invalid' | 'text_invalid'

/** An image or a text that is refused, with a sentence for people. Says nothing about where the image came from. */
export class RenderError extends Error {
  readonly code: RenderCode
  constructor(code: RenderCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'RenderError'
    this.code = code
  }
}
