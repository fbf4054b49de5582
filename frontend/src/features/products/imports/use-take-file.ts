import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { queryKeys } from '#app/domains/query-keys.ts'
import { addresses } from '#app/lib/addresses.ts'
import { api } from '#app/lib/api.ts'
import { importsContract } from '#core/products/imports/contract.ts'
import { keepFile } from './kept-files.ts'
import { readInWorker } from './reading/read-in-worker.ts'
import type { ReadingChoices } from './reading/read-table.ts'
import { sendTable } from './send-table.ts'

/** The progress of a file: read on this device, then sent row by row. */
export type Taking = { filename: string; step: 'reading' | 'sending'; share: number }

/** A file to take: how it is read, and the import of the same file that was read otherwise. */
export type TakenFile = { file: File; choices?: ReadingChoices; replaces?: string }

/**
 * Reads a file, sends its rows and opens its import. Leaving the page stops this; selecting the same file again resumes
 * it. `isCatalog`: the file holds ASINs already filmed or owned.
 */
export function useTakeFile({ isCatalog }: { isCatalog: boolean }) {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [taking, setTaking] = useState<Taking | null>(null)
  const abort = useRef<AbortController>(undefined)
  useEffect(() => () => abort.current?.abort(), [])

  const { mutate, error, isPending, reset } = useMutation({
    mutationFn: async ({ file, choices = {} }: TakenFile) => {
      const controller = new AbortController()
      abort.current = controller
      const tell = (step: Taking['step']) => (share: number) => setTaking({ filename: file.name, step, share })
      tell('reading')(0)
      const table = await readInWorker(file, choices, tell('reading'), controller.signal)
      tell('sending')(0)
      const onProgress = (sent: number) => tell('sending')(sent / table.rows.length)
      return sendTable(file, table, { isCatalog, onProgress, signal: controller.signal })
    },
    onSuccess: ({ id }, { file, replaces }) => {
      keepFile(id, file)
      // An earlier reading of the file is of no use. Should this fail, it stands among the recent imports.
      if (replaces !== undefined && replaces !== id) {
        void api(importsContract.remove, { params: { id: replaces } }).catch(() => undefined)
      }
      void queryClient.invalidateQueries({ queryKey: queryKeys.imports })
      void navigate(addresses.productImport(id), { replace: replaces !== undefined })
    },
    onSettled: () => setTaking(null),
  })

  return {
    takeFile: (taken: TakenFile) => mutate(taken),
    cancel: () => {
      abort.current?.abort()
      reset()
      setTaking(null)
    },
    taking: isPending ? taking : null,
    error: error !== null && error.name !== 'AbortError' ? error : null,
  }
}
