import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { periodicJobs } from './periodic-jobs.ts'
import { jobLoaders } from './registry.ts'

const SOURCES = join(import.meta.dirname, '..')

test.each(Object.entries(jobLoaders))('%s is loaded by its name in the queue', async (kind, load) => {
  expect((await load()).kind).toBe(kind)
})

test('every job that a module defines is registered', async () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.job.ts'))
  const kinds: string[] = []
  for (const file of files) {
    const module: Record<string, unknown> = await import(join(SOURCES, file))
    for (const value of Object.values(module))
      if (typeof value === 'object' && value !== null && 'kind' in value) kinds.push(String(value.kind))
  }
  expect(kinds.length).toBeGreaterThan(15)
  expect(kinds.toSorted()).toEqual(Object.keys(jobLoaders).toSorted())
})

test('every periodic job is registered, once', () => {
  const kinds = periodicJobs.map(({ kind }) => kind)
  expect(kinds.filter((kind) => !(kind in jobLoaders))).toEqual([])
  expect(new Set(kinds).size).toBe(kinds.length)
})
