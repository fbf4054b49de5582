import { TableRefused } from './table-refused.ts'

const startsWith = (bytes: Uint8Array, start: readonly number[]) => start.every((byte, at) => bytes[at] === byte)
const ascii = (text: string) => [...text].map((char) => char.charCodeAt(0))

const ZIP = [0x50, 0x4b, 0x03, 0x04]
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0]
const GZIP = [0x1f, 0x8b]

/** How much of a file is searched for what its kind is known by. */
const SEARCHED_BYTES = 4_000_000

/** Whether a file is a workbook or text. Throws `TableRefused` with the name of any other kind and what to do about it. */
export function kindOf(bytes: Uint8Array): 'workbook' | 'text' {
  if (startsWith(bytes, ZIP)) return kindOfZip(bytes)
  if (startsWith(bytes, COMPOUND)) throw new TableRefused(wordsOfCompound(bytes))
  if (startsWith(bytes, ascii('%PDF')))
    throw new TableRefused('This is a PDF. Export the table as .xlsx or CSV instead.')
  if (startsWith(bytes, GZIP)) throw new TableRefused('This file is compressed. Unpack it, and choose the file inside.')
  const start = new TextDecoder('utf-8')
    .decode(bytes.subarray(0, 2000))
    .replace(/^\uFEFF/, '')
    .trimStart()
  const element = withoutProlog(start)
  if (/^(?:<!doctype html|<(?:html|table|head|body|meta|style|div)\b|MIME-Version:)/i.test(element)) {
    throw new TableRefused(`This is a web page that is named like a spreadsheet. ${savedFrom('Excel')}`)
  }
  if (start.includes('progid="Excel.Sheet"') || start.includes('urn:schemas-microsoft-com:office:spreadsheet')) {
    throw new TableRefused(`This is an XML spreadsheet of an old Excel. ${savedFrom('Excel')}`)
  }
  return 'text'
}

/** The text behind declarations and comments. */
function withoutProlog(text: string): string {
  for (const [opening, closing] of [
    ['<?', '?>'],
    ['<!--', '-->'],
  ] as const) {
    const end = text.startsWith(opening) ? text.indexOf(closing) : -1
    if (end >= 0) return withoutProlog(text.slice(end + closing.length).trimStart())
  }
  return text
}

const savedFrom = (program: string) => `Open it in ${program}, save it as .xlsx or CSV, and choose that.`

// The names of the parts stand in the archive as they are.
function kindOfZip(bytes: Uint8Array): 'workbook' {
  if (holds(bytes, 'xl/workbook.xml')) return 'workbook'
  if (holds(bytes, 'xl/workbook.bin'))
    throw new TableRefused(`This is a binary workbook (.xlsb). ${savedFrom('Excel')}`)
  if (holds(bytes, 'Index/Document.iwa') || holds(bytes, 'Index.zip') || holds(bytes, 'Index/Tables')) {
    throw new TableRefused(
      'This is a Numbers file. In Numbers choose File, Export To, CSV or Excel, and choose that file.',
    )
  }
  if (holds(bytes, 'opendocument.spreadsheet')) {
    throw new TableRefused(`This is an OpenDocument spreadsheet (.ods). ${savedFrom('LibreOffice')}`)
  }
  if (holds(bytes, 'word/document.xml'))
    throw new TableRefused('This is a Word document. Copy its table into a spreadsheet.')
  // Without the directory at its end the archive is cut off.
  if (holds(bytes, 'PK\u0001\u0002'))
    throw new TableRefused('This is a ZIP archive. Unpack it, and choose the file inside.')
  throw new TableRefused('This Excel file cannot be read. Save it again as .xlsx, or as CSV, and choose that.')
}

// The streams of a compound file have UTF-16 names.
function wordsOfCompound(bytes: Uint8Array): string {
  if (holds(bytes, 'E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e')) {
    return 'This workbook is protected with a password. Remove the password in Excel, save it, and choose it again.'
  }
  if (holds(bytes, 'W\0o\0r\0d\0D\0o\0c')) return 'This is a Word document. Copy its table into a spreadsheet.'
  return 'This is an old Excel file. Save it as .xlsx or CSV and choose that.'
}

/** Whether these characters stand in the file, at its beginning or at its end. */
function holds(bytes: Uint8Array, text: string): boolean {
  const latin1 = new TextDecoder('latin1')
  const isIn = (part: Uint8Array) => latin1.decode(part).includes(text)
  if (isIn(bytes.subarray(0, SEARCHED_BYTES))) return true
  return bytes.length > SEARCHED_BYTES && isIn(bytes.subarray(-SEARCHED_BYTES))
}
