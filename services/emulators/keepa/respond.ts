import { gzipSync } from 'node:zlib'
import { refillInMs, type TokenAccount } from './token-bucket.ts'

/** A Keepa refusal; costs no tokens. */
export class KeepaRefusal extends Error {
  readonly status: number
  readonly type: string
  readonly details: string

  constructor(status: number, type: string, message: string, details = '') {
    super(message)
    this.status = status
    this.type = type
    this.details = details
  }
}

/** 405: an unreadable parameter, with Keepa's name for it. */
export function invalidParameter(name: string, details = ''): KeepaRefusal {
  return new KeepaRefusal(405, 'invalidParameter', `${name} parameter invalid`, details)
}

/** 400: parameters that are readable but not allowed together, or too many. */
export function rejected(message: string): KeepaRefusal {
  return new KeepaRefusal(400, 'requestRejected', message)
}

type Answer = {
  tokensConsumed?: number
  startedAtMs: number
  nowMs: number
  account: TokenAccount | undefined
  isCut?: boolean
}

/** Keepa's envelope around `fields`, compressed whatever the caller accepts. */
export function keepaResponse(fields: object, status: number, answer: Answer): Response {
  const { account, nowMs, startedAtMs, tokensConsumed = 0, isCut = false } = answer
  const envelope = {
    timestamp: nowMs,
    tokensLeft: account?.left ?? 0,
    refillIn: account ? refillInMs(account, nowMs) : 0,
    refillRate: account?.refill_rate ?? 0,
    tokenFlowReduction: 0,
    tokensConsumed,
    processingTimeInMs: Math.max(0, Date.now() - startedAtMs),
    ...fields,
  }
  const bytes = gzipSync(JSON.stringify(envelope), { level: 1 })
  return new Response(isCut ? bytes.subarray(0, bytes.length >> 1) : bytes, {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8', 'content-encoding': 'gzip' },
  })
}
