import { fc } from '#core/testing/property.ts'

type Json = Record<string, unknown>
type Schema = {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  format?: string
  pattern?: string
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  items?: Schema
  prefixItems?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  propertyNames?: Schema
  additionalProperties?: Schema | boolean
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  maxItems?: number
}

/** One operation of an OpenAPI document, as far as requests are made from it. */
export type Operation = {
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[]
  requestBody?: { content: { 'application/json': { schema: Schema } } }
}

export type FuzzedRequest = {
  params: Record<string, string>
  query: Record<string, string>
  headers: Record<string, string>
  rawBody: string | undefined
}

/** Text that breaks databases, parsers and careless cutting. */
const ODD_TEXTS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud83d',
  'x\ude00y',
  '👨‍👩‍👧'.repeat(40),
  '🇩🇪'.repeat(31),
  'é'.repeat(61),
  '-'.repeat(36),
  '0'.repeat(36),
  '00000000-0000-0000-0000-000000000000',
  '0000-01-01',
  '0000-02-29T00:00:00Z',
  '0001-01-01T00:00:00+15:00',
  '9999-12-31T23:59:59-15:59',
  '2026-11-22T10:00:00+23:59',
  `2026-11-22T10:00:00.${'1'.repeat(200)}Z`,
  'infinity',
  '-infinity',
  'NaN',
  '1e400',
  '9223372036854775808',
  "'; drop table users; --",
  '%',
  '%00',
  '\\',
  '{}',
  '[]',
  '{"match":"all","rules":[]}',
  '../../etc/passwd',
  'javascript:alert(1)',
  'https://a b/',
  'https://',
  '=1+1',
  'x'.repeat(70_000),
]
const ODD_VALUES = [
  null,
  true,
  -1,
  0,
  1.5,
  2 ** 31,
  2 ** 53,
  1e308,
  -1e-308,
  [],
  {},
  [[]],
  [null],
  { '\0': 1 },
  ...ODD_TEXTS,
]
const FILTERS = [
  ['cost_cents', 'is', 1e300],
  ['cost_cents', 'between', [1, 2]],
  ['title', 'contains', 'a\0\ud83d'],
  ['title', 'is', '%'],
  ['status_id', 'is_any_of', ['-'.repeat(36)]],
  ['owner_id', 'is_none_of', ['x']],
  ['decision', 'is_any_of', ['\0']],
  ['important_date', 'on', '0000-01-01'],
  ['created_at', 'before', '9999-12-31'],
  ['created_at', 'in_last_days', 3650],
  [`custom.${'-'.repeat(36)}`, 'is', 'x'],
  ['custom.6f1c2b7e-8f58-4a52-9d1b-0a4f6f1d2c3b', 'at_least', 1],
].map(([field, operator, value]) => ({ field, operator, value }))

/** What exists in the workspace, so that requests get past "not found": ids by the address they belong to. */
export type Known = {
  ids: readonly string[]
  byAddress: ReadonlyMap<string, readonly string[]>
  customFields: readonly string[]
}

const odd = fc.constantFrom(...ODD_VALUES)
const oddText = fc.oneof(fc.constantFrom(...ODD_TEXTS), fc.string({ unit: 'binary', maxLength: 80 }))

/** Requests of an operation: mostly near what its schemas say, so that they pass, with odd values everywhere. */
export function requestsOf(
  path: string,
  { parameters = [], requestBody }: Operation,
  known: Known,
): fc.Arbitrary<FuzzedRequest> {
  const ids = [...known.byAddress].findLast(([address]) => path.startsWith(`${address}/`))?.[1]
  const named = (place: string) =>
    few(
      Object.fromEntries(
        parameters
          .filter((one) => one.in === place)
          .map(({ name, schema }) => [
            name,
            name === 'id' && ids ? mostly(fc.constantFrom(...ids), oddText) : texts(name, schema, known),
          ]),
      ),
      parameters.filter((one) => one.in === place && one.required).map(({ name }) => name),
    )
  const body = requestBody?.content['application/json'].schema
  return fc.record({
    params: named('path'),
    query: named('query'),
    headers: named('header').map((headers) =>
      Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, sendable(text)])),
    ),
    rawBody: body ? rawBodies(valuesOf(body, known)) : fc.constant(undefined),
  }) as fc.Arbitrary<FuzzedRequest> // safe: every named value is a text
}

