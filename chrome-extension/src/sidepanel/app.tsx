import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useOnePress } from '#ui/one-press.ts'
import { sessionItem } from '../storage/items.ts'
import { SignInView } from './account/sign-in-view.tsx'
import { TasksView } from './tasks/tasks-view.tsx'
import { useStoredItem } from './use-stored-item.ts'

/** The panel: sign in once, then the tasks. */
export function App() {
  const session = useStoredItem(sessionItem)
  const userId = session?.state === 'signed_in' ? session.user.id : undefined
  const queryClient = useQueryClient()
  useOnePress()
  // A new cache for each person, so that no one sees another person's data.
  useEffect(() => {
    if (!userId) queryClient.clear()
  }, [userId, queryClient])

  if (!session) return null
  if (session.state === 'signed_out') return <SignInView reason={session.reason} />
  return <TasksView key={`${session.origin} ${session.user.id}`} session={session} />
}
