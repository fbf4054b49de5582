import { useMutation } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { saveFile } from '#app/lib/save-file.ts'
import type { ProductImport } from '#core/products/imports/contract.ts'
import { Button } from '#ui/button.tsx'
import { showFailure } from '#ui/toasts/notify.ts'
import { badRowsCsv } from './bad-rows.ts'
import { readBadRows } from './imports.queries.ts'

/** Saves the refused rows with their reasons, to be corrected and imported again. */
export function BadRowsButton({ item }: { item: ProductImport }) {
  const { mutate, isPending } = useMutation({
    mutationFn: () => readBadRows(item.id),
    onSuccess: (rows) => {
      const name = item.filename.replace(/\.\w+$/, '')
      saveFile(`${name} - not imported.csv`, new Blob([badRowsCsv(item.headers, rows)], { type: 'text/csv' }))
    },
    onError: (error) => showFailure('The rows could not be downloaded.', error),
  })
  return (
    <Button isBusy={isPending} onClick={() => mutate()}>
      <Download aria-hidden="true" /> Download bad rows
    </Button>
  )
}
