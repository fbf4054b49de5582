import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { assertSignInBudget, routeSizes } from './print-route-sizes.ts'

let dist: string
beforeEach(() => {
  dist = mkdtempSync(join(tmpdir(), 'sizes-'))
  mkdirSync(join(dist, '.vite'))
})
afterEach(() => rmSync(dist, { recursive: true }))

test('a build that lacks a page named here is refused', () => {
  writeFileSync(join(dist, '.vite/manifest.json'), JSON.stringify({ 'index.html': { file: 'index.js' } }))
  writeFileSync(join(dist, 'index.js'), 'console.log(1)')
  expect(() => routeSizes(dist)).toThrow('The build has no module src/app/sign-in-app.tsx')
})

test('a sign-in page over its budget is named with both numbers', () => {
  expect(() => assertSignInBudget([{ route: '/sign-in', files: 3, javascript_kb: 120.1 }])).toThrow(
    'The sign-in page loads 120.1 kB of JavaScript; at most 120 kB are allowed.',
  )
  expect(() => assertSignInBudget([{ route: '/sign-in', files: 3, javascript_kb: 120 }])).not.toThrow()
})
