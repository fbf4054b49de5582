import { expect, test } from 'vitest'
import { isTest, read, sourceFiles } from './source-files.ts'

/** Files that define the page of an address; all others take addresses from `lib/addresses.ts`. */
const ROUTE_TABLES = ['frontend/src/app/routes.tsx', 'frontend/src/app/sign-in-app.tsx']

/** The mail page of `npm start` is not a page of the dashboard. */
const NOT_OURS = /^\/_local\//

const LINKS = /\b(?:to|href|address)\s*[=:]\s*(?:\{\s*)?['"`](\/[^'"`]*)|\bnavigate\(\s*['"`](\/[^'"`]*)/g

/** The addresses that a source file writes out instead of using `addresses`. */
const writtenOut = (source: string): string[] =>
  [...source.matchAll(LINKS)]
    .map(([, link, destination]) => link ?? destination ?? '')
    .filter((path) => !NOT_OURS.test(path))

test.each([
  ['<Link to="/products">', ['/products']],
  ['<Link to={`/products/`}>', ['/products/']],
  ["void navigate('/strategies')", ['/strategies']],
  ["link={{ to: '/tasks', label: 'Show all' }}", ['/tasks']],
  ['<Link to={addresses.products()}>', []],
  ['<a href="https://example.com/products">', []],
  ['<a href="/_local/mail">', []],
])('the check reads %s', (source, expected) => {
  expect(writtenOut(source)).toEqual(expected)
})

test('every link to a page of the dashboard is a typed address', () => {
  const wrong = sourceFiles
    .filter((path) => /^frontend\/src\/(features|domains|components|app)\//.test(path))
    .filter((path) => !isTest(path) && !ROUTE_TABLES.includes(path))
    .flatMap((path) => writtenOut(read(path)).map((address) => `${path}: ${address}`))
  expect(wrong).toEqual([])
})
