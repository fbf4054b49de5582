import { z } from 'zod'
import { defineContract } from '../http/contract.ts'
import { rowsOf, unreadable } from '../http/list.ts'
import { Health, Me, PublicConfig, UpdateMe } from './schema.ts'
import { NewPanelSession, PanelCode, PanelSession, Session } from './sessions.ts'

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
  createPanelCode: defineContract({
    method: 'POST',
    path: '/api/panel-codes',
    summary: 'A single-use code that signs the side panel in, valid for two minutes',
    audience: 'user',
    status: 201,
    response: PanelCode,
    problems: [],
  }),
  signPanelIn: defineContract({
    method: 'POST',
    path: '/api/panel-sessions',
    summary: 'A session of its own for the side panel, for a code from the dashboard',
    audience: 'public',
    status: 201,
    body: NewPanelSession,
    response: PanelSession,
    problems: ['panel_code_invalid'],
  }),
  listSessions: defineContract({
    method: 'GET',
    path: '/api/sessions',
    summary: 'Where the person is signed in',
    audience: 'user',
    response: z.object({ items: rowsOf(Session), unreadable }),
    problems: [],
  }),
  endSession: defineContract({
    method: 'DELETE',
    path: '/api/sessions/:id',
    summary: 'Sign out a browser or a side panel',
    audience: 'user',
    params: z.object({ id: z.uuid() }),
    response: z.object({ ended: z.literal(true) }),
    problems: ['session_not_found'],
  }),
}
