import { useMutation, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import {
  type ChooseSocialAccounts,
  type SocialAccount,
  type SocialLogin,
  socialAccountsContract,
} from '#core/social/accounts/contract.ts'
import { showDone, showFailure } from '#ui/toasts/notify.ts'

/** The changes of the workspace's accounts on social networks. */
export function useSocialAccounts() {
  const queryClient = useQueryClient()
  // A sign-in goes with its last account, so the cards change too.
  const refresh = () =>
    Promise.all(
      [queryKeys.socialAccounts, queryKeys.connections].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
    )
  const choose = useMutation({
    mutationFn: async (choices: readonly ChooseSocialAccounts[]) => {
      for (const body of choices) await api(socialAccountsContract.choose, { body })
    },
    onSuccess: () => showDone('Accounts saved.'),
    onError: (error) => showFailure('The accounts were not saved.', error),
    onSettled: refresh,
  })
  const remove = useMutation({
    mutationFn: ({ id }: SocialAccount) => api(socialAccountsContract.remove, { params: { id } }),
    onSuccess: ({ name }) => showDone(`${name} is disconnected.`, 'Its posts and messages stay here.'),
    onError: (error) => showFailure('The account is still connected.', error),
    onSettled: refresh,
  })
  const switchLogin = useMutation({
    mutationFn: ({ account, login }: { account: SocialAccount; login: SocialLogin }) =>
      api(socialAccountsContract.switchLogin, {
        params: { id: account.id },
        body: { provider: login.provider, sign_in: login.sign_in },
      }),
    onSuccess: ({ name }) => showDone(`${name} now uses another login.`, 'Its posts and messages stay here.'),
    onError: (error) => showFailure('The login was not changed.', error),
    onSettled: refresh,
  })
  return { choose, remove, switchLogin }
}
