import { XMLParser } from 'fast-xml-parser'
import type { TestEmulator } from '../../testing.ts'

export const DANA = 'ma8vp1jySJC'
export const SAM = 'kT4wq9LsQxR'

/** Any answer; tests look at what they promise. */
export type Json = ReturnType<typeof JSON.parse>

/** Both sellers connected, with the tokens `dana` and `sam`. */
export async function connect({ control }: TestEmulator): Promise<void> {
  await control.seed({
    connections: [
      { seller_id: DANA, access_token: 'dana', refresh_token: 'dana-refresh' },
      { seller_id: SAM, access_token: 'sam' },
    ],
  })
}

type RestInit = { method?: string; token?: string; headers?: Record<string, string>; json?: unknown }

/** Calls a REST API with the headers eBay wants; a body is sent as JSON. */
export async function rest(
  { env }: TestEmulator,
  path: string,
  { method, token = 'dana', headers, json }: RestInit = {},
) {
  const response = await fetch(`${env.EBAY_API_BASE_URL}${path}`, {
    method: method ?? (json === undefined ? 'GET' : 'POST'),
    headers: {
      authorization: `Bearer ${token}`,
      'accept-language': 'en-US',
      ...(json !== undefined && { 'content-type': 'application/json', 'content-language': 'en-US' }),
      ...headers,
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
  })
  const text = await response.text()
  const body: Json = text === '' ? {} : JSON.parse(text)
  return { status: response.status, headers: response.headers, body }
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  isArray: (name) => ['Item', 'Errors', 'InventoryStatus', 'Variation', 'ErrorParameters'].includes(name),
})

type TradingInit = { token?: string; headers?: Record<string, string> }

/** Makes a Trading call; `content` stands inside the request's root element. */
export async function trading(
  { env }: TestEmulator,
  call: string,
  content: string,
  { token = 'dana', headers }: TradingInit = {},
) {
  const response = await fetch(`${env.EBAY_API_BASE_URL}/ws/api.dll`, {
    method: 'POST',
    headers: {
      'x-ebay-api-call-name': call,
      'x-ebay-api-siteid': '0',
      'x-ebay-api-compatibility-level': '1451',
      'x-ebay-api-iaf-token': token,
      'content-type': 'text/xml',
      ...headers,
    },
    body: `<?xml version="1.0" encoding="utf-8"?><${call}Request xmlns="urn:ebay:apis:eBLBaseComponents">${content}</${call}Request>`,
  })
  const xml = await response.text()
  const parsed: Json = parser.parse(xml)
  const body: Json = parsed[`${call}Response`]
  return { status: response.status, xml, body }
}

/** One page of the active listings. */
export const activeList = (emulator: TestEmulator, page = 1, entries = 200, token = 'dana') =>
  trading(
    emulator,
    'GetMyeBaySelling',
    `<ActiveList><Include>true</Include><Sort>TimeLeft</Sort><Pagination><EntriesPerPage>${entries}</EntriesPerPage><PageNumber>${page}</PageNumber></Pagination></ActiveList><HideVariations>false</HideVariations>`,
    { token },
  )

export const status = (itemId: string, price: string, more = '') =>
  `<InventoryStatus><ItemID>${itemId}</ItemID>${more}<StartPrice>${price}</StartPrice></InventoryStatus>`

/** What is really there, by a word of the title. */
export async function truthOf({ control }: TestEmulator, word: string): Promise<Json> {
  const { listings }: Json = await control.run('truth', {})
  const found = listings.find(({ title }: Json) => title.includes(word))
  if (!found) throw new Error(`no listing ${word}`)
  return found
}

/** One item as `GetItem` shows it. */
export async function itemOf(emulator: TestEmulator, itemId: string, token = 'dana'): Promise<Json> {
  const { body } = await trading(emulator, 'GetItem', `<ItemID>${itemId}</ItemID>`, { token })
  return body.Item[0]
}

/** One item as the list of active listings shows it, from its first page. */
export async function listedItemOf(emulator: TestEmulator, itemId: string): Promise<Json> {
  const { body } = await activeList(emulator)
  return body.ActiveList.ItemArray.Item.find(({ ItemID }: Json) => ItemID === itemId)
}

/** Sets the price of one listing by `ReviseInventoryStatus`; answers `Ack` and the codes of the errors. */
export async function reviseByTrading(emulator: TestEmulator, itemId: string, price: string): Promise<string[]> {
  const { body } = await trading(emulator, 'ReviseInventoryStatus', status(itemId, price))
  return [body.Ack, ...(body.Errors ?? []).map(({ ErrorCode }: Json) => ErrorCode)]
}

/** Sets the price of one offer by `bulk_update_price_quantity`; answers the status and the ids of the errors. */
export async function reviseByInventory(emulator: TestEmulator, offerId: string, value: string): Promise<number[]> {
  const offers = [{ offerId, price: { value, currency: 'USD' } }]
  const { body } = await rest(emulator, '/sell/inventory/v1/bulk_update_price_quantity', {
    json: { requests: [{ offers }] },
  })
  const [outcome] = body.responses
  return [outcome.statusCode, ...outcome.errors.map(({ errorId }: Json) => errorId)]
}
