import { XMLBuilder, XMLParser } from 'fast-xml-parser'
import type { z } from 'zod'
import { cleanJson } from '#core/text.ts'

/** Elements of which there may be one or many: always a list, or the only one would look different. */
const LISTS = new Set(['Item', 'Errors', 'ErrorParameters', 'Value', 'InventoryStatus', 'Variation', 'PictureURL'])

const names = { ignoreAttributes: false, attributeNamePrefix: '@', textNodeName: '#text' }

const parser = new XMLParser({
  ...names,
  // SKUs, ids and prices stay the texts they are: `00123` is not 123.
  parseTagValue: false,
  parseAttributeValue: false,
  isArray: (name: string) => LISTS.has(name),
  // Numeric references such as `&#39;` too; each is read once.
  htmlEntities: true,
  // Entities of the document's own are refused before this, see `readXml`.
  processEntities: { enabled: true, maxEntityCount: 1, maxExpansionDepth: 1, maxExpandedLength: 1_000_000 },
  maxNestedTags: 30,
})

const builder = new XMLBuilder(names)

/** The element `root` of a document as an object of that shape, its text clean; null when it is not. Never throws. */
export function readXml<T>(bytes: Uint8Array, root: string, schema: z.ZodType<T>): T | null {
  try {
    const text = new TextDecoder().decode(bytes)
    // eBay declares no document type; one that brings entities of its own is not from eBay.
    if (text.includes('<!DOCTYPE')) return null
    const document: unknown = parser.parse(text, true)
    if (typeof document !== 'object' || document === null) return null
    return schema.safeParse(cleanJson(Reflect.get(document, root))).data ?? null
  } catch {
    return null
  }
}

/** A request of the Trading API; everything in `fields` is escaped. */
export function buildTradingRequest(callName: string, fields: object): string {
  const request = { [`${callName}Request`]: { '@xmlns': 'urn:ebay:apis:eBLBaseComponents', ...fields } }
  return `<?xml version="1.0" encoding="utf-8"?>${builder.build(request)}`
}
