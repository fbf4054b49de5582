import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { InfluencerTask } from '#core/tasks/schema.ts'
import { sendMessage } from '../../messaging/send-message.ts'
import { readOutbox } from '../../outbox/outbox.ts'
import type { OutboxItem } from '../../outbox/outbox-item.ts'
import { sendOutbox } from '../../outbox/send-outbox.ts'
import { outboxItem } from '../../storage/items.ts'
import { showSaved } from '../tasks/panel-queries.ts'

/** Rows of tasks that were done here stay in their group, for a link or an undo, although the list has them no more. */
const MOST_DONE = 100

export type Outbox = {
  /** Undefined until they have been read, so that no row shows its old state first. */
  items: OutboxItem[] | undefined
  /** Tasks that the server saved as done since the panel was opened. */
  done: InfluencerTask[]
}

/** The person's changes that wait or were refused, in every window; asks for sending when the network is back. */
export function useOutbox(account: string): Outbox {
  const queryClient = useQueryClient()
  const [items, setItems] = useState<OutboxItem[]>()
  const [done, setDone] = useState<InfluencerTask[]>([])

  useEffect(() => {
    let isOver = false
    let reads = 0
    const read = async () => {
      const number = ++reads
      // Without the outbox the list is still of use.
      const found = await readOutbox(account).catch(() => [])
      // A slower, earlier answer is old.
      if (!isOver && number === reads) setItems(found)
    }
    const onNews = async (saved: InfluencerTask | null) => {
      if (saved) {
        await showSaved(queryClient, saved)
        const isDone = saved.status !== 'pending'
        setDone((tasks) => [
          ...tasks.filter(({ id }) => id !== saved.id).slice(1 - MOST_DONE),
          ...(isDone ? [saved] : []),
        ])
      }
      await read()
    }
    void read()
    requestSending()
    const stop = outboxItem.subscribe(({ saved }) => void onNews(saved))
    addEventListener('online', requestSending)
    return () => {
      isOver = true
      stop()
      removeEventListener('online', requestSending)
    }
  }, [account, queryClient])

  return { items, done }
}

/** Asks the worker to send what waits; when it cannot be reached, this window sends. */
export function requestSending(): void {
  // What is still unsent stays on disk, and the worker's alarm brings the next attempt.
  sendMessage('outbox/send').catch(() => sendOutbox().catch(() => {}))
}
