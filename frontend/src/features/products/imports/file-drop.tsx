import { FileUp } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'

/** Accepts one CSV or Excel file by drag and drop, or by the button. */
export function FileDrop({ onFile }: { onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)

  function take(files: FileList | null) {
    const file = files?.[0]
    if (file) onFile(file)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a mouse's shortcut; the button inside does the same
    <div
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files)
      }}
      className={cn(
        'flex flex-col items-center gap-3 rounded-card border border-dashed px-4 py-10 text-center transition-colors',
        isOver ? 'border-accent bg-accent-soft' : 'border-line-strong/60',
      )}
    >
      <FileUp className="size-6 text-muted" aria-hidden="true" />
      <div>
        <p className="font-medium">Drop a CSV or Excel file here</p>
        <p className="mt-0.5 text-meta text-muted">
          With a column for the ASIN. Up to 50 MB and 100,000 rows; nothing is written before you have seen what will
          happen.
        </p>
      </div>
      <Button variant="primary" onClick={() => input.current?.click()}>
        Choose file
      </Button>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,.xlsx,text/csv"
        aria-label="File of products"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          take(event.target.files)
          // The same file can be selected again after it was refused.
          event.target.value = ''
        }}
      />
    </div>
  )
}
