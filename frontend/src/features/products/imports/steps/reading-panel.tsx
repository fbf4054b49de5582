import { useState } from 'react'
import { Notice } from '#app/components/ui/notice.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { FileDrop } from '#app/features/products/imports/file-drop.tsx'
import { keptFile } from '#app/features/products/imports/kept-files.ts'
import type { ReadingChoices } from '#app/features/products/imports/reading/read-table.ts'
import { TakingProgress, takingFailure } from '#app/features/products/imports/take-file.tsx'
import { useTakeFile } from '#app/features/products/imports/use-take-file.ts'
import type { ImportReading, ProductImport } from '#core/products/imports/contract.ts'

const DELIMITERS = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Vertical bar' },
] as const
const QUOTINGS = [
  { value: 'enclose', label: 'Enclose cells' },
  { value: 'text', label: 'Are text' },
] as const
/** By the names of the Encoding Standard, with the names people know. */
const ENCODING_LABELS: Readonly<Record<string, string>> = {
  'utf-8': 'Unicode (UTF-8)',
  'windows-1252': 'Western European (Windows-1252)',
  'utf-16le': 'Unicode (UTF-16)',
  'utf-16be': 'Unicode (UTF-16, big-endian)',
  'windows-1250': 'Central European (Windows-1250)',
  'windows-1251': 'Cyrillic (Windows-1251)',
  macintosh: 'Western European (Mac)',
  shift_jis: 'Japanese (Shift JIS)',
  gb18030: 'Chinese (GB 18030)',
  big5: 'Chinese (Big5)',
  'euc-kr': 'Korean (EUC-KR)',
}
const ENCODINGS = Object.entries(ENCODING_LABELS).map(([value, label]) => ({ value, label }))
const NO_HEADER = 'none'

/** How the file was read, each part to be changed; the file is read again then, and the columns below follow. */
export function ReadingPanel({ item, reading }: { item: ProductImport; reading: ImportReading }) {
  const { takeFile, cancel, taking, error } = useTakeFile({ isCatalog: item.options.catalog !== null })
  const [wanted, setWanted] = useState<ReadingChoices | null>(null)
  const file = keptFile(item.id)
  const readAgain = (choices: ReadingChoices) => {
    if (file) takeFile({ file, choices, replaces: item.id })
    else setWanted(choices)
  }
  if (taking) return <TakingProgress taking={taking} onCancel={cancel} />

  const { sheets, sheet, delimiter, quoting, encoding, first_lines, header_line, left_out } = reading
  const chosen = { ...(encoding !== null && { encoding }), ...(delimiter !== null && { delimiter }) }
  return (
    <section aria-labelledby="how-it-was-read" className="mb-6 rounded-card border border-line px-4 py-4">
      <h2 id="how-it-was-read" className="font-semibold">
        How this file was read
      </h2>
      <div className="mt-3 grid gap-x-6 gap-y-3 sm:grid-cols-2">
        {sheet !== null && (
          <Choice label="Sheet">
            <Select
              label="Sheet"
              value={sheet}
              onChange={(name) => readAgain({ sheet: name })}
              options={sheets.map(({ name, is_hidden }) => ({
                value: name,
                label: is_hidden ? `${name} (hidden)` : name,
              }))}
            />
          </Choice>
        )}
        {delimiter !== null && (
          <Choice label="Separator">
            <Select
              label="Separator"
              value={delimiter}
              onChange={(value) => readAgain({ ...(encoding !== null && { encoding }), delimiter: value })}
              options={DELIMITERS}
            />
          </Choice>
        )}
        {quoting !== null && (
          <Choice label="Quotation marks">
            <Select
              label="Quotation marks"
              value={quoting}
              onChange={(value) => readAgain({ ...chosen, quoting: value })}
              options={QUOTINGS}
            />
          </Choice>
        )}
        {encoding !== null && (
          <Choice label="Encoding">
            <Select
              label="Encoding"
              value={encoding}
              onChange={(value) => readAgain({ encoding: value })}
              options={ENCODINGS}
            />
          </Choice>
        )}
        <Choice label="Header line">
          <Select
            label="Header line"
            value={header_line === null ? NO_HEADER : String(header_line)}
            onChange={(value) =>
              readAgain({
                ...chosen,
                ...(quoting !== null && { quoting }),
                ...(sheet !== null && { sheet }),
                header_line: value === NO_HEADER ? null : Number(value),
              })
            }
            options={[
              ...first_lines.map((line, at) => ({ value: String(at), label: `Line ${at + 1}: ${shortened(line)}` })),
              { value: NO_HEADER, label: 'No line: all lines are rows' },
            ]}
          />
        </Choice>
      </div>
      {left_out.length > 0 && (
        <p className="mt-3 text-table text-muted">
          {left_out.length === 1 ? 'One line after the rows is no row: ' : 'Lines after the rows are no rows: '}
          {left_out.map((line) => `“${shortened(line)}”`).join(', ')}.
        </p>
      )}
      {error && (
        <Notice tone="failed" className="mt-3">
          {takingFailure(error)}
        </Notice>
      )}
      {wanted && !file && (
        <div className="mt-4">
          <p className="mb-2">Choose {item.filename} again to read it this way.</p>
          <FileDrop onFile={(again) => takeFile({ file: again, choices: wanted, replaces: item.id })} />
        </div>
      )}
    </section>
  )
}

function Choice({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span className="text-meta text-muted">{label}</span>
      {children}
    </div>
  )
}

const shortened = (line: string) => (line.length > 60 ? `${[...line].slice(0, 57).join('')}…` : line)
