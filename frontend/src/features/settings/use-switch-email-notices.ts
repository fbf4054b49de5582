import { useMutation, useQueryClient } from '@tanstack/react-query'
import { meQuery, updateMe } from '#app/domains/accounts/me.queries.ts'
import { showFailure } from '#ui/toasts/notify.ts'

const SWITCHES = ['switch-email-notices']

/** Switches a person's emails: shown at once, restored when the API refuses. */
export function useSwitchEmailNotices() {
  const queryClient = useQueryClient()
  const { queryKey } = meQuery()
  const show = (isOn: boolean) =>
    queryClient.setQueryData(queryKey, (me) => (me ? { ...me, email_notices: isOn } : undefined))
  return useMutation({
    mutationKey: SWITCHES,
    // One after another: the last switch a person touched is the last one the API hears of.
    scope: { id: 'email-notices' },
    mutationFn: (isOn: boolean) => updateMe({ email_notices: isOn }),
    onMutate: async (isOn) => {
      const before = queryClient.getQueryData(queryKey)?.email_notices
      show(isOn)
      await queryClient.cancelQueries({ queryKey })
      return { before }
    },
    onError: (error, _isOn, context) => {
      if (context?.before !== undefined) show(context.before)
      showFailure('Your email setting was not changed.', error)
    },
    onSettled: () => {
      // While another switch is on its way the API's answer would undo it on screen.
      if (queryClient.isMutating({ mutationKey: SWITCHES }) === 1) void queryClient.invalidateQueries({ queryKey })
    },
  })
}
