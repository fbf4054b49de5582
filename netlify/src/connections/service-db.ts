import { createServiceClient } from '../db/service-client.ts'
import type { Db } from '../db/user-client.ts'

/**
 * The client for tables that no signed-in person may read, such as the sealed tokens of accounts at vendors. It passes
 * row level security. A caller first reads its workspace as the signed-in person, and names that workspace in each
 * query.
 */
export const openServiceDb = (): Db => createServiceClient()
