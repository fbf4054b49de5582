import { afterEach, expect, test, vi } from 'vitest'
import { answerPreflight, corsHeaders } from './cors.ts'

afterEach(() => vi.unstubAllEnvs())

test('with a wrong environment an answer keeps its headers, and no page may read it', () => {
  vi.stubEnv('SITE_URL', '')
  const request = new Request('https://app.example.com/api/me', { headers: { origin: 'https://app.example.com' } })
  const headers = corsHeaders(request)
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.has('access-control-allow-origin')).toBe(false)
  expect(answerPreflight(request).status).toBe(204)
})
