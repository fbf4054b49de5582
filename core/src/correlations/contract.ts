import { z } from 'zod'
import { defineContract } from '../http/contract.ts'
import { listOf } from '../http/list.ts'
import {
  AsinCorrelation,
  CorrelationFilters,
  CreateCorrelation,
  DecideCorrelation,
  DecidedCorrelation,
} from './schema.ts'

export const correlationsContract = {
  list: defineContract({
    method: 'GET',
    path: '/api/correlations',
    summary: 'Correlated ASINs of the workspace or of one product, newest first',
    audience: 'user',
    query: CorrelationFilters,
    response: listOf(AsinCorrelation),
    problems: ['not_allowed'],
  }),
  create: defineContract({
    method: 'POST',
    path: '/api/correlations',
    summary: 'Add a correlated ASIN manually',
    audience: 'user',
    body: CreateCorrelation,
    response: AsinCorrelation,
    status: 201,
    problems: ['not_allowed', 'product_not_found', 'correlation_exists'],
    idempotent: true,
  }),
  decide: defineContract({
    method: 'PATCH',
    path: '/api/correlations/:id',
    summary: 'Accept or decline a correlated ASIN, or take the decision back',
    audience: 'user',
    params: z.strictObject({ id: z.uuid() }),
    body: DecideCorrelation,
    response: DecidedCorrelation,
    problems: ['not_allowed', 'correlation_not_found'],
    idempotent: true,
    isRepeatable: true,
  }),
}
