import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Settings } from 'lucide-react'
import { useId, useState } from 'react'
import { Link } from 'react-router'
import { Sheet } from '#app/components/ui/sheet.tsx'
import { Switch } from '#app/components/ui/switch.tsx'
import { queryKeys } from '#app/domains/query-keys.ts'
import { addresses } from '#app/lib/addresses.ts'
import { api } from '#app/lib/api.ts'
import { type InboxAccount, inboxContract, type UpdateInboxAccount } from '#core/social/inbox/contract.ts'
import { Button } from '#ui/button.tsx'
import { showFailure } from '#ui/toasts/notify.ts'
import { inboxQueries } from './inbox.queries.ts'
import { SavedReplies } from './saved-replies.tsx'

type InboxSettingsProps = { accounts: readonly InboxAccount[]; isPrimary?: boolean }

/** Which accounts are answered here, and the saved replies. */
export function InboxSettings({ accounts, isPrimary = false }: InboxSettingsProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button variant={isPrimary ? 'primary' : 'secondary'} className="max-md:h-11" onClick={() => setOpen(true)}>
        <Settings aria-hidden="true" /> Inbox settings
      </Button>
      {isOpen && (
        <Sheet title="Inbox settings" onClose={() => setOpen(false)}>
          <div className="flex items-center justify-between gap-4 border-b border-line px-5 py-4">
            <h2 className="text-lead font-semibold">Inbox settings</h2>
            <Button variant="quiet" className="max-md:h-11" onClick={() => setOpen(false)}>
              Close
            </Button>
          </div>
          <div className="flex min-h-0 flex-1 flex-col gap-8 overflow-y-auto p-5">
            <section className="flex flex-col gap-3" aria-label="Accounts">
              <h3 className="font-semibold">Accounts</h3>
              {accounts.length === 0 && (
                <p className="text-muted">
                  No Instagram account is connected.{' '}
                  <Link to={addresses.connections()} className="underline underline-offset-2">
                    Open Connections
                  </Link>
                </p>
              )}
              {accounts.map((account) => (
                <AccountSwitches key={account.connection_id} account={account} />
              ))}
            </section>
            <SavedReplies />
          </div>
        </Sheet>
      )}
    </>
  )
}

function AccountSwitches({ account }: { account: InboxAccount }) {
  const client = useQueryClient()
  const hintId = useId()
  const { queryKey } = inboxQueries.settings()
  const { mutate } = useMutation({
    mutationFn: (change: UpdateInboxAccount) =>
      api(inboxContract.updateSettings, { params: { id: account.connection_id }, body: change }),
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey })
      const before = client.getQueryData(queryKey)
      client.setQueryData(queryKey, (data) => {
        if (!data) return data
        const items = data.items.map((item) =>
          item.connection_id === account.connection_id ? Object.assign({ ...item }, change) : item,
        )
        return { ...data, items }
      })
      return { before }
    },
    onError: (error, _change, context) => {
      client.setQueryData(queryKey, context?.before)
      showFailure('The setting was not changed.', error)
    },
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.inbox }),
  })
  const { name, username, is_on, uses_human_agent, can_message, is_active } = account
  return (
    <div className="flex flex-col gap-3 rounded-card border border-line p-4">
      <div className="flex items-center justify-between gap-4">
        <div className="min-w-0">
          <p className="truncate font-medium">{name}</p>
          {username && <p className="truncate text-meta text-muted">@{username}</p>}
        </div>
        <Switch label={`Inbox of ${name}`} isOn={is_on} onChange={(next) => mutate({ is_on: next })} />
      </div>
      {(!can_message || !is_active) && (
        <p className="text-table text-waiting">
          {is_active ? 'Reconnect it and allow messages, so that they can be read.' : 'This account is disconnected.'}{' '}
          <Link to={addresses.connections()} className="underline underline-offset-2">
            Open Connections
          </Link>
        </p>
      )}
      <div className="flex items-start justify-between gap-4 border-t border-line pt-3">
        <div>
          <p>Reply for 7 days</p>
          <p id={hintId} className="text-meta text-muted">
            As a human agent. Meta has to approve this for your app first; replies must be written by a person.
          </p>
        </div>
        <Switch
          label={`Reply for 7 days from ${name}`}
          aria-describedby={hintId}
          isOn={uses_human_agent}
          onChange={(next) => mutate({ uses_human_agent: next })}
        />
      </div>
    </div>
  )
}
