import { useMutation, useQueryClient } from '@tanstack/react-query'
import { FileDown, FileUp } from 'lucide-react'
import { useRef, useState } from 'react'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { saveFile } from '#app/lib/save-file.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { socialPostsContract } from '#core/social/posts/contract.ts'
import type { ImportedPosts } from '#core/social/posts/schema.ts'
import { Button } from '#ui/button.tsx'
import { Dialog, DialogActions } from '#ui/dialog.tsx'
import { Menu, MenuItem } from '#ui/dropdown-menu.tsx'
import { showDone, showFailure } from '#ui/toasts/notify.ts'
import { type CalendarCells, readCalendarFile } from './read-calendar-file.ts'

type Checked = { file: CalendarCells; name: string; result: ImportedPosts }

/** The calendar as a CSV file: saved, or read with every problem shown before anything is imported. */
export function CalendarFile() {
  const format = useFormat()
  const queryClient = useQueryClient()
  const input = useRef<HTMLInputElement>(null)
  const [checked, setChecked] = useState<Checked | null>(null)
  const save = useMutation({
    mutationFn: () => api(socialPostsContract.export, { query: {} }),
    onSuccess: ({ filename, content_type, bytes }) => saveFile(filename, new Blob([bytes], { type: content_type })),
    onError: (error) => showFailure('Nothing was exported.', error),
  })
  const send = (file: CalendarCells, is_trial: boolean) =>
    api(socialPostsContract.import, { body: { ...file, time_zone: format.timeZone, is_trial } })
  const check = useMutation({
    mutationFn: async (file: File) => {
      const cells = await readCalendarFile(file)
      return { file: cells, name: file.name, result: await send(cells, true) }
    },
    onSuccess: setChecked,
    onError: (error) => showFailure('The file could not be read.', error),
  })
  const run = useMutation({
    mutationFn: ({ file }: Checked) => send(file, false),
    onSuccess: ({ created, ready, rows }, { file, name }) => {
      // What was ready may be refused all the same: then the reasons stay in view.
      setChecked(created < ready ? { file, name, result: { created, ready: 0, rows } } : null)
      showDone(`${format.count(created, 'post')} imported`)
    },
    onError: (error) => showFailure('Nothing was imported.', error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.socialPosts }),
  })
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button isBusy={save.isPending || check.isPending}>
            <FileDown aria-hidden="true" /> CSV
          </Button>
        }
      >
        <MenuItem onSelect={() => save.mutate()}>
          <FileDown aria-hidden="true" /> Export calendar
        </MenuItem>
        <MenuItem onSelect={() => input.current?.click()}>
          <FileUp aria-hidden="true" /> Import posts…
        </MenuItem>
      </Menu>
      <input
        ref={input}
        type="file"
        accept=".csv,text/csv"
        aria-label="Calendar file"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          event.target.value = ''
          if (file) check.mutate(file)
        }}
      />
      {checked && (
        <Dialog
          isOpen
          onClose={() => setChecked(null)}
          size="large"
          title={`Import ${checked.name}`}
          description={
            checked.result.ready === 0
              ? 'No row can be imported.'
              : `${format.count(checked.result.ready, 'post')} can be imported. Times without a zone are in ${format.timeZone}.`
          }
        >
          <Problems result={checked.result} />
          <DialogActions>
            <Button onClick={() => setChecked(null)}>Cancel</Button>
            {checked.result.ready > 0 && (
              <Button variant="primary" onClick={() => run.mutate(checked)} isBusy={run.isPending}>
                Import {format.count(checked.result.ready, 'post')}
              </Button>
            )}
          </DialogActions>
        </Dialog>
      )}
    </>
  )
}

function Problems({ result }: { result: ImportedPosts }) {
  const wrong = result.rows.filter(({ problems }) => problems.length > 0)
  if (wrong.length === 0) return null
  return (
    <ul aria-label="Rows that are skipped" className="flex max-h-64 flex-col gap-1.5 overflow-y-auto text-table">
      {wrong.map(({ line, problems }) => (
        <li key={line} className="text-failed">
          Row {line}: {problems.map(({ column, message }) => (column ? `${column}: ${message}` : message)).join(' ')}
        </li>
      ))}
    </ul>
  )
}
