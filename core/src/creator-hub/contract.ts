import { z } from 'zod'
import { defineContract } from '../http/contract.ts'
import { PageShape, SignedSelectors } from './schema.ts'

export const creatorHubContract = {
  selectors: defineContract({
    method: 'GET',
    path: '/api/creator-hub-selectors',
    summary: 'Where the fields of Amazon Creator Hub are, signed for the side panel',
    audience: 'public',
    response: SignedSelectors,
    problems: ['creator_hub_not_configured'],
  }),
  noteShape: defineContract({
    method: 'POST',
    path: '/api/creator-hub-shapes',
    summary: 'Note that a page of Creator Hub has a shape that the selectors do not match: no person, no workspace',
    audience: 'public',
    body: PageShape,
    response: z.object({ is_noted: z.boolean() }),
    problems: ['database_unavailable'],
  }),
}
