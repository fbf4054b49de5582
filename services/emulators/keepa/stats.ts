import { CSV, keepaMinutes, type Point } from './catalog/history.ts'

const DAY_MINUTES = 24 * 60

type Options = {
  history: (Point[] | null)[]
  window: { fromMs: number; toMs: number }
  nowMs: number
  /** Buy box fields have a meaning only after an offers request. */
  withOffers: boolean
}

/** Keepa's `stats` object; every array is indexed by price type, -1 without an offer. */
export function productStats({ history, window, nowMs, withOffers }: Options) {
  const now = keepaMinutes(nowMs)
  const averageSince = (days: number) => history.map((points) => average(points, now - days * DAY_MINUTES, now))
  const from = keepaMinutes(window.fromMs)
  const to = keepaMinutes(window.toMs)
  const current = history.map((points) => withShipping(points?.at(-1)))
  const buyBox = history[CSV.BUY_BOX_SHIPPING]?.at(-1)
  const hasBuyBox = withOffers && buyBox !== undefined && buyBox.value > 0
  return {
    current,
    avg: history.map((points) => average(points, from, to)),
    avg30: averageSince(30),
    avg90: averageSince(90),
    avg180: averageSince(180),
    avg365: averageSince(365),
    atIntervalStart: history.map((points) => withShipping(points?.findLast(({ minute }) => minute <= from))),
    min: history.map((points) => extreme(points, (left, right) => left < right)),
    max: history.map((points) => extreme(points, (left, right) => left > right)),
    salesRankDrops30: rankDrops(history[CSV.SALES], now - 30 * DAY_MINUTES),
    salesRankDrops90: rankDrops(history[CSV.SALES], now - 90 * DAY_MINUTES),
    totalOfferCount: withOffers ? Math.max(0, current[CSV.COUNT_NEW] ?? 0) : -2,
    buyBoxPrice: hasBuyBox ? buyBox.value : -2,
    buyBoxShipping: hasBuyBox ? (buyBox.shipping ?? 0) : -2,
    buyBoxIsAmazon: hasBuyBox ? history[CSV.AMAZON] !== null : null,
    buyBoxSellerId: hasBuyBox ? 'ATVPDKIKX0DER' : null,
  }
}

function withShipping(point: Point | undefined): number {
  if (point === undefined || point.value === -1) return -1
  return point.value + Math.max(0, point.shipping ?? 0)
}

/** Weighted by how long each value lasted, over the time with an offer. */
function average(points: Point[] | null, from: number, to: number): number {
  let weight = 0
  let sum = 0
  points?.forEach((point, index) => {
    const start = Math.max(from, point.minute)
    const end = Math.min(to, points[index + 1]?.minute ?? to)
    if (end <= start || point.value === -1) return
    weight += end - start
    sum += (end - start) * withShipping(point)
  })
  return weight === 0 ? -1 : Math.round(sum / weight)
}

function extreme(points: Point[] | null, isBetter: (left: number, right: number) => boolean): [number, number] | null {
  const offered = points?.filter(({ value }) => value !== -1) ?? []
  const [first] = offered
  if (!first) return null
  const best = offered.reduce(
    (found, point) => (isBetter(withShipping(point), withShipping(found)) ? point : found),
    first,
  )
  return [best.minute, withShipping(best)]
}

function rankDrops(points: Point[] | null | undefined, since: number): number {
  if (!points) return 0
  return points.filter((point, index) => point.minute >= since && point.value < (points[index - 1]?.value ?? 0)).length
}
