import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { allContracts } from '#core/contracts.ts'
import { endpointsByContract, functionFiles, functionsFolder, loadFunction } from './all-functions.ts'

/** Functions without a contract: a schedule, and the browser's preflight request. */
const WITHOUT_CONTRACT = ['jobs-tick.ts', 'preflight.ts']

describe.each(functionFiles)('netlify/functions/%s', (file) => {
  test('is named like a function: Netlify would deploy a test or a helper too', () => {
    expect(file).toMatch(/^[a-z]+(-[a-z]+)*\.ts$/)
  })

  test('serves the path and methods of its contracts', async () => {
    const { default: serve, config } = await loadFunction(file)
    if (WITHOUT_CONTRACT.includes(file)) return
    const contracts = 'contracts' in serve ? serve.contracts : []
    expect(contracts.length).toBeGreaterThan(0)
    expect(new Set(contracts.map(({ path }) => path))).toEqual(new Set([config.path]))
    expect(new Set([config.method].flat())).toEqual(new Set(contracts.map(({ method }) => method)))
  })

  test('states its config as literals, because Netlify silently drops anything else', () => {
    const text = readFileSync(new URL(file, functionsFolder), 'utf8')
    expect(text).toMatch(/export const config: Config = \{\s+(path: '\/api\/|schedule: ')/)
  })
})

test('every contract is served by exactly one function', async () => {
  const served = await endpointsByContract()
  expect(
    allContracts.filter((contract) => !served.has(contract)).map(({ method, path }) => `${method} ${path}`),
  ).toEqual([])
})

test('no two contracts share method, address and selector', () => {
  const keys = allContracts.map(({ method, path, selector }) => `${method} ${path} ${JSON.stringify(selector ?? {})}`)
  expect(new Set(keys).size).toBe(keys.length)
})
