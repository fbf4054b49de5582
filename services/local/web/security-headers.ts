import { contentSecurityPolicy, type PageEnvironment } from '#core/http/page-policy.ts'

/** Headers of every answer of this server: of refusals, of files and of the data API, as functions set them too. */
export const DATA_HEADERS = {
  'x-content-type-options': 'nosniff',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
}

/**
 * Headers of every page of the app, as the build writes them for Netlify and netlify.toml has them. `localOrigins`:
 * services on this machine, without https. Throws an `Error` that names a variable with a wrong value.
 */
export function securityHeaders(
  env: PageEnvironment,
  localOrigins: readonly string[],
  isDev: boolean,
): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(env, { localOrigins, isDev }),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
    'cross-origin-opener-policy': 'same-origin-allow-popups',
  }
}
