/**
 * supabase-lite 0.10 lists every object below a prefix with its whole name and row; a hosted project lists one folder:
 * names are relative to it, and each subfolder appears once, without an id.
 */
export async function listFolder(request: Request, next: (request: Request) => Promise<Response>): Promise<Response> {
  const wanted = parseWanted(await request.json().catch(() => ({})))
  const folder = wanted.prefix === '' || wanted.prefix.endsWith('/') ? wanted.prefix : `${wanted.prefix}/`
  const headers = new Headers(request.headers)
  headers.delete('content-length')
  const body = JSON.stringify({ prefix: folder, sortBy: wanted.sortBy })
  const response = await next(new Request(request.url, { method: 'POST', headers, body }))
  if (!response.ok) return response
  // safe: lite answers the rows of storage.objects.
  const objects = (await response.json()) as StoredObject[]
  const entries = fold(objects, folder).filter((entry) => entry.name.includes(wanted.search))
  return Response.json(entries.slice(wanted.offset, wanted.offset + wanted.limit), { status: response.status })
}

type StoredObject = { name: string } & Record<string, unknown>
type Entry = { name: string } & Record<string, unknown>
type Wanted = {
  prefix: string
  limit: number
  offset: number
  search: string
  sortBy: { column: string; order: string }
}

function parseWanted(body: unknown): Wanted {
  // safe: every field is checked before use.
  const input = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const sortBy = input.sortBy as Partial<Wanted['sortBy']> | undefined
  const column = String(sortBy?.column ?? 'name')
  return {
    prefix: typeof input.prefix === 'string' ? input.prefix.replace(/^\/+/, '') : '',
    limit: typeof input.limit === 'number' ? input.limit : 100,
    offset: typeof input.offset === 'number' ? input.offset : 0,
    search: typeof input.search === 'string' ? input.search : '',
    sortBy: {
      column: ['name', 'created_at', 'updated_at', 'last_accessed_at'].includes(column) ? column : 'name',
      order: sortBy?.order === 'desc' ? 'desc' : 'asc',
    },
  }
}

function fold(objects: StoredObject[], folder: string): Entry[] {
  const entries = new Map<string, Entry>()
  for (const object of objects) {
    const [first = '', ...deeper] = object.name.slice(folder.length).split('/')
    if (deeper.length > 0) entries.set(`${first}/`, folderEntry(first))
    else entries.set(first, { ...object, name: first })
  }
  return [...entries.values()]
}

function folderEntry(name: string): Entry {
  return { name, id: null, updated_at: null, created_at: null, last_accessed_at: null, metadata: null }
}

/** lite answers the row and the file's facts separately; a hosted project answers one flat object. */
export function flatInfo(row: Record<string, unknown>): Record<string, unknown> {
  // safe: lite adds what the storage adapter says about the file.
  const file = (row.httpMetadata ?? {}) as Record<string, unknown>
  return {
    id: row.id,
    name: row.name,
    version: row.version,
    bucket_id: row.bucket_id,
    size: file.size,
    content_type: file.mimetype,
    cache_control: file.cacheControl,
    etag: file.eTag,
    last_modified: file.lastModified,
    created_at: row.created_at,
    metadata: row.user_metadata ?? {},
  }
}
