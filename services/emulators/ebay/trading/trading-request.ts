import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { refuseTrading } from './trading-answer.ts'

/** Parsed XML: text, or elements by name; attributes begin with `@`, text beside them is `#text`. */
export type XmlNode = string | { [name: string]: XmlNode | XmlNode[] | undefined }

const NAMESPACE = 'urn:ebay:apis:eBLBaseComponents'

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
  trimValues: false,
  isArray: (name) => name === 'InventoryStatus',
})

/** The body's own element. Throws 5 for what is no XML of that call. */
export function readTradingRequest(text: string, call: string): XmlNode {
  const notXml = (detail: string) => refuseTrading('5', 'XML Parse error.', [detail])
  if (/<!DOCTYPE/i.test(text)) throw notXml('A document type is not allowed.')
  const valid = XMLValidator.validate(text)
  if (valid !== true) throw notXml(valid.err.msg)
  // safe: the parser's own output for these options
  const root = (parser.parse(text) as { [name: string]: XmlNode | undefined })[`${call}Request`]
  if (root === undefined) throw notXml(`The root element must be ${call}Request.`)
  if (textOf(root, '@xmlns') !== NAMESPACE) throw notXml(`The namespace must be ${NAMESPACE}.`)
  return root
}

/** The first element of that name. */
export function child(node: XmlNode | undefined, name: string): XmlNode | undefined {
  if (node === undefined || typeof node === 'string') return undefined
  const found = node[name]
  return Array.isArray(found) ? found[0] : found
}

export function children(node: XmlNode, name: string): XmlNode[] {
  if (typeof node === 'string') return []
  const found = node[name]
  return found === undefined ? [] : Array.isArray(found) ? found : [found]
}

/** The text of the element of that name, without spaces around it and without the text of its attributes. */
export const textOf = (node: XmlNode | undefined, name: string): string | undefined => rawTextOf(node, name)?.trim()

/** As `textOf`, with the spaces around it. */
export function rawTextOf(node: XmlNode | undefined, name: string): string | undefined {
  const found = child(node, name)
  if (found === undefined || typeof found === 'string') return found
  const text = found['#text']
  return typeof text === 'string' ? text : undefined
}

export function namesOf(node: XmlNode): string[] {
  return typeof node === 'string' ? [] : Object.keys(node).filter((name) => !name.startsWith('@') && name !== '#text')
}
