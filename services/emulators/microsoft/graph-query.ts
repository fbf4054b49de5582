import { invalidRequest } from './graph-error.ts'

/** The OData options a request may carry. */
export type GraphQuery = {
  select: string[] | undefined
  top: number | undefined
  skipToken: string | undefined
  orderBy: { field: string; isDescending: boolean } | undefined
  expandsThumbnails: boolean
}

const MAX_TOP = 999
const SORTABLE = new Set(['name', 'size', 'lastModifiedDateTime', 'createdDateTime'])

/**
 * Reads `$select`, `$top`, `$skiptoken`, `$orderby` and `$expand`, with or without the dollar; refuses what OneDrive
 * does not support, including `$skip`.
 */
export function readGraphQuery(url: URL): GraphQuery {
  const options = new Map<string, string>()
  for (const [name, value] of url.searchParams) {
    const option = name.toLowerCase().replace(/^\$/, '')
    if (['select', 'top', 'skiptoken', 'orderby', 'expand'].includes(option)) options.set(option, value)
    else if (name.startsWith('$'))
      throw invalidRequest(`The query option '${name}' is not supported`, 'invalidQueryOption')
  }
  return {
    select: options
      .get('select')
      ?.split(',')
      .map((field) => field.trim()),
    top: readTop(options.get('top')),
    skipToken: options.get('skiptoken'),
    orderBy: readOrder(options.get('orderby')),
    expandsThumbnails: readExpand(options.get('expand')),
  }
}

function readTop(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const top = Number(text)
  if (!/^\d+$/.test(text) || top < 1 || top > MAX_TOP)
    throw invalidRequest(`Invalid value '${text}' for $top`, 'invalidQueryOption')
  return top
}

function readOrder(text: string | undefined): GraphQuery['orderBy'] {
  if (text === undefined) return undefined
  const [field = '', direction = 'asc', ...rest] = text.trim().split(/\s+/)
  if (!SORTABLE.has(field) || !['asc', 'desc'].includes(direction) || rest.length > 0) {
    throw invalidRequest(`Cannot order by '${text}'`, 'invalidQueryOption')
  }
  return { field, isDescending: direction === 'desc' }
}

function readExpand(text: string | undefined): boolean {
  if (text === undefined) return false
  if (text !== 'thumbnails') throw invalidRequest(`Cannot expand '${text}'`, 'invalidQueryOption')
  return true
}
