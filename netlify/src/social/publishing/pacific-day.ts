const clock = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Los_Angeles',
  hourCycle: 'h23',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

/** A day may have 25 hours there. */
const MARGIN_SECONDS = 120

/** Seconds until the day that Google's quotas count begins anew in California; on a day of a clock change up to an hour late. */
export function untilMidnightPacific(now: Date): number {
  const [hour = 0, minute = 0, second = 0] = clock
    .formatToParts(now)
    .filter(({ type }) => type !== 'literal')
    .map(({ value }) => Number(value))
  return 86_400 - (hour * 3600 + minute * 60 + second) + MARGIN_SECONDS
}
