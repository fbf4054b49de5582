import { createServiceClient } from '../db/service-client.ts'
import type { Db } from '../db/user-client.ts'

/**
 * The client for what no signed-in person may read, not even sealed: the tokens of accounts at vendors. It passes row level
 * security. A caller has asked as the signed-in person first which workspace is theirs, and names it.
 */
export const openServiceDb = (): Db => createServiceClient()
