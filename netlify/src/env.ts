import { z } from 'zod'
import { MarketplaceCode } from '#core/marketplaces.ts'
import { trimEndOf } from '#core/trim-end.ts'

const Features = z
  .string()
  .default('')
  .transform((text) =>
    Object.fromEntries(
      text
        .split(',')
        .map((pair) => pair.trim().split('='))
        .flatMap(([name, url]) => (name && url ? [[name, url]] : [])),
    ),
  )

const List = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean),
  )

/** A URL to which paths are added. People write it with or without a slash at the end. */
const BaseUrl = z.url().transform((url) => trimEndOf(url, /\//))

/** How much of a shared vendor account one workspace may use in a day or a month. */
const Share = z.coerce.number().int().min(0).max(1_000_000_000)

const items = (text: string) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean)

/** `version:id:secret`, separated by commas. The version says the region: .1 North America, .2 Europe, .3 Far East. */
const CreatorsCredentials = z
  .string()
  .regex(/^\s*([23]\.[123]:[^:,\s]+:[^:,\s]+\s*(,\s*|$))*$/)
  .default('')
  .transform((text) =>
    items(text).map((item) => {
      const [version = '', id = '', secret = ''] = item.split(':')
      return { version, id, secret }
    }),
  )

/** `US=name-20`, separated by commas: the partner tag of each marketplace in which the account is an associate. */
const PartnerTags = z
  .string()
  .regex(/^\s*([A-Z]{2}=[\w-]{1,64}\s*(,\s*|$))*$/)
  .default('')
  .transform((text) => items(text).map((item) => item.split('=')))
  .pipe(z.array(z.tuple([MarketplaceCode, z.string()])))
  .transform((pairs): Partial<Record<MarketplaceCode, string>> => Object.fromEntries(pairs))

/** Every variable that the functions read, as `.env.example` explains them. */
const Env = z.object({
  SUPABASE_URL: BaseUrl,
  SUPABASE_ANON_KEY: z.string().min(1),
  SUPABASE_SERVICE_ROLE_KEY: z.string().min(1),
  /**
   * Set only where the project signs its tokens with a shared secret (the local host); otherwise the public keys are
   * fetched.
   */
  SUPABASE_JWT_SECRET: z.string().min(1).optional(),
  SITE_URL: BaseUrl,
  OPSYNCPRO_ENVIRONMENT: z.enum(['local', 'preview', 'production']).default('production'),
  OPSYNCPRO_EMULATORS: Features,
  ALLOWED_ORIGINS: List,
  ALLOWED_EXTENSION_IDS: List,
  /** The side panel's page in the Chrome Web Store. */
  PANEL_STORE_URL: BaseUrl.optional(),
  /** Local mode only: the folder of the built side panel. */
  PANEL_FOLDER: z.string().optional(),
  /** Local mode only: the emulators from which images may be fetched although they are on this machine. */
  FETCH_LOCAL_ORIGINS: List,
  ENCRYPTION_KEYS: z.string().optional(),
  /** Ed25519, PKCS #8 in DER and base64. */
  CREATOR_HUB_SIGNING_KEY: z.base64().optional(),
  WEBHOOK_SECRET: z.string().min(16).optional(),
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().positive().default(600),
  KEEPA_API_KEY: z.string().optional(),
  KEEPA_BASE_URL: BaseUrl.default('https://api.keepa.com'),
  KEEPA_IMAGE_BASE_URL: BaseUrl.default('https://m.media-amazon.com/images/I'),
  AMAZON_CREATORS_CREDENTIALS: CreatorsCredentials,
  AMAZON_CREATORS_PARTNER_TAGS: PartnerTags,
  AMAZON_CREATORS_BASE_URL: BaseUrl.default('https://creatorsapi.amazon'),
  AMAZON_CREATORS_TOKEN_URL: BaseUrl.optional(),
  AMAZON_CREATORS_PACE_MS: z.coerce.number().int().min(0).max(60_000).default(1000),
  AFTERSHIP_API_KEY: z.string().optional(),
  AFTERSHIP_BASE_URL: BaseUrl.default('https://api.aftership.com/tracking/2026-07'),
  AFTERSHIP_WEBHOOK_SECRET: z.string().optional(),
  ANTHROPIC_API_KEY: z.string().optional(),
  ANTHROPIC_BASE_URL: BaseUrl.default('https://api.anthropic.com'),
  ANTHROPIC_MODEL: z
    .string()
    .regex(/^[\w.:@-]{1,100}$/)
    .optional(),
  ELEVENLABS_API_KEY: z.string().optional(),
  ELEVENLABS_BASE_URL: BaseUrl.default('https://api.elevenlabs.io'),
  TRANSCODER_URL: BaseUrl.optional(),
  TRANSCODER_TOKEN: z.string().min(16).optional(),
  WORKSPACE_KEEPA_TOKENS_PER_DAY: Share.default(5000),
  WORKSPACE_AFTERSHIP_TRACKINGS_PER_MONTH: Share.default(200),
  WORKSPACE_ELEVENLABS_CREDITS_PER_MONTH: Share.default(50_000),
  WORKSPACE_TRANSCODER_MINUTES_PER_DAY: Share.default(240),
  WORKSPACE_CAPTIONS_PER_DAY: Share.default(100),
  MICROSOFT_CLIENT_ID: z.string().optional(),
  MICROSOFT_CLIENT_SECRET: z.string().optional(),
  MICROSOFT_TENANT: z.string().default('common'),
  MICROSOFT_LOGIN_URL: BaseUrl.default('https://login.microsoftonline.com'),
  MICROSOFT_GRAPH_URL: BaseUrl.default('https://graph.microsoft.com'),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z
    .string()
    .regex(/^([^<>\r\n]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/)
    .optional(),
  EBAY_ENVIRONMENT: z.enum(['production', 'sandbox']).default('production'),
  EBAY_CLIENT_ID: z.string().optional(),
  EBAY_CLIENT_SECRET: z.string().optional(),
  EBAY_RUNAME: z.string().optional(),
  EBAY_VERIFICATION_TOKEN: z
    .string()
    .regex(/^[\w-]{32,80}$/)
    .optional(),
  EBAY_API_BASE_URL: BaseUrl.optional(),
  EBAY_APIZ_BASE_URL: BaseUrl.optional(),
  EBAY_AUTH_BASE_URL: BaseUrl.optional(),
  META_APP_ID: z.string().optional(),
  META_APP_SECRET: z.string().optional(),
  META_WEBHOOK_VERIFY_TOKEN: z.string().min(16).optional(),
  META_LOGIN_URL: BaseUrl.default('https://www.facebook.com'),
  META_GRAPH_URL: BaseUrl.default('https://graph.facebook.com'),
  INSTAGRAM_APP_ID: z.string().optional(),
  INSTAGRAM_APP_SECRET: z.string().optional(),
  INSTAGRAM_LOGIN_URL: BaseUrl.default('https://www.instagram.com'),
  INSTAGRAM_TOKEN_URL: BaseUrl.default('https://api.instagram.com'),
  INSTAGRAM_GRAPH_URL: BaseUrl.default('https://graph.instagram.com'),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  GOOGLE_LOGIN_URL: BaseUrl.default('https://accounts.google.com'),
  GOOGLE_TOKEN_URL: BaseUrl.default('https://oauth2.googleapis.com'),
  YOUTUBE_BASE_URL: BaseUrl.default('https://www.googleapis.com'),
  TIKTOK_CLIENT_KEY: z.string().optional(),
  TIKTOK_CLIENT_SECRET: z.string().optional(),
  TIKTOK_LOGIN_URL: BaseUrl.default('https://www.tiktok.com'),
  TIKTOK_BASE_URL: BaseUrl.default('https://open.tiktokapis.com'),
})
type EbayAddress = 'EBAY_API_BASE_URL' | 'EBAY_APIZ_BASE_URL' | 'EBAY_AUTH_BASE_URL'
/** eBay's URLs follow from its environment, unless others are set. */
export type Env = Omit<z.infer<typeof Env>, EbayAddress> & Record<EbayAddress, string>

let cached: { source: string; env: Env } | undefined

/** The environment, parsed once. Throws an error that names every missing or wrong variable, and never their values. */
export function readEnv(): Env {
  const read = Object.fromEntries(Object.keys(Env.shape).map((name) => [name, process.env[name] || undefined]))
  const source = JSON.stringify(read)
  if (cached?.source === source) return cached.env
  const parsed = Env.safeParse(read)
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))]
    throw new Error(`Missing or wrong environment variables: ${names.join(', ')}. See .env.example.`)
  }
  const host = parsed.data.EBAY_ENVIRONMENT === 'sandbox' ? 'sandbox.ebay.com' : 'ebay.com'
  const env = {
    ...parsed.data,
    EBAY_API_BASE_URL: parsed.data.EBAY_API_BASE_URL ?? `https://api.${host}`,
    EBAY_APIZ_BASE_URL: parsed.data.EBAY_APIZ_BASE_URL ?? `https://apiz.${host}`,
    EBAY_AUTH_BASE_URL: parsed.data.EBAY_AUTH_BASE_URL ?? `https://auth.${host}`,
  }
  cached = { source, env }
  return env
}