function rawBodies(values: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 60, arbitrary: values.map((value) => JSON.stringify(value) ?? '') },
    { weight: 1, arbitrary: oddText },
    {
      weight: 1,
      arbitrary: fc.constantFrom('['.repeat(20_000), '{"__proto__":{"a":1}}', '{"a":1,"a":2}', 'null', '1'),
    },
  )
}

function texts(name: string, schema: Schema, known: Known): fc.Arbitrary<string> {
  const near = valuesOf(schema, known).map(String)
  if (name === 'Idempotency-Key') return mostly(fc.uuid(), oddText)
  if (name === 'cursor') return mostly(cursors(known), oddText)
  if (name === 'filter')
    return fc.oneof(
      filters(known).map((filter) => JSON.stringify(filter)),
      oddText,
    )
  if (name === 'sort')
    return fc.oneof(fc.constantFrom('title', '-cost_cents', ...known.customFields.map((id) => `custom.${id}`)), near)
  // Booleans of a query are texts.
  const likely =
    schema.type === 'string' && /^(is|has|at|with)_|^(count|reductions_enabled|delete_file)$/.test(name)
      ? fc.constantFrom('true', 'false')
      : near
  return mostly(likely, oddText)
}

const mostly = <T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 19, arbitrary: usual }, { weight: 1, arbitrary: other })

function filters({ customFields }: Known): fc.Arbitrary<Json> {
  const fields = customFields.map((id) => `custom.${id}`)
  const onCustom = fc.record({
    field: fc.constantFrom('cost_cents', ...fields),
    operator: fc.constantFrom(
      'is',
      'is_not',
      'contains',
      'at_least',
      'between',
      'on',
      'before',
      'in_last_days',
      'is_any_of',
      'is_empty',
    ),
    value: fc.oneof(fc.constantFrom(1, 'word', true, '2026-11-22', '0000-01-01', [1, 2], ['a']), odd),
  })
  return fc.record({
    match: fc.constantFrom('all', 'any'),
    rules: fc.array(fc.oneof(fc.constantFrom(...FILTERS), onCustom), { minLength: 1, maxLength: 3 }),
  })
}

const encoded = (place: unknown) => Buffer.from(JSON.stringify(place)).toString('base64url')

function cursors({ ids }: Known): fc.Arbitrary<string> {
  const moment = fc.constantFrom(
    '2026-11-22T10:00:00Z',
    'infinity',
    '0000-01-01T00:00:00Z',
    '2026-11-22T10:00:00+15:59',
    'x',
    'a\0',
  )
  const place = { created_at: moment, planned_at: moment, started_at: moment, completed_at: moment, newest_at: moment }
  return fc
    .record({
      ...place,
      id: fc.constantFrom(...ids, '-'.repeat(36), 'x'),
      key: fc.constantFrom('B000000001:none', 'a\0', '\ud83d'),
      value: fc.oneof(fc.constantFrom(null, 1, 'a', '2026-11-22'), odd),
      sort: fc.constantFrom('-created_at', '-started_at', 'title', '-cost_cents', '-price_cents', 'important_date'),
      row_number: fc.constantFrom(1, -1, 1.5, 2 ** 31, 1e300),
    })
    .map(encoded)
}

/** Values near a schema; one in forty is something else, so that a request with many fields still gets past its contract. */
function valuesOf(schema: Schema, known: Known): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 39, arbitrary: fits(schema, known) }, { weight: 1, arbitrary: odd })
}

function fits(schema: Schema, known: Known): fc.Arbitrary<unknown> {
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map((choice) => valuesOf(choice, known)))
  if (schema.allOf) return fc.oneof(...schema.allOf.map((part) => valuesOf(part, known)))
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object':
      return objects(schema, known)
    case 'array':
      if (schema.prefixItems) return fc.tuple(...schema.prefixItems.map((item) => valuesOf(item, known)))
      return fc.array(valuesOf(schema.items ?? {}, known), { maxLength: Math.min(schema.maxItems ?? 3, 3) })
    case 'string':
      return strings(schema, known)
    case 'integer':
    case 'number':
      return fc.oneof(
        fc.constantFrom(schema.minimum ?? -1, schema.maximum ?? 2 ** 53, 0, 1, 100),
        fc.integer({ min: 0, max: 10_000 }),
      )
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return odd
  }
}

