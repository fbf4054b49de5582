/** An AfterShip refusal. */
export class AfterShipRefusal extends Error {
  readonly status: number
  readonly code: number
  readonly type: string
  readonly data: object

  constructor(code: number, message: string, data: object = {}) {
    super(message)
    this.code = code
    this.status = code === 4004 ? 404 : code >= 1000 ? 400 : code
    this.type = TYPES[this.status] ?? 'InternalError'
    this.data = data
  }
}

const TYPES: Record<number, string> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  429: 'TooManyRequests',
}

/** AfterShip's envelope around `data`. */
export function answerWith(status: number, data: object, headers: Headers): Response {
  return Response.json({ meta: { code: status }, data }, { status, headers })
}

/** AfterShip's envelope around a refusal. */
export function answerRefusal({ status, code, message, type, data }: AfterShipRefusal, headers: Headers): Response {
  return Response.json({ meta: { code, message, type }, data }, { status, headers })
}
