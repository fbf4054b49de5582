import { queryOptions } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { correlationsContract } from '#core/correlations/contract.ts'
import { listingsContract } from '#core/listings/contract.ts'
import { pricesContract } from '#core/prices/contract.ts'
import { DAY_MS, dayIn } from '#core/prices/zone.ts'
import { productsContract } from '#core/products/contract.ts'
import { shipmentsContract } from '#core/products/shipments/contract.ts'
import { BUILT_IN_VIEWS } from '#core/products/views/schema.ts'
import { socialPostsContract } from '#core/social/posts/contract.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import { videosContract } from '#core/videos/contract.ts'

/** How many rows a card of Home shows before it links to the whole list. */
const SHOWN = 5

export const homeQueries = {
  needingVideo: () =>
    queryOptions({
      queryKey: [...queryKeys.products, 'home', 'needing-video'],
      queryFn: ({ signal }) =>
        api(productsContract.list, { query: { ...asQuery('needs_video'), limit: SHOWN, count: 'true' }, signal }),
    }),
  /** The longest overdue product comes first. */
  followUpsDue: () =>
    queryOptions({
      queryKey: [...queryKeys.products, 'home', 'follow-ups-due'],
      queryFn: ({ signal }) =>
        api(productsContract.list, { query: { ...asQuery('follow_ups_due'), limit: SHOWN, count: 'true' }, signal }),
    }),
  /** Price drops since midnight in that time zone, and the listings that need attention now. */
  ebayToday: (timeZone: string) =>
    queryOptions({
      queryKey: [...queryKeys.listings, 'home', timeZone],
      queryFn: async ({ signal }) => {
        const counts = await api(listingsContract.counts, { signal })
        const { active, sold_out, inactive, ended, parked, without_floor } = counts
        const listings = active + sold_out + inactive + ended
        const days = listings > 0 ? await changesOfToday(timeZone, signal) : []
        return {
          listings,
          needs_attention: parked,
          without_floor,
          drops: days.reduce((sum, day) => sum + day.cuts, 0),
          reduced: days.map(({ currency, taken_off_cents: cents }) => ({ currency, cents })),
        }
      },
    }),
  /** The posts of the next two weeks, the next one first, and how many need a person. */
  posts: () =>
    queryOptions({
      queryKey: [...queryKeys.socialPosts, 'home'],
      queryFn: async ({ signal }) => {
        const { total, by_state, attention } = await api(socialPostsContract.counts, { signal })
        if (total === 0) return { total, posted: 0, attention: 0, next: [] }
        const from = new Date()
        const query = { from: from.toISOString(), until: new Date(from.getTime() + 14 * DAY_MS).toISOString() }
        const { items } = await api(socialPostsContract.calendar, { query, signal })
        const next = items
          .filter(({ state, scheduled_at }) => state === 'scheduled' && scheduled_at !== null)
          .toSorted((one, other) => (one.scheduled_at ?? '').localeCompare(other.scheduled_at ?? ''))
        return { total, posted: by_state.posted, attention, next: next.slice(0, SHOWN) }
      },
    }),
  recentlyCompleted: () =>
    queryOptions({
      queryKey: [...queryKeys.tasks, 'home', 'completed'],
      queryFn: ({ signal }) => api(tasksContract.list, { query: { sort: 'completed', limit: SHOWN }, signal }),
    }),
  /** Shipments on their way, and shipments that arrived within a week. */
  shipments: () =>
    queryOptions({
      queryKey: [...queryKeys.products, 'home', 'shipments'],
      queryFn: async ({ signal }) => {
        const [arriving, delivered] = await Promise.all([
          api(shipmentsContract.list, { query: { state: 'arriving', limit: SHOWN }, signal }),
          api(shipmentsContract.list, { query: { state: 'delivered_lately', limit: SHOWN }, signal }),
        ])
        const unreadable = [...(arriving.unreadable ?? []), ...(delivered.unreadable ?? [])]
        return { arriving: arriving.items, delivered: delivered.items, unreadable }
      },
    }),
  /** Which first steps the workspace has done. */
  firstSteps: () =>
    queryOptions({
      queryKey: [...queryKeys.products, 'home', 'first-steps'],
      queryFn: async ({ signal }) => {
        const [products, videos, accepted, completed] = await Promise.all([
          api(productsContract.list, { query: { limit: 1 }, signal }),
          api(videosContract.list, { query: { limit: 1 }, signal }),
          api(correlationsContract.list, { query: { decision: 'accepted', limit: 1 }, signal }),
          api(tasksContract.list, { query: { status: 'completed', limit: 1 }, signal }),
        ])
        return {
          product: products.items.length > 0,
          video: videos.items.length > 0,
          correlation: accepted.items.length > 0,
          task: completed.items.length > 0,
          firstProductId: products.items[0]?.id,
        }
      },
    }),
}

// A card shows the rows of the built-in view with the same name, which "Show all" opens.
function asQuery(view: string): { filter: string; sort: string } {
  const state = BUILT_IN_VIEWS.find(({ key }) => key === view)?.state
  if (!state) throw new Error(`There is no built-in view ${view}.`)
  return { filter: JSON.stringify(state.filter), sort: state.sort }
}

async function changesOfToday(timeZone: string, signal: AbortSignal) {
  const today = dayIn(timeZone, Date.now())
  // Two days back covers every time zone: a price drop planned yesterday may be confirmed today.
  const planned_from = new Date(Date.parse(today) - 2 * DAY_MS).toISOString()
  const { items } = await api(pricesContract.byDay, { query: { planned_from }, signal })
  return items.filter(({ day, taken_off_cents }) => day === today && taken_off_cents > 0)
}
