import { describe, expect, test } from 'vitest'
import { matchRoute, type Route } from './match-route.ts'

const routes: Route[] = [
  { name: 'list', path: '/api/products', methods: ['GET'] },
  { name: 'create', path: '/api/products', methods: ['POST'] },
  { name: 'one', path: '/api/products/:id', methods: ['GET', 'PATCH'] },
  { name: 'export', path: '/api/products/export', methods: ['GET'] },
  { name: 'video', path: '/api/products/:id/videos/:videoId', methods: ['GET'] },
  { name: 'any', path: '/api/echo', methods: undefined },
  { name: 'rest', path: '/api/files/*', methods: ['GET'] },
  { name: 'readme', path: '/api/files/readme', methods: ['GET'] },
]

describe('matchRoute', () => {
  test('a wildcard for preflight requests makes no address of what has none', () => {
    const all = [...routes, { name: 'preflight', path: '/api/*', methods: ['OPTIONS'] }]
    expect(matchRoute(all, 'GET', '/api/unknown')).toEqual({ kind: 'not_found' })
    expect(matchRoute(all, 'GET', '/api/products/%ff')).toEqual({ kind: 'not_found' })
    expect(matchRoute(all, 'OPTIONS', '/api/unknown')).toMatchObject({ kind: 'found', route: { name: 'preflight' } })
    expect(matchRoute(all, 'DELETE', '/api/products')).toMatchObject({ kind: 'method_not_allowed' })
  })

  test.each([
    ['GET', '/api/products', 'list', {}],
    ['POST', '/api/products', 'create', {}],
    ['GET', '/api/products/', 'list', {}],
    ['HEAD', '/api/products', 'list', {}],
    ['GET', '/api/products/export', 'export', {}],
    ['PATCH', '/api/products/export', 'one', { id: 'export' }],
    ['GET', '/api/products/42', 'one', { id: '42' }],
    ['GET', '/api/products/a%20b', 'one', { id: 'a b' }],
    ['GET', '/api/products/1/videos/2', 'video', { id: '1', videoId: '2' }],
    ['DELETE', '/api/echo', 'any', {}],
    ['GET', '/api/files/readme', 'readme', {}],
    ['GET', '/api/files/a/b', 'rest', {}],
  ])('%s %s is answered by %s', (method, path, name, params) => {
    expect(matchRoute(routes, method, path)).toMatchObject({ kind: 'found', route: { name }, params })
  })

  test.each([
    ['/api/unknown'],
    ['/api/products/1/videos'],
    ['/api/products/1/2'],
    ['/api'],
    ['/api/Products'],
    ['/api/products/%E0%A4%A'],
  ])('%s is nowhere', (path) => {
    expect(matchRoute(routes, 'GET', path)).toEqual({ kind: 'not_found' })
  })

  test.each([
    ['DELETE', '/api/products', ['GET', 'POST']],
    ['DELETE', '/api/products/1', ['GET', 'PATCH']],
    ['HEAD', '/api/products/1/videos/2', undefined],
  ])('%s %s names the allowed methods', (method, path, allowed) => {
    const match = matchRoute(routes, method, path)
    expect(match).toMatchObject(allowed ? { kind: 'method_not_allowed', allowed } : { kind: 'found' })
  })
})
