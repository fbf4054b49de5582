import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { copyFile, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import { MAX_OBJECT_BYTES } from './limits.ts'
import { ObjectTooLargeError } from './object-too-large-error.ts'
import { parseByteRange, requestedBytes } from './requested-bytes.ts'

type ObjectMetadata = {
  cacheControl: string
  contentLength: number
  size: number
  mimetype: string
  lastModified: Date
  eTag: string
  contentRange?: string
  httpStatusCode: number
}

type Sidecar = { name: string; mimetype: string; cache_control: string }
type Body = ReadableStream | NodeReadableStream | Buffer | Uint8Array

/**
 * Objects as plain files, streamed both ways. Implements lite's `StorageAdapter` (the package exports no such class).
 * Files are named by the hash of the object's name: no name can leave the folder, be too long for the disk or be a file
 * and a folder at once. `<file>.json` beside it holds the name and the content type.
 */
export class FileStorage {
  readonly driver = undefined
  readonly #root: string

  constructor(root: string) {
    this.#root = resolve(root)
  }

  /** Removes leftovers of uploads whose process was killed. Call before the first upload. */
  async sweep(): Promise<void> {
    await rm(join(this.#root, '.incoming'), { recursive: true, force: true })
  }

  /** Streams the object; honors the `Range` of the current request. Throws ENOENT when the object does not exist. */
  async getObject(bucket: string, key: string) {
    const metadata = await this.headObject(bucket, key)
    const wanted = requestedBytes.getStore()
    const range = parseByteRange(wanted?.range, metadata.size)
    if (range === 'unsatisfiable') {
      if (wanted) Object.assign(wanted, { isUnsatisfiable: true, totalBytes: metadata.size })
      return { metadata, httpStatusCode: 416, body: Buffer.alloc(0) }
    }
    const path = this.#path(bucket, key)
    if (range === null) return { metadata, httpStatusCode: 200, body: stream(path) }
    const contentLength = range.end - range.start + 1
    const contentRange = `bytes ${range.start}-${range.end}/${metadata.size}`
    return {
      metadata: { ...metadata, contentLength, contentRange, httpStatusCode: 206 },
      httpStatusCode: 206,
      body: stream(path, range),
    }
  }

  /** Writes beside the target, flushes to disk, then renames, so an interrupted upload leaves nothing. */
  async uploadObject(
    bucket: string,
    key: string,
    _version: string | undefined,
    body: Body,
    contentType: string,
    cacheControl: string,
  ): Promise<ObjectMetadata> {
    const target = this.#path(bucket, key)
    const temporary = join(this.#root, '.incoming', randomUUID())
    await Promise.all([mkdir(dirname(target), { recursive: true }), mkdir(dirname(temporary), { recursive: true })])
    try {
      await pipeline(
        readable(body),
        limit(MAX_OBJECT_BYTES),
        createWriteStream(temporary, { flags: 'wx', flush: true }),
      )
      const sidecar: Sidecar = { name: key, mimetype: contentType, cache_control: cacheControl }
      await writeFile(`${temporary}.json`, JSON.stringify(sidecar), { flush: true })
      await rename(`${temporary}.json`, `${target}.json`)
      await rename(temporary, target)
      await flushFolder(dirname(target))
    } catch (error) {
      const request = requestedBytes.getStore()
      if (error instanceof ObjectTooLargeError && request) request.isTooLarge = true
      await Promise.all([rm(temporary, { force: true }), rm(`${temporary}.json`, { force: true })])
      throw error
    }
    return this.headObject(bucket, key)
  }

  async deleteObject(bucket: string, key: string): Promise<void> {
    const path = this.#path(bucket, key)
    await Promise.all([rm(path, { force: true }), rm(`${path}.json`, { force: true })])
  }

  async deleteObjects(bucket: string, keys: string[]): Promise<void> {
    await Promise.all(keys.map((key) => this.deleteObject(bucket, key)))
  }

  async copyObject(
    sourceBucket: string,
    source: string,
    _version: string | undefined,
    destinationBucket: string,
    destination: string,
  ): Promise<ObjectMetadata> {
    const from = this.#path(sourceBucket, source)
    const to = this.#path(destinationBucket, destination)
    await mkdir(dirname(to), { recursive: true })
    await copyFile(`${from}.json`, `${to}.json`)
    await copyFile(from, to)
    return this.headObject(destinationBucket, destination)
  }

  async headObject(bucket: string, key: string): Promise<ObjectMetadata> {
    const path = this.#path(bucket, key)
    const [{ size, mtime }, sidecar] = await Promise.all([stat(path), readSidecar(path)])
    return {
      cacheControl: sidecar.cache_control,
      contentLength: size,
      size,
      mimetype: sidecar.mimetype,
      lastModified: mtime,
      eTag: `"${size.toString(16)}-${mtime.getTime().toString(16)}"`,
      httpStatusCode: 200,
    }
  }

  async privateAssetUrl(): Promise<string> {
    return ''
  }

  #path(bucket: string, key: string): string {
    const hash = createHash('sha256').update(key).digest('hex')
    return join(this.#root, encodeURIComponent(bucket).replaceAll('.', '%2E'), hash.slice(0, 2), hash)
  }
}

async function readSidecar(path: string): Promise<Sidecar> {
  const fallback: Sidecar = { name: '', mimetype: 'application/octet-stream', cache_control: 'no-cache' }
  try {
    // safe: only uploadObject writes this file.
    return { ...fallback, ...(JSON.parse(await readFile(`${path}.json`, 'utf8')) as Partial<Sidecar>) }
  } catch {
    return fallback
  }
}

function stream(path: string, range?: { start: number; end: number }): NodeReadableStream {
  return Readable.toWeb(createReadStream(path, range))
}

function readable(body: Body): Readable {
  if (body instanceof Uint8Array) return Readable.from([body])
  // safe: the global ReadableStream and node:stream/web's are the same class with two type declarations.
  return Readable.fromWeb(body as NodeReadableStream)
}

function limit(maxBytes: number): Transform {
  let received = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length
      if (received > maxBytes) done(new ObjectTooLargeError(maxBytes))
      else done(null, chunk)
    },
  })
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
