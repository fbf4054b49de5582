import { z } from 'zod'

/** A file as an answer: what a contract with `file` answers instead of JSON. */
export const FileAnswer = z.object({
  /** With its extension. */
  filename: z.string(),
  content_type: z.string(),
  /** Shown by the browser instead of saved. Such a page loads nothing and runs no script. */
  is_page: z.boolean().optional(),
  bytes: z.instanceof(Uint8Array<ArrayBuffer>),
})
export type FileAnswer = z.infer<typeof FileAnswer>

/** `Content-Disposition` of a download (RFC 6266): an ASCII name for old clients, the real name for all others. */
export function contentDisposition(filename: string): string {
  const ascii = filename.replace(/[^\x20-\x7E]/g, '_').replace(/["\\]/g, '_')
  const encoded = encodeURIComponent(filename).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`)
  return `attachment; filename="${ascii}"${ascii === filename ? '' : `; filename*=UTF-8''${encoded}`}`
}

/** The file of a response. */
export async function readFileAnswer(response: Response): Promise<FileAnswer> {
  return {
    filename: filenameOf(response.headers.get('content-disposition')) ?? 'download',
    content_type: response.headers.get('content-type') ?? 'application/octet-stream',
    bytes: new Uint8Array(await response.arrayBuffer()),
  }
}

function filenameOf(disposition: string | null): string | null {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1]
  if (encoded) return decodeURIComponent(encoded)
  return /filename="([^"]*)"/i.exec(disposition ?? '')?.[1] ?? null
}
