/**
 * Headers of every page of the app, as netlify.toml has them: each server has its own stores and providers, so any
 * https origin may be called and played from. `connectOrigins`: services on this machine, without https.
 */
export function securityHeaders(connectOrigins: readonly string[], isDev: boolean): Record<string, string> {
  const elsewhere = connectOrigins.join(' ')
  const policy = [
    "default-src 'self'",
    // Vite's dev client is an inline module and opens a socket.
    isDev ? "script-src 'self' 'unsafe-inline'" : "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob: https: ${elsewhere}`,
    `media-src 'self' blob: https: ${elsewhere}`,
    "font-src 'self' data:",
    `connect-src 'self' https: ${isDev ? 'ws: ' : ''}${elsewhere}`,
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ]
  return {
    'content-security-policy': policy.map((line) => line.trim()).join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
    'cross-origin-opener-policy': 'same-origin-allow-popups',
  }
}
