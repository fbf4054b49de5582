import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Checkbox } from '#app/components/ui/checkbox.tsx'
import { availableAccountsQuery } from '#app/domains/social/social-accounts.queries.ts'
import { ACCOUNT_KINDS } from '#app/domains/social/social-words.ts'
import type { SocialProvider, SocialSignIn } from '#core/connections/social.ts'
import { describeError } from '#core/http/describe-error.ts'
import type { AvailableAccount, ChooseSocialAccounts } from '#core/social/accounts/contract.ts'
import { Button } from '#ui/button.tsx'
import { Dialog, DialogActions } from '#ui/dialog.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { useSocialAccounts } from './use-social-accounts.ts'

type PickerProps = { provider: SocialProvider; signIns: readonly SocialSignIn[]; onClose: () => void }

/** Chooses which pages and accounts of each sign-in the workspace uses. */
export function AccountPicker({ provider, signIns, onClose }: PickerProps) {
  const { data, error, isFetching, refetch } = useQuery(availableAccountsQuery(provider))
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="large"
      title="Which accounts do you want to use?"
      description="You can change this at any time. Posts and messages of an account stay here."
    >
      {data ? (
        <Choices provider={provider} signIns={signIns} available={data} onClose={onClose} />
      ) : error ? (
        <div role="alert" className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-muted">{describeError(error).message}</p>
          <Button onClick={() => void refetch()} isBusy={isFetching}>
            Try again
          </Button>
        </div>
      ) : (
        <div role="status" aria-label="Loading accounts" className="flex flex-col gap-3">
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
        </div>
      )}
    </Dialog>
  )
}

function Choices({ provider, signIns, available, onClose }: PickerProps & { available: readonly AvailableAccount[] }) {
  const { choose } = useSocialAccounts()
  const [chosen, setChosen] = useState(() => firstChoice(available))
  const groups = signIns.map((signIn) => ({
    signIn,
    accounts: available.filter(({ sign_in }) => sign_in === signIn.account),
  }))
  const toggle = (key: string, isOn: boolean) =>
    setChosen((before) => {
      const next = new Set(before)
      if (isOn) next.add(key)
      else next.delete(key)
      return next
    })
  const save = () => {
    const choices = groups.map(
      ({ signIn, accounts }): ChooseSocialAccounts => ({
        provider,
        sign_in: signIn.account,
        accounts: accounts
          .filter((account) => chosen.has(keyOf(account)) && !isElsewhere(account))
          .map(({ network, account_id }) => ({ network, account_id })),
      }),
    )
    choose.mutate(choices, { onSuccess: onClose })
  }
  return (
    <>
      <div className="flex flex-col gap-5">
        {groups.map(({ signIn, accounts }) => (
          <fieldset key={signIn.account} className="flex flex-col gap-3">
            <legend className="mb-2 font-semibold">{signIn.name}</legend>
            {accounts.length === 0 && (
              <p className="text-muted">No pages were shared with OpSyncPro. Reconnect and select at least one page.</p>
            )}
            {accounts.map((account) =>
              isElsewhere(account) ? (
                <p key={keyOf(account)} className="pl-6 text-muted">
                  {nameOf(account)}: already connected by another login. You can change its login in the list.
                </p>
              ) : (
                <Checkbox
                  key={keyOf(account)}
                  isChecked={chosen.has(keyOf(account))}
                  onChange={(isOn) => toggle(keyOf(account), isOn)}
                  hint={hintOf(account)}
                >
                  {nameOf(account)}
                </Checkbox>
              ),
            )}
          </fieldset>
        ))}
      </div>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" onClick={save} isBusy={choose.isPending}>
          Use {chosen.size === 1 ? '1 account' : `${chosen.size} accounts`}
        </Button>
      </DialogActions>
    </>
  )
}

const keyOf = ({ sign_in, network, account_id }: AvailableAccount) => `${sign_in} ${network} ${account_id}`

/** Another login serves it: choosing here changes nothing. */
const isElsewhere = ({ is_used, used_by, used_sign_in, provider, sign_in }: AvailableAccount) =>
  is_used && (used_by !== provider || used_sign_in !== sign_in)

/** What is used now; before the first choice, everything that can post. */
function firstChoice(available: readonly AvailableAccount[]): ReadonlySet<string> {
  const own = available.filter((account) => !isElsewhere(account))
  const used = own.filter(({ is_used }) => is_used)
  const isFirst = used.length === 0 && own.every(({ was_used }) => !was_used)
  return new Set((isFirst ? own.filter(({ can_post }) => can_post) : used).map(keyOf))
}

const nameOf = ({ name, network }: AvailableAccount) => `${name} · ${ACCOUNT_KINDS[network]}`

function hintOf({ can_post, missing_permissions, was_used, is_used }: AvailableAccount): string | undefined {
  if (missing_permissions.length > 0) return `Can’t post: “${missing_permissions.join('”, “')}” was not allowed.`
  if (!can_post) return 'Can’t post: your role on this page does not allow it.'
  if (was_used && !is_used) return 'Used before. Its posts and messages are here.'
  return undefined
}
