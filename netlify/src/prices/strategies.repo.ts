import { z } from 'zod'
import { Strategy } from '#core/prices/schema.ts'
import type { StrategyInput } from '#core/prices/strategies.ts'
import { rowsAsStored } from '../cursor.ts'
import type { Database } from '../db/database.types.ts'
import { DatabaseError, unwrap } from '../db/db-errors.ts'
import { presentFields } from '../db/present-fields.ts'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'

type Row = Database['public']['Tables']['strategies']

/** The caller's strategies by name. */
export async function listStrategies(db: Db): Promise<Strategy[]> {
  return rowsAsStored<Strategy>().parse(unwrap(await db.rpc('list_strategies')))
}

/** Throws `strategy_not_found`. */
export async function getStrategy(db: Db, id: string): Promise<Strategy> {
  const [strategy] = z.array(Strategy).parse(unwrap(await db.rpc('list_strategies', { p_id: id })))
  if (!strategy) throw new AppError('strategy_not_found', "We can't find this strategy in your workspace.")
  return strategy
}

/** Throws `name_taken`, `not_allowed`. */
export async function insertStrategy(db: Db, input: StrategyInput): Promise<Strategy> {
  const values: Row['Insert'] = input
  const row = await named(input.name, async () =>
    unwrap(await db.from('strategies').insert(values).select('id').single()),
  )
  return getStrategy(db, z.object({ id: z.uuid() }).parse(row).id)
}

export type StrategyChange = StrategyInput | { is_active?: boolean | undefined; is_live?: boolean | undefined }

/** Throws `strategy_not_found`, `name_taken`, `not_allowed`, `row_changed` when it is not the version of `ifMatch`. */
export async function updateStrategyRow(
  db: Db,
  id: string,
  change: StrategyChange,
  ifMatch?: string,
): Promise<Strategy> {
  const before = await getStrategy(db, id)
  const values: Row['Update'] = presentFields(change)
  let query = db.from('strategies').update(values).eq('id', id)
  if (ifMatch !== undefined) query = query.eq('updated_at', ifMatch)
  const name = 'name' in change ? change.name : before.name
  const rows = await named(name, async () => unwrap(await query.select('id')))
  if (z.array(z.unknown()).parse(rows).length > 0) return getStrategy(db, id)
  if (ifMatch !== undefined && before.updated_at !== ifMatch) {
    throw new AppError('row_changed', 'This strategy was changed in the meantime.', { current: before })
  }
  throw new AppError('not_allowed')
}

/** Throws `strategy_not_found`, `strategy_in_use` (saying by how many), `not_allowed`. */
export async function deleteStrategy(db: Db, id: string): Promise<{ id: string }> {
  await getStrategy(db, id)
  const rows = unwrap(await db.from('strategies').delete().eq('id', id).select('id'))
  if (z.array(z.unknown()).parse(rows).length === 0) throw new AppError('not_allowed')
  return { id }
}

async function named<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof DatabaseError) || !error.isDuplicateOf('strategies_name_idx')) throw error
    const message = `There is a strategy called ${name} already.`
    throw new AppError('name_taken', message, { issues: [{ path: 'name', message }] }, error)
  }
}
