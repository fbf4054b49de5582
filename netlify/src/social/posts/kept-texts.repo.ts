import { z } from 'zod'
import type { ProblemCode } from '#core/http/problem.ts'
import type { HashtagSet, HashtagSetInput, SocialTemplate, SocialTemplateInput } from '#core/social/posts/settings.ts'
import { rowsAsStored } from '../../cursor.ts'
import { DatabaseError, unwrap } from '../../db/db-errors.ts'
import type { Db } from '../../db/user-client.ts'
import { AppError } from '../../errors.ts'
import { getSettings } from './settings.repo.ts'

// Captions and hashtags are two tables with one way to keep them.
const KEPT = {
  social_templates: {
    columns: 'id, name, body, network, updated_at',
    missing: ['template_not_found', "We can't find this template in your workspace."],
    taken: 'There is a template with this name already. Choose another name.',
  },
  social_hashtag_sets: {
    columns: 'id, name, tags, updated_at',
    missing: ['hashtag_set_not_found', "We can't find these hashtags in your workspace."],
    taken: 'There is a hashtag set with this name already. Choose another name.',
  },
} as const satisfies Record<string, { columns: string; missing: readonly [ProblemCode, string]; taken: string }>

type Table = keyof typeof KEPT

// The client types a table by its literal name only.
const rowsIn = (db: Db, table: Table) => db.from(table as 'social_templates') // safe: what is used is in both: id, name, updated_at
type Row<T extends Table> = T extends 'social_templates' ? SocialTemplate : HashtagSet
type Values<T extends Table> = T extends 'social_templates' ? SocialTemplateInput : HashtagSetInput

/** The rows by name. An uploader may read none. Throws `not_allowed`. */
export async function listKept<T extends Table>(db: Db, table: T): Promise<{ items: Row<T>[] }> {
  await getSettings(db)
  const rows = unwrap(
    await rowsIn(db, table)
      .select(KEPT[table].columns as '*')
      .order('name')
      .order('id')
      .limit(500),
  )
  return { items: rowsAsStored<Row<T>>().parse(rows) }
}

async function getKept<T extends Table>(db: Db, table: T, id: string): Promise<Row<T>> {
  const row: unknown = unwrap(
    await rowsIn(db, table)
      .select(KEPT[table].columns as '*')
      .eq('id', id)
      .maybeSingle(),
  )
  if (row === null) throw missing(table)
  return z.custom<Row<T>>().parse(row)
}

/** Throws `name_taken`, `not_allowed`. */
export async function createKept<T extends Table>(db: Db, table: T, values: Values<T>): Promise<Row<T>> {
  const row = await named(table, async () =>
    unwrap(
      await db
        .from(table as 'social_templates')
        .insert({ ...values } as { name: string; body: string })
        .select('id')
        .single(),
    ),
  ) // safe: the values of this table, which the client cannot know of a table by a variable
  return getKept(db, table, z.object({ id: z.uuid() }).parse(row).id)
}

/** Throws what the table lacks, `name_taken`, `row_changed`. */
export async function updateKept<T extends Table>(
  db: Db,
  table: T,
  id: string,
  { values, ifMatch }: { values: Values<T>; ifMatch: string | undefined },
): Promise<Row<T>> {
  await getSettings(db)
  const before = await getKept(db, table, id)
  const rows = await named(table, async () => {
    const query = db
      .from(table as 'social_templates')
      .update({ ...values } as { name: string })
      .eq('id', id) // safe: see above
    return unwrap(await (ifMatch === undefined ? query : query.eq('updated_at', ifMatch)).select('id'))
  })
  if (z.array(z.unknown()).parse(rows).length > 0) return getKept(db, table, id)
  throw new AppError('row_changed', 'This was changed in the meantime.', { current: before })
}

/** Throws what the table lacks, `not_allowed`. */
export async function deleteKept(db: Db, table: Table, id: string): Promise<{ id: string }> {
  await getSettings(db)
  const rows = unwrap(await rowsIn(db, table).delete().eq('id', id).select('id'))
  if (rows.length === 0) throw missing(table)
  return { id }
}

const missing = (table: Table) => new AppError(KEPT[table].missing[0], KEPT[table].missing[1])

async function named<T>(table: Table, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof DatabaseError) || !error.isDuplicateOf(`${table}_name_idx`)) throw error
    const message = KEPT[table].taken
    throw new AppError('name_taken', message, { issues: [{ path: 'name', message }] }, error)
  }
}
