import { z } from 'zod'
import { defineContract } from '../../http/contract.ts'
import { wholeListOf } from '../../http/list.ts'
import { CreateSavedView, SavedView, UpdateSavedView, ViewKey } from './schema.ts'

const params = z.strictObject({ id: z.uuid() })

export const viewsContract = {
  list: defineContract({
    method: 'GET',
    path: '/api/saved-views',
    summary: 'The saved views of the person and those shared with the workspace, by name',
    audience: 'user',
    response: wholeListOf(SavedView).extend({
      /** This person's default view; null is "All". */
      default_view: ViewKey.nullable(),
    }),
    problems: ['not_allowed'],
  }),
  create: defineContract({
    method: 'POST',
    path: '/api/saved-views',
    summary: 'Save a view',
    audience: 'user',
    body: CreateSavedView,
    response: SavedView,
    status: 201,
    problems: ['not_allowed', 'name_taken'],
    idempotent: true,
  }),
  update: defineContract({
    method: 'PATCH',
    path: '/api/saved-views/:id',
    summary: 'Change one of your own views',
    audience: 'user',
    params,
    body: UpdateSavedView,
    response: SavedView,
    problems: ['not_allowed', 'view_not_found', 'name_taken'],
    versioned: true,
  }),
  remove: defineContract({
    method: 'DELETE',
    path: '/api/saved-views/:id',
    summary: 'Delete one of your own views',
    audience: 'user',
    params,
    response: z.object({ id: z.uuid() }),
    problems: ['not_allowed', 'view_not_found'],
  }),
  setDefault: defineContract({
    method: 'POST',
    path: '/api/saved-views/default',
    summary: 'Choose your own default view of the products page',
    audience: 'user',
    body: z.strictObject({ view: ViewKey.nullable() }),
    response: z.object({ default_view: ViewKey.nullable() }),
    problems: ['not_allowed', 'view_not_found'],
  }),
  counts: defineContract({
    method: 'GET',
    path: '/api/saved-views/counts',
    summary: 'How many products each view has, built-in views included',
    audience: 'user',
    /** Null for a view whose filter cannot be read. */
    response: z.object({ counts: z.record(z.string(), z.number().int().nullable()) }),
    problems: ['not_allowed'],
  }),
}
