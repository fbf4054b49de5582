import { escapeHtml } from '../../frame/escape-html.ts'
import { centsToText } from '../money.ts'

const VERSION = '1451'

export type TradingProblem = {
  code: string
  short: string
  long?: string
  severity?: 'Error' | 'Warning'
  classification?: 'RequestError' | 'SystemError'
  /** By position: `ParamID` counts from 0. */
  parameters?: string[]
}

/** The whole call is refused. */
export class TradingRefusal extends Error {
  readonly problem: TradingProblem

  constructor(problem: TradingProblem) {
    super(problem.short)
    this.problem = problem
  }
}

export const refuseTrading = (code: string, short: string, parameters?: string[]) =>
  new TradingRefusal({ code, short, ...(parameters && { parameters }) })

export type Ack = 'Success' | 'Warning' | 'PartialFailure' | 'Failure'

/** `<Name>text</Name>`, escaped; nothing for null and undefined. */
export function element(name: string, value: string | number | boolean | null | undefined): string {
  return value === null || value === undefined ? '' : `<${name}>${escapeHtml(String(value))}</${name}>`
}

export const amount = (name: string, cents: number, currency: string): string =>
  `<${name} currencyID="${currency}">${centsToText(cents)}</${name}>`

type Answer = {
  call: string
  ack: Ack
  problems?: TradingProblem[]
  /** XML of the call's own part. */
  content?: string
  messageId?: string | undefined
  at: string
}

export function tradingXml({ call, ack, problems = [], content = '', messageId, at }: Answer): string {
  const root = `${/^[A-Za-z]+$/.test(call) ? call : 'Error'}Response`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="urn:ebay:apis:eBLBaseComponents">${element('Timestamp', at)}${element('Ack', ack)}${element('CorrelationID', messageId)}${problems.map(problemXml).join('')}${element('Version', VERSION)}${element('Build', `E${VERSION}_CORE_API_19146280_R1`)}${content}</${root}>`
}

function problemXml({ code, short, long, severity, classification, parameters = [] }: TradingProblem): string {
  const values = parameters.map(
    (value, index) => `<ErrorParameters ParamID="${index}">${element('Value', value)}</ErrorParameters>`,
  )
  return `<Errors>${element('ShortMessage', short)}${element('LongMessage', long ?? short)}${element('ErrorCode', code)}${element('SeverityCode', severity ?? 'Error')}${values.join('')}${element('ErrorClassification', classification ?? 'RequestError')}</Errors>`
}

/** What Trading says when it is eBay's own fault; the call was not carried out. */
export const systemErrorXml = (call: string): string =>
  tradingXml({
    call,
    ack: 'Failure',
    problems: [
      {
        code: '10007',
        short: 'Internal error to the application.',
        long: 'Internal error to the application. Please try again later.',
        classification: 'SystemError',
      },
    ],
    at: new Date().toISOString(),
  })
