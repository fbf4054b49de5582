import { bodyText, type Fault, type FaultCall } from '../frame/faults.ts'
import { stableNumber } from '../frame/stable-number.ts'
import { edgeRefusal } from './edge.ts'
import { type EbayState, type FaultKind, faultKinds } from './state.ts'
import { callName } from './trading/call-name.ts'
import { systemErrorXml } from './trading/trading-answer.ts'

const staleReads = new WeakSet<Request>()

/** Whether this read shows the prices from before the last change. */
export const isStaleRead = (request: Request): boolean => staleReads.has(request)

const refusedAfter = new WeakSet<Request>()

/** Whether the edge answers this request although the API did the work. */
export const isRefusedAfter = (request: Request): boolean => refusedAfter.has(request)

/** What goes wrong with this request by the plan: the planned faults first, then the dice. */
export function disturb(state: EbayState, call: FaultCall, request: Request): Fault | undefined {
  const name = callName(call)
  if (name === undefined) return undefined
  const plan = state.faults
  const kind = planned(state, name, call) ?? drawn(state, name)
  const delay = plan.latency_ms > 0 ? { delay_ms: plan.latency_ms } : {}
  if (kind === undefined) return plan.latency_ms > 0 ? delay : undefined
  if (kind === 'stale_read') {
    staleReads.add(request)
    return delay
  }
  if (kind === 'edge_refusal_after') {
    refusedAfter.add(request)
    return delay
  }
  if (kind === 'drop_before' || kind === 'drop_after')
    return { ...delay, drop: kind === 'drop_before' ? 'before' : 'after' }
  return { ...delay, ...answerOf(state, kind, call) }
}

function planned(state: EbayState, name: string, call: FaultCall): FaultKind | undefined {
  const { faults } = state
  const fault = faults.next.find(
    (one) =>
      (one.call === undefined || one.call === name) &&
      (one.about === undefined || call.path.includes(one.about) || bodyText(call.body).includes(one.about)),
  )
  if (!fault) return undefined
  if (fault.skip > 0) {
    fault.skip -= 1
    return undefined
  }
  fault.times -= 1
  faults.next = faults.next.filter(({ times }) => times > 0)
  return fault.kind
}

function drawn({ faults }: EbayState, name: string): FaultKind | undefined {
  if (Object.keys(faults.chances).length === 0) return undefined
  if (faults.calls.length > 0 && !faults.calls.includes(name)) return undefined
  faults.drawn += 1
  let left = stableNumber('ebay', faults.seed, faults.drawn)
  for (const kind of faultKinds) {
    const chance = faults.chances[kind] ?? 0
    if (left < chance) return kind === 'system_error' && !isTrading(name) ? 'internal_error' : kind
    left -= chance
  }
  return undefined
}

function answerOf(state: EbayState, kind: FaultKind, call: FaultCall): Fault {
  if (kind === 'edge_refusal') return edgeRefusal(call.path)
  if (kind === 'system_error')
    return { status: 200, headers: { 'content-type': 'text/xml' }, body: systemErrorXml(callName(call) ?? '') }
  if (kind === 'internal_error') {
    const problem = { errorId: 25001, domain: 'API_INVENTORY', subdomain: 'Selling', category: 'APPLICATION' }
    return { status: 500, body: { errors: [{ ...problem, message: 'A system error has occurred.' }] } }
  }
  return {
    status: 429,
    ...(kind === 'too_many_requests_with_wait' && { headers: { 'retry-after': String(state.faults.retry_after_s) } }),
    body: { errors: [{ errorId: 2001, domain: 'ACCESS', category: 'REQUEST', message: 'Too many requests' }] },
  }
}

const isTrading = (name: string) => /^[A-Z]/.test(name)
