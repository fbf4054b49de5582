type Category = 'REQUEST' | 'BUSINESS' | 'APPLICATION'

export type RestProblem = {
  errorId: number
  domain: string
  subdomain?: string
  category: Category
  message: string
  longMessage?: string
  parameters?: { name: string; value: string }[]
}

/** A refusal in the envelope of eBay's REST APIs. */
export class RestRefusal extends Error {
  readonly status: number
  readonly problem: RestProblem
  readonly headers: Record<string, string>

  constructor(status: number, problem: RestProblem, headers: Record<string, string> = {}) {
    super(problem.message)
    this.status = status
    this.problem = problem
    this.headers = headers
  }
}

export function restErrorResponse({ status, problem, headers }: RestRefusal): Response {
  return Response.json({ errors: [problem] }, { status, headers })
}

/** An error of the Inventory API; `additionalInfo` fills the parameter of that name. */
export function inventoryProblem(errorId: number, message: string, additionalInfo?: string): RestProblem {
  return {
    errorId,
    domain: 'API_INVENTORY',
    subdomain: 'Selling',
    category: 'REQUEST',
    message: additionalInfo === undefined ? message : `${message} ${additionalInfo}`,
    ...(additionalInfo !== undefined && { parameters: [{ name: 'additionalInfo', value: additionalInfo }] }),
  }
}

export const refuseInventory = (status: number, errorId: number, message: string, additionalInfo?: string) =>
  new RestRefusal(status, inventoryProblem(errorId, message, additionalInfo))

export const invalidField = (field: string) =>
  new RestRefusal(400, {
    ...inventoryProblem(25709, `Invalid value for ${field}.`),
    parameters: [{ name: 'fieldName', value: field }],
  })

/** The gateway's answer to JSON it cannot read into the call's fields. */
export const unreadableField = (field: string) =>
  new RestRefusal(400, {
    errorId: 2004,
    domain: 'ACCESS',
    category: 'REQUEST',
    message: 'Invalid request',
    longMessage: 'The request has errors. For help, see the documentation for this API.',
    parameters: [{ name: 'reason', value: `Could not serialize field [${field}]` }],
  })

export const tooManyRequests = (headers: Record<string, string> = {}) =>
  new RestRefusal(
    429,
    {
      errorId: 2001,
      domain: 'ACCESS',
      category: 'REQUEST',
      message: 'Too many requests',
      longMessage: 'The request limit has been reached for the resource.',
    },
    headers,
  )
