import { z } from 'zod'

/** Amazon's, eBay's and Keepa's images of products and listings. */
const IMAGE_HOSTS = [
  'https://m.media-amazon.com',
  'https://*.media-amazon.com',
  'https://*.ssl-images-amazon.com',
  'https://*.ebayimg.com',
  'https://ebayimg.com',
  'https://*.ebaystatic.com',
  'https://*.keepa.com',
] as const

/** Where Instagram and Facebook serve what people send in messages. */
const MESSAGE_HOSTS = ['https://*.cdninstagram.com', 'https://*.fbcdn.net', 'https://*.fbsbx.com'] as const

/** Where Microsoft takes and serves files and previews of a OneDrive; they differ from account to account. */
const ONEDRIVE_HOSTS = [
  'https://graph.microsoft.com',
  'https://*.sharepoint.com',
  'https://*.microsoftpersonalcontent.com',
  'https://*.1drv.com',
  'https://*.onedrive.com',
  'https://api.onedrive.com',
  'https://onedrive.live.com',
  'https://*.onedrive.live.com',
  'https://*.livefilestore.com',
  'https://*.storage.live.com',
  'https://*.svc.ms',
] as const

/** The store of a project whose URL the build does not know. */
const ANY_PROJECT = 'https://*.supabase.co'

/** `https:`, or an origin, which may begin with `*.` and have a port. Nothing that could begin a directive of its own. */
const Source = z
  .string()
  .regex(/^(?:https?:|wss?:|data:|blob:|(?:https?|wss?):\/\/(?:\*\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::\d{1,5})?)$/)

const sources = (text: string | undefined) => (text ?? '').split(/[\s,]+/).filter(Boolean)

/** The part of the environment that decides what a page may do. */
export type PageEnvironment = Readonly<
  Partial<Record<'SUPABASE_URL' | 'KEEPA_IMAGE_BASE_URL' | 'CSP_CONNECT_SRC' | 'CSP_IMG_SRC', string | undefined>>
>

type Options = {
  /** Origins of this machine, which have no https. */
  localOrigins?: readonly string[]
  /** Vite's dev client is an inline module and opens a socket. */
  isDev?: boolean
}

/**
 * The `Content-Security-Policy` of the dashboard's pages. They call the API, sign-in and the stores of files; they show
 * images of Amazon, eBay, Keepa, Instagram and those stores. `CSP_CONNECT_SRC` and `CSP_IMG_SRC` add sources. Throws an `Error` that
 * names a variable with a wrong value.
 */
export function contentSecurityPolicy(
  env: PageEnvironment,
  { localOrigins = [], isDev = false }: Options = {},
): string {
  const store = originOf('SUPABASE_URL', env.SUPABASE_URL) ?? ANY_PROJECT
  const catalog = originOf('KEEPA_IMAGE_BASE_URL', env.KEEPA_IMAGE_BASE_URL)
  const connect = [store, ...ONEDRIVE_HOSTS, ...read(env, 'CSP_CONNECT_SRC'), ...localOrigins]
  const images = [
    ...IMAGE_HOSTS,
    ...MESSAGE_HOSTS,
    ...(catalog === undefined ? [] : [catalog]),
    ...read(env, 'CSP_IMG_SRC'),
  ]
  const policy: Record<string, readonly string[]> = {
    'default-src': ["'self'"],
    'script-src': ["'self'", ...(isDev ? ["'unsafe-inline'"] : [])],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:', ...connect, ...images],
    // A store that takes a video also plays it.
    'media-src': ["'self'", 'blob:', ...connect],
    'font-src': ["'self'", 'data:'],
    'connect-src': ["'self'", ...(isDev ? ['ws:'] : []), ...connect],
    'object-src': ["'none'"],
    'base-uri': ["'self'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  }
  return Object.entries(policy)
    .map(([name, list]) => [name, ...new Set(list)].join(' '))
    .join('; ')
}

function originOf(name: string, url: string | undefined): string | undefined {
  if (!url) return undefined
  const origin = URL.parse(url)?.origin
  if (!origin || !Source.safeParse(origin).success) throw new Error(`${name} is not the URL of a server.`)
  return origin
}

function read(env: PageEnvironment, name: 'CSP_CONNECT_SRC' | 'CSP_IMG_SRC'): string[] {
  const list = sources(env[name])
  const wrong = list.find((source) => !Source.safeParse(source).success)
  if (wrong === undefined) return list
  throw new Error(
    `${name}: ${wrong} is no source. Write origins such as https://images.example.com or https://*.example.com.`,
  )
}