function objects(schema: Schema, known: Known): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties, propertyNames } = schema
  if (Object.keys(properties).length === 0 && typeof additionalProperties === 'object') {
    const keys = valuesOf({ type: 'string', ...propertyNames }, known).map(String)
    return fc.dictionary(
      fc.oneof(fc.constantFrom(...known.customFields, 'Brand'), keys),
      valuesOf(additionalProperties, known),
      { maxKeys: 3 },
    )
  }
  const values = Object.entries(properties).map(([name, property]) => [name, named(name) ?? valuesOf(property, known)])
  return few(Object.fromEntries(values), required)

  // What a schema's own checks want cannot be read from the document.
  function named(name: string): fc.Arbitrary<unknown> | null {
    if (name === 'filter') return filters(known)
    if (name.endsWith('asin')) return mostly(asins, oddText)
    if (name === 'custom_values')
      return fc.dictionary(
        fc.constantFrom(...known.customFields),
        fc.oneof(fc.constantFrom(1, true, 'word', '2026-11-22'), odd),
        { maxKeys: 1 },
      )
    if (name === 'time_zone') return mostly(fc.constantFrom('Europe/Berlin', 'UTC'), oddText)
    if (name === 'tracking_number') return mostly(fc.stringMatching(/^[0-9A-Z]{5,30}$/), oddText)
    if (name === 'filename')
      return mostly(fc.constantFrom('a.mp4', '😀.mp4', 'a\0.mp4', `${'x'.repeat(190)}😀.mp4`), oddText)
    return null
  }
}

/** A record with its required fields and few of the others at a time. */
function few<T>(values: Record<string, fc.Arbitrary<T>>, required: readonly string[]): fc.Arbitrary<Record<string, T>> {
  const optional = Object.keys(values).filter((name) => !required.includes(name))
  const wanted = fc.subarray(optional, { maxLength: Math.min(4, optional.length) })
  return fc
    .tuple(fc.record(values), wanted)
    .map(([value, names]) =>
      Object.fromEntries(Object.entries(value).filter(([name]) => required.includes(name) || names.includes(name))),
    )
}

const asins = fc.stringMatching(/^B[0-9A-Z]{9}$/)

function strings({ format, pattern, maxLength = 100 }: Schema, { ids }: Known): fc.Arbitrary<string> {
  if (format === 'uuid') return mostly(fc.constantFrom(...ids), fc.uuid())
  if (format === 'date-time')
    return mostly(fc.constantFrom('2026-11-22T10:00:00Z', '2026-11-22T10:00:00.123456+02:00'), oddText)
  if (format === 'date') return mostly(fc.constantFrom('2026-11-22', '0001-01-01', '9999-12-31'), oddText)
  if (format === 'uri')
    return fc.constantFrom(
      'https://example.test/a.jpg',
      'https://exämple.test/ä',
      'https://a.test/b c',
      'http://[::1]/',
      'ftp://a',
    )
  if (format === 'email') return fc.constantFrom('ana@example.com', 'a\0@example.com')
  if (pattern) return mostly(matching(pattern), oddText)
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom('word', 'B000000001', '1Z9990000000000001', 'Europe/Berlin', 'a.mp4', 'asin', 'title'),
    },
    { weight: 2, arbitrary: oddText.map((text) => text.slice(0, maxLength)) },
  )
}

function matching(pattern: string): fc.Arbitrary<string> {
  try {
    return fc.stringMatching(new RegExp(pattern))
  } catch {
    return fc.constant('x')
  }
}

// A header holds Latin-1 without control characters; fetch refuses others before they are sent.
const sendable = (text: string) => text.replaceAll(/[^\x20-\x7e\xa0-\xff]/g, '?').slice(0, 4000)
