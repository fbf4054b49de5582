import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { Checkbox } from '#app/components/ui/checkbox.tsx'
import { Notice } from '#app/components/ui/notice.tsx'
import { postQueries } from '#app/domains/social/posts.queries.ts'
import { addresses } from '#app/lib/addresses.ts'
import { NETWORK_NAMES } from '#core/social/networks.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'

type AccountPickerProps = { chosen: readonly string[]; onChange: (ids: string[]) => void }

/** The accounts that a post goes to. One that cannot post says why; one that was chosen before stays visible. */
export function AccountPicker({ chosen, onChange }: AccountPickerProps) {
  const { data: accounts, error, isFetching, refetch } = useQuery(postQueries.accounts())
  if (!accounts) {
    return error ? (
      <ErrorState
        room="panel"
        title="The accounts could not be loaded"
        error={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    ) : (
      <Skeleton className="h-16" />
    )
  }
  const shown = accounts.filter(({ id, is_active }) => is_active || chosen.includes(id))
  if (shown.length === 0) {
    return (
      <Notice tone="info">
        No social account is connected.{' '}
        <Link to={addresses.connections()} className="underline underline-offset-2">
          Connect an account
        </Link>
      </Notice>
    )
  }
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 font-medium">Accounts</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {shown.map(({ id, network, name, username, is_active, can_post }) => {
          const problem = !is_active
            ? 'Disconnected. Reconnect it under Connections.'
            : can_post
              ? undefined
              : 'Posting is not allowed. Reconnect it and allow posting.'
          return (
            <Checkbox
              key={id}
              isChecked={chosen.includes(id)}
              onChange={(isChosen) => onChange(isChosen ? [...chosen, id] : chosen.filter((other) => other !== id))}
              hint={problem ?? handleOf(username)}
            >
              {NETWORK_NAMES[network]}: {name}
            </Checkbox>
          )
        })}
      </div>
    </fieldset>
  )
}

/** YouTube's handles come with their sign. */
const handleOf = (username: string | null): string | undefined =>
  username ? `@${username.replace('@', '')}` : undefined
