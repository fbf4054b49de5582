import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type { Theme } from '#core/accounts/schema.ts'
import { getTheme, setTheme, subscribeTheme } from '#ui/theme.ts'
import { showFailure } from '#ui/toasts/notify.ts'
import { meQuery, updateMe } from './me.queries.ts'

/** The current theme, and a function that chooses one: shown at once, then stored with the account. */
export function useThemeChoice() {
  const theme = useSyncExternalStore(subscribeTheme, getTheme)
  const queryClient = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: (next: Theme) => updateMe({ theme: next }),
    onSuccess: (me) => queryClient.setQueryData(meQuery().queryKey, me),
    onError: (error) => showFailure('The theme is set on this device only.', error),
  })
  function chooseTheme(next: Theme) {
    setTheme(next)
    mutate(next)
  }
  return { theme, chooseTheme }
}
