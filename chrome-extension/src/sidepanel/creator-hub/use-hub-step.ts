import { useEffect, useRef, useState } from 'react'
import { ApiError, NetworkError } from '#core/http/client.ts'
import { TabUnreachableError } from '../../creator-hub/ask-tab.ts'
import { AttachError, type FetchProgress } from '../../creator-hub/fetch-file.ts'
import type { FillResult } from '../../creator-hub/states.ts'

export type StepState =
  | { state: 'idle' }
  | { state: 'busy'; progress: FetchProgress | null }
  | { state: 'done'; result: FillResult }
  | { state: 'failed'; message: string }

type Run = (options: { signal: AbortSignal; onProgress: (progress: FetchProgress) => void }) => Promise<FillResult>

/** One thing to fill in: runs when pressed, can be cancelled, and ends with the panel's page. */
export function useHubStep(run: Run) {
  const [step, setStep] = useState<StepState>({ state: 'idle' })
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])

  async function start() {
    running.current?.abort()
    const mine = new AbortController()
    running.current = mine
    const show = (next: StepState) => {
      if (running.current === mine && !mine.signal.aborted) setStep(next)
    }
    show({ state: 'busy', progress: null })
    try {
      const result = await run({ signal: mine.signal, onProgress: (progress) => show({ state: 'busy', progress }) })
      show({ state: 'done', result })
    } catch (error) {
      show({ state: 'failed', message: sentenceOf(error) })
    }
  }

  return {
    step,
    start,
    cancel: () => {
      running.current?.abort()
      setStep({ state: 'idle' })
    },
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof TabUnreachableError) return 'Reload this tab and try again.'
  if (error instanceof AttachError || error instanceof ApiError || error instanceof NetworkError) return error.message
  return 'That did not work. Reload this tab and try again.'
}
