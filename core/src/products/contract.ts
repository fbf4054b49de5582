import { z } from 'zod'
import { defineContract } from '../http/contract.ts'
import { listOf } from '../http/list.ts'
import { CreateProduct, CrmStatus, ProductFilters, SourcedProduct, UpdateProduct } from './schema.ts'

const params = z.strictObject({ id: z.uuid() })

export const productsContract = {
  list: defineContract({
    method: 'GET',
    path: '/api/sourced-products',
    summary: 'The products of the workspace, newest first',
    audience: 'user',
    query: ProductFilters,
    response: listOf(SourcedProduct),
    problems: ['not_allowed'],
  }),
  create: defineContract({
    method: 'POST',
    path: '/api/sourced-products',
    summary: 'Add a product by its ASIN',
    audience: 'user',
    body: CreateProduct,
    response: SourcedProduct,
    status: 201,
    problems: ['not_allowed', 'product_exists'],
    idempotent: true,
  }),
  get: defineContract({
    method: 'GET',
    path: '/api/sourced-products/:id',
    summary: 'One product',
    audience: 'user',
    params,
    response: SourcedProduct,
    problems: ['not_allowed', 'product_not_found'],
  }),
  update: defineContract({
    method: 'PATCH',
    path: '/api/sourced-products/:id',
    summary: 'Change fields of a product',
    audience: 'user',
    params,
    body: UpdateProduct,
    response: SourcedProduct,
    problems: ['not_allowed', 'product_not_found'],
    versioned: true,
  }),
  remove: defineContract({
    method: 'DELETE',
    path: '/api/sourced-products/:id',
    summary: 'Put a product into the bin',
    audience: 'user',
    params,
    response: z.object({ id: z.uuid(), deleted_at: z.string() }),
    problems: ['not_allowed', 'product_not_found'],
    versioned: true,
  }),
  restore: defineContract({
    method: 'POST',
    path: '/api/sourced-products/:id/restore',
    summary: 'Take a product out of the bin',
    audience: 'user',
    params,
    response: SourcedProduct,
    problems: ['not_allowed', 'product_not_found', 'product_exists'],
  }),
  statuses: defineContract({
    method: 'GET',
    path: '/api/crm-statuses',
    summary: 'The statuses of the workspace, in their order',
    audience: 'user',
    response: z.object({ items: z.array(CrmStatus) }),
    problems: [],
  }),
}
