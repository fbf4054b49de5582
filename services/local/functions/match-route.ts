export type Route = {
  /** The function's file name without its extension. */
  name: string
  /** `/api/products/:id`; `*` at the end matches the rest. */
  path: string
  /** Upper case; undefined answers every method. */
  methods: readonly string[] | undefined
}

export type RouteMatch<R extends Route = Route> =
  | { kind: 'found'; route: R; params: Record<string, string> }
  | { kind: 'method_not_allowed'; allowed: string[] }
  | { kind: 'not_found' }

/**
 * Picks the function for a request as Netlify does: the most specific path whose method matches; GET answers HEAD. A
 * path of its own with other methods is 'method_not_allowed', with the allowed methods.
 */
export function matchRoute<R extends Route>(routes: readonly R[], method: string, pathname: string): RouteMatch<R> {
  const segments = splitPath(pathname)
  const candidates = routes
    .flatMap((route) => {
      const params = matchPath(splitPath(route.path), segments)
      return params ? [{ route, params }] : []
    })
    .toSorted((a, b) => compareSpecificity(a.route.path, b.route.path))
  const wanted = method === 'HEAD' ? ['HEAD', 'GET'] : [method]
  const found = candidates.find(({ route }) => !route.methods || wanted.some((name) => route.methods?.includes(name)))
  if (found) return { kind: 'found', ...found }
  // A wildcard, such as that of preflight requests, says nothing about which addresses there are.
  const named = candidates.filter(({ route }) => !route.path.endsWith('*'))
  if (named.length === 0) return { kind: 'not_found' }
  return { kind: 'method_not_allowed', allowed: [...new Set(candidates.flatMap(({ route }) => route.methods ?? []))] }
}

const splitPath = (path: string): string[] => path.split('/').filter((segment) => segment !== '')

function matchPath(pattern: string[], segments: string[]): Record<string, string> | null {
  const params: Record<string, string> = {}
  for (const [index, part] of pattern.entries()) {
    if (part === '*') return segments.length >= index ? params : null
    const segment = segments[index]
    if (segment === undefined) return null
    if (!part.startsWith(':')) {
      if (part !== segment) return null
      continue
    }
    const value = decode(segment)
    if (value === null) return null
    params[part.slice(1)] = value
  }
  return segments.length === pattern.length ? params : null
}

/** null: the segment is not valid percent-encoding, so no route can match it. */
function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment)
  } catch {
    return null
  }
}

/** Segment by segment from the left: a word before a parameter before a wildcard. */
function compareSpecificity(a: string, b: string): number {
  const [left, right] = [splitPath(a), splitPath(b)]
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = rank(left[index]) - rank(right[index])
    if (difference !== 0) return difference
  }
  return 0
}

function rank(segment: string | undefined): number {
  if (segment === undefined) return 3
  if (segment === '*') return 2
  return segment.startsWith(':') ? 1 : 0
}
