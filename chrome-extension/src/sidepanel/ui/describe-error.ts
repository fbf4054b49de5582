import { ApiError, NetworkError } from '#core/http/client.ts'

export type ErrorWords = {
  /** A sentence for people. */
  message: string
  /** For whoever is asked for help: code, request id, time. */
  details: string
}

/** What to show for anything that can be thrown. Raw text from elsewhere goes into the details only. */
export function describeError(error: unknown, now = new Date()): ErrorWords {
  const time = `Time: ${now.toISOString()}`
  if (error instanceof ApiError) {
    const { code, status, requestId, title } = error.problem
    const details = [`Code: ${code} (${status})`, requestId && `Request: ${requestId}`, time]
    return { message: withStop(error.message || title), details: details.filter(Boolean).join('\n') }
  }
  if (error instanceof NetworkError) {
    return { message: error.message, details: `Code: network\nCause: ${String(error.cause)}\n${time}` }
  }
  return {
    message: 'Something went wrong on our side. Nothing of yours was lost.',
    details: `${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}\n${time}`,
  }
}

const withStop = (sentence: string) => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`)
