import { useMutation, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { ruleWords, wallWords } from '#app/domains/social/clock-words.ts'
import { postQueries, type Stretch } from '#app/domains/social/posts.queries.ts'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { ApiError } from '#core/http/client.ts'
import { socialPostsContract } from '#core/social/posts/contract.ts'
import type { Calendar, CalendarPost } from '#core/social/posts/schema.ts'
import { resolveWallTime, shiftDays, type WallTime } from '#core/social/posts/wall-time.ts'
import { showDone, showFailure, showUndo } from '#ui/toasts/notify.ts'
import { daysBetween, type ShownPost } from './days.ts'

type Move = { post: CalendarPost; wall: WallTime }

/**
 * Moves a scheduled post to another day at its own time: shown at once, put back when the server refuses. A time in the
 * past is refused here, because the server would refuse it. A post of another time zone moves by as many days as the
 * calendar shows, because its own day may be another one.
 */
export function useMovePost(stretch: Stretch) {
  const queryClient = useQueryClient()
  const { locale } = useFormat()
  const { queryKey } = postQueries.calendar(stretch)

  const { mutate } = useMutation({
    mutationFn: ({ post, wall }: Move) =>
      api(socialPostsContract.schedule, {
        params: { id: post.id },
        body: { wall, time_zone: zoneOf(post) },
        ifMatch: post.updated_at,
      }),
    onMutate: async ({ post, wall }) => {
      await queryClient.cancelQueries({ queryKey })
      const before = queryClient.getQueryData(queryKey)
      const { at, rule } = resolveWallTime(wall, zoneOf(post))
      const change = { scheduled_wall: wall, scheduled_at: at, schedule_rule: rule }
      queryClient.setQueryData(
        queryKey,
        (calendar: Calendar | undefined) =>
          calendar && {
            ...calendar,
            items: calendar.items
              .map((item) => (item.id === post.id ? { ...item, ...change } : item))
              .toSorted((a, b) => Date.parse(a.scheduled_at ?? '') - Date.parse(b.scheduled_at ?? '')),
          },
      )
      return { before }
    },
    onSuccess: (saved, { post }) => {
      const moved = { ...post, ...saved }
      const words = saved.scheduled_wall ? wallWords(saved.scheduled_wall, locale) : ''
      const rule =
        saved.scheduled_wall && saved.time_zone ? ruleWords(saved.scheduled_wall, saved.time_zone, locale) : null
      const from = post.scheduled_wall
      if (from) showUndo(`Moved to ${words}`, () => mutate({ post: moved, wall: from }), rule ?? undefined)
      else showDone(`Moved to ${words}`, rule ?? undefined)
    },
    onError: (error, _move, context) => {
      queryClient.setQueryData(queryKey, context?.before)
      const isOld = error instanceof ApiError && error.is('row_changed')
      showFailure(
        isOld
          ? 'Another person changed this post. The calendar shows its current time; move it again if needed.'
          : 'The post stays where it was.',
        isOld ? undefined : error,
      )
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.socialPosts }),
  })

  return (post: ShownPost, day: string) => {
    if (post.state !== 'scheduled' || post.scheduled_wall === null) return showFailure('Only scheduled posts can move.')
    if (day === post.day) return
    const wall = shiftDays(post.scheduled_wall, daysBetween(post.day, day))
    if (Date.parse(resolveWallTime(wall, zoneOf(post)).at) < Date.now()) {
      return showFailure('That time is in the past. The post stays where it was.')
    }
    mutate({ post, wall })
  }
}

const zoneOf = ({ time_zone }: CalendarPost) => time_zone ?? 'UTC'
