import { z } from 'zod'
import { useAddress } from '#app/components/data-table/query/use-address.ts'
import { Day } from '#core/time.ts'

const CalendarAddress = z.object({ view: z.enum(['month', 'week', 'list']).default('month'), day: Day.optional() })

/** The view and the day that it shows. */
export const useCalendarAddress = () => useAddress(CalendarAddress, { filters: [] })
