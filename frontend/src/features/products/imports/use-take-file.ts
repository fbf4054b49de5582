import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { queryKeys } from '#app/domains/query-keys.ts'
import { addresses } from '#app/lib/addresses.ts'
import { readInWorker } from './read-in-worker.ts'
import { sendTable } from './send-table.ts'

/** The progress of a file: read on this device, then sent row by row. */
export type Taking = { filename: string; step: 'reading' | 'sending'; share: number }

/**
 * Reads a file, sends its rows and opens its import. Leaving the page stops this; selecting the same file again resumes
 * it.
 */
export function useTakeFile() {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [taking, setTaking] = useState<Taking | null>(null)
  const abort = useRef<AbortController>(undefined)
  useEffect(() => () => abort.current?.abort(), [])

  const { mutate, error, isPending, reset } = useMutation({
    mutationFn: async (file: File) => {
      const controller = new AbortController()
      abort.current = controller
      const tell = (step: Taking['step']) => (share: number) => setTaking({ filename: file.name, step, share })
      tell('reading')(0)
      const table = await readInWorker(file, tell('reading'), controller.signal)
      tell('sending')(0)
      const onProgress = (sent: number) => tell('sending')(sent / table.rows.length)
      return sendTable(file, table, { onProgress, signal: controller.signal })
    },
    onSuccess: ({ id }) => {
      void queryClient.invalidateQueries({ queryKey: queryKeys.imports })
      void navigate(addresses.productImport(id))
    },
    onSettled: () => setTaking(null),
  })

  return {
    takeFile: (file: File) => mutate(file),
    cancel: () => {
      abort.current?.abort()
      reset()
      setTaking(null)
    },
    taking: isPending ? taking : null,
    error: error !== null && error.name !== 'AbortError' ? error : null,
  }
}
