import { z } from 'zod'
import { type Contract, promisedProblems } from './contract.ts'
import { PROBLEMS, Problem, type ProblemCode } from './problem.ts'

type Json = Record<string, unknown>

/** The contracts as an OpenAPI 3.1 document. Contracts that share an address and method become one operation. */
export function toOpenApi(
  contracts: readonly Contract[],
  info: { version: string; serverUrl: string },
): Json & { openapi: '3.1.0' } {
  const paths: Record<string, Record<string, Json>> = {}
  for (const group of groupByAddress(contracts)) {
    const [first] = group
    const path = first.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [first.method.toLowerCase()]: operation(group) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'OpSyncPro', version: info.version },
    servers: [{ url: info.serverUrl }],
    paths,
    components: {
      schemas: { Problem: jsonSchema(Problem, 'output') },
      securitySchemes: {
        user: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        machine: { type: 'apiKey', in: 'header', name: 'x-webhook-secret' },
        webhook: { type: 'apiKey', in: 'header', name: 'aftership-hmac-sha256' },
      },
    },
  }
}

type Group = [Contract, ...Contract[]]

function groupByAddress(contracts: readonly Contract[]): Group[] {
  const groups = new Map<string, Group>()
  for (const contract of contracts) {
    const key = `${contract.method} ${contract.path}`
    const group = groups.get(key)
    if (group) group.push(contract)
    else groups.set(key, [contract])
  }
  return [...groups.values()]
}

function operation(group: Group): Json {
  const [first] = group
  const body = group.find((contract) => contract.body)?.body
  return {
    summary: group.map(({ summary }) => summary).join(' · '),
    ...(first.audience !== 'public' && {
      security: [{ [first.audience]: [] }, ...(first.opensWithSecret ? [{ machine: [] }] : [])],
    }),
    parameters: parameters(group),
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(body, 'input') } } },
    }),
    responses: responses(group),
  }
}

function parameters(group: Group): Json[] {
  const found = new Map<string, Json>()
  for (const contract of group) {
    const parts = [
      ['path', contract.params],
      ['query', contract.query],
    ] as const
    for (const [where, schema] of parts) {
      if (!schema) continue
      const { properties = {}, required = [] } = jsonSchema(schema, 'input') as {
        properties?: Record<string, Json>
        required?: string[]
      } // safe: params and query are objects
      for (const [name, property] of Object.entries(properties)) {
        // A parameter that only one of two contracts on an address requires is optional for the address.
        const isRequired = where === 'path' || (group.length === 1 && required.includes(name))
        found.set(`${where}.${name}`, { name, in: where, required: isRequired, schema: property })
      }
    }
    if (contract.idempotent)
      found.set('idempotency', {
        name: 'Idempotency-Key',
        in: 'header',
        required: false,
        schema: { type: 'string', maxLength: 200 },
      })
    if (contract.versioned)
      found.set('if-match', {
        name: 'If-Match',
        in: 'header',
        required: false,
        schema: { type: 'string', format: 'date-time' },
      })
  }
  return [...found.values()]
}

function responses(group: Group): Json {
  const answers: Record<string, Json> = {}
  const schemas = group.flatMap((contract) =>
    contract.file || contract.streams ? [] : [jsonSchema(contract.response, 'output')],
  )
  const files = group.flatMap((contract) => contract.file ?? (contract.streams ? ['text/plain'] : []))
  if (group[0].status === 302) {
    const location = { description: 'Where to go', schema: { type: 'string', format: 'uri' } }
    answers['302'] = { description: 'Done', headers: { location } }
  } else
    answers[String(group[0].status ?? 200)] = {
      description: 'Done',
      content: {
        ...(schemas.length > 0 && {
          'application/json': { schema: schemas.length === 1 ? schemas[0] : { oneOf: schemas } },
        }),
        ...Object.fromEntries(files.map((type) => [type, { schema: { type: 'string', format: 'binary' } }])),
      },
    }
  for (const [status, codes] of byStatus(group.flatMap(promisedProblems))) {
    answers[status] = {
      description: codes.map((code) => `${code}: ${PROBLEMS[code].title}`).join('; '),
      content: {
        'application/problem+json': {
          schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes } } }] },
        },
      },
    }
  }
  return answers
}

function byStatus(codes: readonly ProblemCode[]): [string, ProblemCode[]][] {
  const found = new Map<string, Set<ProblemCode>>()
  for (const code of codes) {
    const status = String(PROBLEMS[code].status)
    found.set(status, (found.get(status) ?? new Set()).add(code))
  }
  return [...found].sort().map(([status, set]) => [status, [...set]])
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}
