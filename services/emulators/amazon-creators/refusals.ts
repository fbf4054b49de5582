/** A refusal of the Creators API: `reason` says which, `type` is the exception. */
export class CreatorsRefusal extends Error {
  readonly status: number
  readonly type: string
  readonly more: Record<string, unknown>

  constructor(status: number, type: string, message: string, more: Record<string, unknown> = {}) {
    super(message)
    this.status = status
    this.type = type
    this.more = more
  }

  get body(): object {
    return { type: this.type, message: this.message, ...this.more }
  }
}

export type ValidationReason =
  | 'UnknownOperation'
  | 'CannotParse'
  | 'FieldValidationFailed'
  | 'InvalidAssociate'
  | 'InvalidPartnerTag'

export const invalid = (
  reason: ValidationReason,
  message: string,
  fieldList: { name: string; message: string }[] = [],
): CreatorsRefusal => new CreatorsRefusal(400, 'ValidationException', message, { reason, fieldList })

export const unauthorized = (
  reason: 'TokenExpired' | 'InvalidToken' | 'MissingCredential' | 'InvalidClient',
  message: string,
): CreatorsRefusal => new CreatorsRefusal(401, 'UnauthorizedException', message, { reason })

export const denied = (reason: 'AssociateNotEligible' | 'AuthorizationFailed' | 'Other', message: string) =>
  new CreatorsRefusal(403, 'AccessDeniedException', message, { reason })

export const notFound = (message: string, resourceType: string) =>
  new CreatorsRefusal(404, 'ResourceNotFoundException', message, { resourceId: '', resourceType })

export const throttled = () =>
  new CreatorsRefusal(429, 'ThrottleException', 'The request was denied due to request throttling.', {
    serviceCode: 'CreatorsAPI',
    quotaCode: 'TransactionsPerSecond',
  })
