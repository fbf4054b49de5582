import { useMutation } from '@tanstack/react-query'
import { FileDown } from 'lucide-react'
import type { z } from 'zod'
import { api } from '#app/lib/api.ts'
import { saveFile } from '#app/lib/save-file.ts'
import { type ExportProducts, exportsContract } from '#core/products/exports.ts'
import { MenuItem } from '#ui/dropdown-menu.tsx'
import { showDone, showFailure } from '#ui/toasts/notify.ts'

type ExportQuery = z.input<typeof ExportProducts>
type ExportMenuItemsProps = {
  /** The products on screen: search, filter and order of the list. */
  view: Pick<ExportQuery, 'search' | 'filter' | 'sort'>
  /** The columns on screen, in their order. */
  columns: readonly string[]
}

/** Saves the products on screen as a file, with the shown columns or with all. */
export function ExportMenuItems({ view, columns }: ExportMenuItemsProps) {
  const { mutate } = useMutation({
    mutationFn: (query: ExportQuery) => api(exportsContract.products, { query }),
    onMutate: () => showDone('Your file is being made…'),
    onSuccess: ({ filename, content_type, bytes }) => saveFile(filename, new Blob([bytes], { type: content_type })),
    onError: (error) => showFailure('Nothing was exported.', error),
  })
  const shown = { ...view, columns: columns.join(',') }
  return (
    <>
      <MenuItem onSelect={() => mutate({ ...shown, format: 'csv' })}>
        <FileDown aria-hidden="true" /> Export view as CSV
      </MenuItem>
      <MenuItem onSelect={() => mutate({ ...shown, format: 'xlsx' })}>
        <FileDown aria-hidden="true" /> Export view as Excel
      </MenuItem>
      <MenuItem onSelect={() => mutate({ ...view, format: 'csv' })}>
        <FileDown aria-hidden="true" /> Export all columns as CSV
      </MenuItem>
      <MenuItem onSelect={() => mutate({ ...view, format: 'xlsx' })}>
        <FileDown aria-hidden="true" /> Export all columns as Excel
      </MenuItem>
    </>
  )
}
