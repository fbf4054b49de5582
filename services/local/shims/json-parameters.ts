/** Text is JSON already; any other value is encoded here. */
const serializeJson = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
const parseJson = (text: string): unknown => JSON.parse(text)

/**
 * supabase-lite 0.10 passes json arguments to its PostgreSQL connection as JSON text, and lite's own handlers of the
 * types `json` and `jsonb` encode that text once more: the database then holds a string instead of an object. These
 * handlers replace lite's, under the same names, and pass text unchanged.
 */
export const JSON_TYPES = {
  json: { to: 114, from: [114], serialize: serializeJson, parse: parseJson },
  jsonb: { to: 3802, from: [3802], serialize: serializeJson, parse: parseJson },
}
