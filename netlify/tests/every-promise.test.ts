import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { allContracts } from '#core/contracts.ts'
import { promisedProblems } from '#core/http/contract.ts'
import { PROBLEMS } from '#core/http/problem.ts'

// every-address.test.ts tests these statuses for every address at once, from the contracts; role-matrix.test.ts who is
// refused (403).
const SHOWN_FOR_ALL = [
  'invalid_input',
  'not_signed_in',
  'secret_invalid',
  'body_too_large',
  'too_many_requests',
  'internal',
  'idempotency_key_reused',
  'request_in_progress',
  'not_allowed',
] as const
const SHOWN_STATUSES = new Set<number>([...SHOWN_FOR_ALL.map((code) => PROBLEMS[code].status), 503])

const folder = new URL('./', import.meta.url)
const testsOf = new Map<string, Set<number>>()
for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.test.ts'),
)) {
  let address = ''
  for (const line of readFileSync(new URL(file, folder), 'utf8').split('\n')) {
    address = /^describe\('((?:GET|POST|PATCH|PUT|DELETE) \/api\/[^']*)'/.exec(line)?.[1] ?? address
    const status = /['"`](\d{3}) /.exec(line)?.[1]
    if (address && status) testsOf.set(address, (testsOf.get(address) ?? new Set()).add(Number(status)))
  }
}

describe.each(allContracts.map((contract) => ({ contract, address: `${contract.method} ${contract.path}` })))(
  '$address',
  ({ contract, address }) => {
    const own = contract.problems.map((code) => PROBLEMS[code].status).concat(contract.versioned ? [409] : [])
    const promised = new Set<number>([contract.status ?? 200, ...own])

    test('has a test for every promised status beyond those shown for all addresses', () => {
      const missing = [...promised].filter((status) => status !== 403 && !testsOf.get(address)?.has(status))
      expect(missing).toEqual([])
    })

    test('promises no status that no test shows', () => {
      const shown = new Set([...SHOWN_STATUSES, ...(testsOf.get(address) ?? [])])
      expect(
        promisedProblems(contract)
          .map((code) => PROBLEMS[code].status)
          .filter((status) => !shown.has(status)),
      ).toEqual([])
    })
  },
)
