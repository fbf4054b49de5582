import { z } from 'zod'
import { defineContract } from '../http/contract.ts'
import { Health, Me, PublicConfig, UpdateMe } from './schema.ts'

export const accountsContract = {
  config: defineContract({
    method: 'GET',
    path: '/api/config',
    summary: 'The configuration that a browser needs before sign-in',
    audience: 'public',
    response: PublicConfig,
    problems: [],
  }),
  health: defineContract({
    method: 'GET',
    path: '/api/health',
    summary: 'Whether the product can serve requests',
    audience: 'public',
    response: Health,
    problems: ['database_unavailable'],
  }),
  openapi: defineContract({
    method: 'GET',
    path: '/api/openapi.json',
    summary: 'This API as an OpenAPI 3.1 document',
    audience: 'public',
    response: z.looseObject({ openapi: z.literal('3.1.0') }),
    problems: [],
  }),
  me: defineContract({
    method: 'GET',
    path: '/api/me',
    summary: 'The signed-in person and their workspaces',
    audience: 'user',
    response: Me,
    problems: [],
  }),
  updateMe: defineContract({
    method: 'PATCH',
    path: '/api/me',
    summary: 'Change name, time zone, locale, theme or email notices',
    audience: 'user',
    body: UpdateMe,
    response: Me,
    problems: [],
  }),
}
