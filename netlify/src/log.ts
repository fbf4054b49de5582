type Fields = Record<string, string | number | boolean | null | undefined>

/** One line of JSON per event. Pass ids and counts; never a token, a key, a signed URL or a body. */
export const log = {
  warn: (event: string, fields: Fields = {}) => console.warn(line(event, fields)),
  error: (event: string, error: unknown, fields: Fields = {}) =>
    console.error(line(event, { ...fields, error: errorText(error) })),
}

const line = (event: string, fields: Fields) => JSON.stringify({ event, ...fields })

function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause ? `\ncaused by ${errorText(error.cause)}` : ''
  return (error.stack ?? error.message) + cause
}
