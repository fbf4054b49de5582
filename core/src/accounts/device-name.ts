const SYSTEMS: readonly [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/CrOS/, 'ChromeOS'],
  [/Mac OS X/, 'Mac'],
  [/Linux/, 'Linux'],
]

// In this order: Edge names Chrome as well, and Chrome names Safari.
const BROWSERS: readonly [RegExp, string][] = [
  [/Edg\/(\d+)/, 'Edge'],
  [/Firefox\/(\d+)/, 'Firefox'],
  [/Chrom(?:e|ium)\/(\d+)/, 'Chrome'],
  [/Version\/(\d+)/, 'Safari'],
]

/** A browser for people, such as `Chrome 148 on Windows`, from its user agent. */
export function deviceName(userAgent: string): string {
  const found = BROWSERS.find(([pattern]) => pattern.test(userAgent))
  const browser = found ? `${found[1]} ${found[0].exec(userAgent)?.[1]}` : 'a browser'
  const system = SYSTEMS.find(([pattern]) => pattern.test(userAgent))?.[1]
  return system ? `${browser} on ${system}` : browser
}
