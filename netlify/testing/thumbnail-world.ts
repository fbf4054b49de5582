import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { thumbnailTemplatesContract } from '#core/thumbnails/contract.ts'
import type { Design } from '#core/thumbnails/design.ts'
import type { TestPerson } from '../../services/local/testing/create-test-host.ts'
import templateUpload from '../functions/thumbnail-template-upload.ts'
import templates from '../functions/thumbnail-templates.ts'
import { openSharp } from '../src/thumbnails/rendering/open-sharp.ts'
import { createTestApi } from './create-test-api.ts'

/** A whole frame for the product, without text. */
export const DESIGN: Design = {
  placement_zone: { x: 0, y: 0, width: 50, height: 100 },
  fit: 'contain',
  background: null,
  removes_white_background: false,
  layers: [],
}

/** A plain picture of this color. */
export async function picture(
  color: string,
  { width = 400, height = 300, type = 'png' }: { width?: number; height?: number; type?: 'png' | 'jpeg' } = {},
): Promise<Buffer> {
  const sharp = await openSharp()
  const plain = sharp({ create: { width, height, channels: 3, background: color } })
  return type === 'png' ? plain.png().toBuffer() : plain.jpeg().toBuffer()
}

/** The functions against the real database, with a server of product images that local mode allows. */
export async function createThumbnailWorld() {
  const api = await createTestApi()
  const images = new Map<string, RequestListener>()
  const requested: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    requested.push(path)
    const answer = images.get(path)
    if (answer) answer(request, response)
    else response.writeHead(404).end('nothing')
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // safe: it listens on a port
  process.env.OPSYNCPRO_ENVIRONMENT = 'local'
  process.env.FETCH_LOCAL_ORIGINS = origin

  const upload = async (as: TestPerson, bytes: Buffer, mimeType = 'image/png'): Promise<string> => {
    const { body } = await api.call(templateUpload, thumbnailTemplatesContract.upload, {
      as,
      body: { file_size: Math.min(bytes.length, 1000), mime_type: mimeType },
    })
    const sent = await fetch(body.upload_url, {
      method: body.method,
      headers: body.headers,
      body: new Uint8Array(bytes),
    })
    if (!sent.ok) throw new Error(`The store answered ${sent.status}`)
    return body.upload_session_id
  }

  return {
    api,
    origin,
    /** The paths that were asked of the image server. */
    requested,
    /** Serves an image and answers its link. */
    serve(path: string, answer: Buffer | RequestListener, contentType = 'image/png'): string {
      images.set(
        path,
        typeof answer === 'function'
          ? answer
          : (_, response) => void response.writeHead(200, { 'content-type': contentType }).end(answer),
      )
      return `${origin}${path}`
    },
    upload,
    async owner(of: TestPerson, name: string): Promise<string> {
      const [row] = await api.host.sql<{ id: string }>(
        `insert into public.crm_owners (workspace_id, name, title_prefix)
         select current_workspace_id, $2, 'Real' from public.users where id = $1 returning id`,
        [of.userId, name],
      )
      return row?.id ?? ''
    },
    /** A product, with its primary owner when one is named. */
    async product(
      of: TestPerson,
      {
        asin,
        image_url = null,
        title = 'Lamp',
        owner_id,
      }: { asin: string; image_url?: string | null; title?: string; owner_id?: string },
    ): Promise<string> {
      const [row] = await api.host.sql<{ id: string }>(
        `insert into public.sourced_products (workspace_id, asin, title, video_title, image_url, created_by)
         select current_workspace_id, $2, $3, $3, $4, id from public.users where id = $1 returning id`,
        [of.userId, asin, title, image_url],
      )
      const id = row?.id ?? ''
      if (owner_id) {
        await api.host.sql(
          `insert into public.product_owners (workspace_id, product_id, owner_id)
           select workspace_id, id, $2 from public.sourced_products where id = $1`,
          [id, owner_id],
        )
      }
      return id
    },
    async template(as: TestPerson, ownerId: string, change: Record<string, unknown> = {}, image?: Buffer) {
      const upload_session_id = await upload(as, image ?? (await picture('#224466')))
      const answer = await api.call(templates, thumbnailTemplatesContract.create, {
        as,
        body: { owner_id: ownerId, name: 'Blue', upload_session_id, ...DESIGN, ...change },
      })
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.problem))
      return answer.body
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await api.close()
    },
  }
}

export type ThumbnailWorld = Awaited<ReturnType<typeof createThumbnailWorld>>
