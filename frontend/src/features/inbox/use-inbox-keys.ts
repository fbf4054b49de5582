import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { useShortcuts } from '#ui/keyboard.ts'
import { conversationCache } from './inbox.queries.ts'
import { useChangeConversation } from './use-change-conversation.ts'

type Keys = { ids: readonly string[]; openId: string | undefined; addressOf: (id: string) => string }

/** j and k open the next and the previous conversation, r goes to the reply, e resolves or reopens, / searches. */
export function useInboxKeys({ ids, openId, addressOf }: Keys): void {
  const navigate = useNavigate()
  const client = useQueryClient()
  const { resolve, reopen } = useChangeConversation()

  function go(step: 1 | -1) {
    const current = openId === undefined ? -1 : ids.indexOf(openId)
    const at = current === -1 ? (step === 1 ? 0 : ids.length - 1) : current + step
    const next = ids[Math.min(Math.max(at, 0), ids.length - 1)]
    if (next !== undefined && next !== openId) void navigate(addressOf(next), { preventScrollReset: true })
  }

  useShortcuts({
    j: () => go(1),
    k: () => go(-1),
    r: () => document.querySelector<HTMLElement>('[data-composer]')?.focus(),
    e: () => {
      const conversation = openId === undefined ? undefined : conversationCache.find(client, openId)
      if (!conversation) return
      if (conversation.resolved_at === null) resolve(conversation.id)
      else reopen(conversation.id)
    },
    '/': () => document.querySelector<HTMLElement>('input[type="search"]')?.focus(),
  })
}
