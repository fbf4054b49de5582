import { ApiError, LostAnswerError, NetworkError } from './client.ts'

export type ErrorWords = {
  /** A sentence for people. */
  message: string
  /** For support: code, request id, time. */
  details: string
}

const OUR_FAULT = 'Something went wrong on our side. Your data is safe. Try again in a moment.'

/** What to show for any thrown value. Text that is not ours goes into the details only. */
export function describeError(error: unknown, now = new Date()): ErrorWords {
  if (error instanceof ApiError) {
    const { code, status, requestId, issues, title } = error.problem
    const fields = issues?.map(({ path, message }) => `${path}: ${message}`) ?? []
    return {
      message: code === 'internal' ? OUR_FAULT : withStop(error.message || title),
      details: lines([`Code: ${code} (${status})`, requestId && `Request: ${requestId}`, ...fields, at(now)]),
    }
  }
  if (error instanceof NetworkError) {
    return {
      message: error.message,
      details: lines([
        `Code: ${error instanceof LostAnswerError ? 'lost_answer' : 'network'}`,
        `Cause: ${String(error.cause)}`,
        at(now),
      ]),
    }
  }
  return {
    message: OUR_FAULT,
    details: lines([error instanceof Error ? `${error.name}: ${error.message}` : String(error), at(now)]),
  }
}

const at = (now: Date) => `Time: ${now.toISOString()}`
const lines = (parts: (string | undefined)[]) => parts.filter(Boolean).join('\n')
const withStop = (sentence: string) => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`)
