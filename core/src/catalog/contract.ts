import { z } from 'zod'
import { defineContract } from '../http/contract.ts'
import { ListQuery, listOf } from '../http/list.ts'
import { ExpansionFilters, ExpansionPage } from './expansion.ts'
import { CatalogCounts, CatalogFilters, CatalogItem } from './list.ts'
import { CatalogRun, CatalogRunForecast, CatalogRunKind, StartCatalogRun } from './runs.ts'

export const catalogContract = {
  list: defineContract({
    method: 'GET',
    path: '/api/catalog',
    summary: 'Every ASIN that the workspace knows, once, the newest first',
    audience: 'user',
    query: CatalogFilters,
    response: listOf(CatalogItem),
    problems: ['not_allowed'],
  }),
  counts: defineContract({
    method: 'GET',
    path: '/api/catalog/counts',
    summary: 'How many ASINs the workspace knows, and from where',
    audience: 'user',
    response: CatalogCounts,
    problems: ['not_allowed'],
  }),
  expansion: defineContract({
    method: 'GET',
    path: '/api/expansion',
    summary: 'Products with a video, in every marketplace; those with the most opportunities first',
    audience: 'user',
    query: ExpansionFilters,
    response: ExpansionPage,
    problems: ['not_allowed'],
  }),
  runs: defineContract({
    method: 'GET',
    path: '/api/catalog/runs',
    summary: 'Runs that ask sources about many ASINs, the latest first',
    audience: 'user',
    query: ListQuery.omit({ count: true }).extend({ kind: CatalogRunKind.optional() }),
    response: listOf(CatalogRun),
    problems: ['not_allowed'],
  }),
  startRun: defineContract({
    method: 'POST',
    path: '/api/catalog/runs',
    summary: 'Start a run; a kind that is under way keeps its run',
    audience: 'user',
    body: StartCatalogRun,
    response: CatalogRun,
    status: 202,
    problems: ['not_allowed', 'provider_not_configured'],
    idempotent: true,
    isRepeatable: true,
  }),
  forecast: defineContract({
    method: 'POST',
    path: '/api/catalog/runs/forecast',
    summary: 'What a run would ask and cost now',
    audience: 'user',
    body: StartCatalogRun,
    response: CatalogRunForecast,
    problems: ['not_allowed', 'provider_not_configured'],
  }),
  cancelRun: defineContract({
    method: 'POST',
    path: '/api/catalog/runs/:id/cancel',
    summary: 'Stop a run; what it found stays',
    audience: 'user',
    params: z.strictObject({ id: z.uuid() }),
    response: CatalogRun,
    problems: ['not_allowed', 'run_not_found'],
    idempotent: true,
    isRepeatable: true,
  }),
}
