import { Link } from 'react-router'
import { Notice } from '#app/components/ui/notice.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { InboxAccount } from '#core/social/inbox/contract.ts'

/** What keeps messages of an account from coming or going, and what to do about it. */
export function InboxNotices({ accounts }: { accounts: readonly InboxAccount[] }) {
  const format = useFormat()
  const on = accounts.filter(({ is_on }) => is_on)
  const broken = on.filter(({ sync_error, is_active }) => sync_error !== null || !is_active)
  const held = on.filter(({ held_until }) => held_until !== null)
  if (broken.length === 0 && held.length === 0) return null
  return (
    <div className="flex flex-col gap-2 px-4 pb-3 md:px-6">
      {broken.map((account) => (
        <Notice key={account.connection_id} tone="failed">
          New messages of {account.name} don't arrive. {whyBroken(account)}{' '}
          <Link to={addresses.connections()} className="font-medium underline">
            Open Connections
          </Link>
        </Notice>
      ))}
      {held.map(({ connection_id, name, held_until }) => (
        <Notice key={connection_id} tone="waiting">
          Instagram has paused sending for {name}. Your replies go out after{' '}
          {held_until !== null && format.instant(held_until)}.
        </Notice>
      ))}
    </div>
  )
}

function whyBroken({ is_active, sync_error }: InboxAccount): string {
  if (!is_active) return 'The account is disconnected.'
  if (sync_error === 'social_reconnect' || sync_error === 'reconnect') return 'Connect it again.'
  if (sync_error === 'provider_not_configured') return "Instagram isn't set up on this server. Ask your administrator."
  return 'Instagram refused to show them. Check that messages are allowed for this connection.'
}
