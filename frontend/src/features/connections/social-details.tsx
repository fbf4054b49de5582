import { useQuery } from '@tanstack/react-query'
import { Ellipsis } from 'lucide-react'
import { useContext, useState } from 'react'
import { Avatar } from '#app/components/ui/avatar.tsx'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { socialAccountsQuery } from '#app/domains/social/social-accounts.queries.ts'
import { ACCOUNT_KINDS, HEALTH_WORDS, LOGIN_NAMES } from '#app/domains/social/social-words.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { SocialProvider, SocialStatus } from '#core/connections/social.ts'
import type { SocialAccount } from '#core/social/accounts/contract.ts'
import { Badge } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'
import { Menu, MenuItem } from '#ui/dropdown-menu.tsx'
import { AccountPicker } from './account-picker.tsx'
import { AfterSignIn } from './after-sign-in.ts'
import { DetailRow } from './detail-row.tsx'
import { useSocialAccounts } from './use-social-accounts.ts'

type DetailsProps = { provider: SocialProvider; address: string; status: SocialStatus }

/** Who signed in, until when, and the accounts that these sign-ins serve. */
export function SocialDetails({ provider, address, status }: DetailsProps) {
  const format = useFormat()
  const { data } = useQuery(socialAccountsQuery())
  const accounts = data?.filter((account) => account.is_active && account.provider === provider) ?? []
  // Facebook reaches several pages, so there is something to choose; the other sign-ins are one account each.
  const hasChoice = provider === 'facebook'
  const [isPicking, setIsPicking] = useState(useContext(AfterSignIn) === address && hasChoice)
  return (
    <>
      {status.sign_ins.map(({ account, name, state, expires_at }) => (
        <DetailRow key={account} name="Signed in as">
          <span className="min-w-0 truncate">{name}</span>
          {state !== 'connected' && <Badge tone={HEALTH_WORDS[state].tone}>{HEALTH_WORDS[state].word}</Badge>}
          {expires_at && (
            <time dateTime={expires_at} title={format.instant(expires_at)} className="text-meta text-muted">
              until {format.dayOf(expires_at)}
            </time>
          )}
        </DetailRow>
      ))}
      {accounts.map((account) => (
        <AccountRow key={account.id} account={account} />
      ))}
      {hasChoice && (
        <DetailRow name={accounts.length === 0 && data ? 'No account is used yet' : 'Accounts'}>
          <Button size="small" onClick={() => setIsPicking(true)}>
            Choose accounts
          </Button>
        </DetailRow>
      )}
      {isPicking && <AccountPicker provider={provider} signIns={status.sign_ins} onClose={() => setIsPicking(false)} />}
    </>
  )
}

function AccountRow({ account }: { account: SocialAccount }) {
  const { remove, switchLogin } = useSocialAccounts()
  const [isLeaving, setIsLeaving] = useState(false)
  const { name, network, health, provider, sign_in, logins, missing_permissions } = account
  const others = logins.filter((login) => login.provider !== provider || login.sign_in !== sign_in)
  const { tone, word } = HEALTH_WORDS[health]
  const why =
    health === 'limited'
      ? missing_permissions.length > 0
        ? `Not allowed: ${missing_permissions.join(', ')}. Reconnect and leave everything selected.`
        : 'The role of who signed in does not allow posting.'
      : undefined
  return (
    <div className="flex min-h-12 items-center gap-3 py-1.5">
      <dt className="flex min-w-0 flex-1 items-center gap-3">
        <Avatar name={name} />
        <span className="min-w-0">
          <span className="block truncate font-medium">{name}</span>
          <span className="block truncate text-meta text-muted">{ACCOUNT_KINDS[network]}</span>
        </span>
      </dt>
      <dd className="flex shrink-0 items-center gap-2">
        <Badge tone={tone} {...(why && { title: why })}>
          {word}
        </Badge>
        <Menu
          align="end"
          trigger={
            <Button variant="quiet" size="small" aria-label={`Actions for ${name}, ${ACCOUNT_KINDS[network]}`}>
              <Ellipsis className="size-4" aria-hidden="true" />
            </Button>
          }
        >
          {others.map((login) => (
            <MenuItem
              key={`${login.provider} ${login.sign_in}`}
              onSelect={() => switchLogin.mutate({ account, login })}
            >
              Use {LOGIN_NAMES[login.provider]} ({login.name})
            </MenuItem>
          ))}
          <MenuItem tone="danger" onSelect={() => setIsLeaving(true)}>
            Disconnect
          </MenuItem>
        </Menu>
      </dd>
      <ConfirmDialog
        isOpen={isLeaving}
        onClose={() => setIsLeaving(false)}
        title={`Disconnect ${name}?`}
        action="Disconnect"
        isBusy={remove.isPending}
        onConfirm={() => remove.mutate(account, { onSettled: () => setIsLeaving(false) })}
      >
        OpSyncPro stops posting to it and reading its messages. Posts that are scheduled wait. What was posted and
        written stays here.
      </ConfirmDialog>
    </div>
  )
}
