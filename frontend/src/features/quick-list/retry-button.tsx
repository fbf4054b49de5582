import { useState } from 'react'
import { CreateQuickList, type QuickList } from '#core/quick-list/schema.ts'
import { Button } from '#ui/button.tsx'
import { showFailure } from '#ui/toasts/notify.ts'
import { useListIt } from './quick-list.queries.ts'
import { useQuickListAddress } from './use-quick-list-address.ts'

/** Repeats the request as a new attempt. */
export function RetryButton({ attempt, variant }: { attempt: QuickList; variant?: 'primary' | 'secondary' }) {
  const { goTo } = useQuickListAddress()
  const [key] = useState(() => crypto.randomUUID())
  const listIt = useListIt(({ id }) => goTo({ attemptId: id }))
  const input = CreateQuickList.safeParse(attempt.input).data
  if (!input) return null
  const retry = () =>
    listIt.mutate({ input, key }, { onError: (error) => showFailure('It was not tried again.', error) })
  return (
    <Button
      {...(variant && { variant })}
      size={variant ? 'medium' : 'small'}
      onClick={retry}
      isBusy={listIt.isPending}
      aria-label={variant ? undefined : `Try ${attempt.title} again`}
    >
      Try again
    </Button>
  )
}
