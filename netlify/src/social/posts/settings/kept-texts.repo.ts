import { z } from 'zod'
import type { ProblemCode } from '#core/http/problem.ts'
import type { HashtagSet, HashtagSetInput, SocialTemplate, SocialTemplateInput } from '#core/social/posts/settings.ts'
import { rowsAsStored } from '../../../cursor.ts'
import { DatabaseError, unwrap } from '../../../db/db-errors.ts'
import type { Db } from '../../../db/user-client.ts'
import { AppError } from '../../../errors.ts'
import { getSettings } from './settings.repo.ts'

/** How a table of named texts is read and written. */
type Kept<Input> = {
  list: (db: Db) => PromiseLike<Answer>
  get: (db: Db, id: string) => PromiseLike<Answer>
  insert: (db: Db, values: Input) => PromiseLike<Answer>
  update: (db: Db, id: string, values: Input, ifMatch: string | undefined) => PromiseLike<Answer>
  remove: (db: Db, id: string) => PromiseLike<Answer>
  index: string
  missing: readonly [ProblemCode, string]
  taken: string
}
type Answer = Parameters<typeof unwrap>[0]

const MOST_ROWS = 500
const CAPTION = 'id, name, body, network, updated_at'
const HASHTAGS = 'id, name, tags, updated_at'

const captions: Kept<SocialTemplateInput> = {
  list: (db) => db.from('social_templates').select(CAPTION).order('name').order('id').limit(MOST_ROWS),
  get: (db, id) => db.from('social_templates').select(CAPTION).eq('id', id).maybeSingle(),
  insert: (db, values) => db.from('social_templates').insert(values).select('id').single(),
  update: (db, id, values, ifMatch) => {
    const query = db.from('social_templates').update(values).eq('id', id)
    return (ifMatch === undefined ? query : query.eq('updated_at', ifMatch)).select('id')
  },
  remove: (db, id) => db.from('social_templates').delete().eq('id', id).select('id'),
  index: 'social_templates_name_idx',
  missing: ['template_not_found', "We can't find this template in your workspace."],
  taken: 'There is a template with this name already. Choose another name.',
}
const hashtags: Kept<HashtagSetInput> = {
  list: (db) => db.from('social_hashtag_sets').select(HASHTAGS).order('name').order('id').limit(MOST_ROWS),
  get: (db, id) => db.from('social_hashtag_sets').select(HASHTAGS).eq('id', id).maybeSingle(),
  insert: (db, values) => db.from('social_hashtag_sets').insert(values).select('id').single(),
  update: (db, id, values, ifMatch) => {
    const query = db.from('social_hashtag_sets').update(values).eq('id', id)
    return (ifMatch === undefined ? query : query.eq('updated_at', ifMatch)).select('id')
  },
  remove: (db, id) => db.from('social_hashtag_sets').delete().eq('id', id).select('id'),
  index: 'social_hashtag_sets_name_idx',
  missing: ['hashtag_set_not_found', "We can't find these hashtags in your workspace."],
  taken: 'There is a hashtag set with this name already. Choose another name.',
}

/** The caption templates of the workspace. */
export const templates = keeping<SocialTemplate, SocialTemplateInput>(captions)
/** The hashtag sets of the workspace. */
export const hashtagSets = keeping<HashtagSet, HashtagSetInput>(hashtags)

function keeping<Row extends Record<string, unknown>, Input>(table: Kept<Input>) {
  const get = async (db: Db, id: string): Promise<Row> => {
    const row: unknown = unwrap(await table.get(db, id))
    if (row === null) throw new AppError(table.missing[0], table.missing[1])
    return z.custom<Row>().parse(row)
  }
  // Row level security would answer an uploader as if there were no rows.
  const requireEditor = getSettings
  return {
    /** By name. Throws `not_allowed`. */
    async list(db: Db): Promise<{ items: Row[] }> {
      await requireEditor(db)
      return { items: rowsAsStored<Row>().parse(unwrap(await table.list(db))) }
    },
    /** Throws `name_taken`, `not_allowed`. */
    async create(db: Db, values: Input): Promise<Row> {
      await requireEditor(db)
      const row = await named(table, async () => unwrap(await table.insert(db, values)))
      return get(db, z.object({ id: z.uuid() }).parse(row).id)
    },
    /** Throws that it is missing, `name_taken`, `row_changed`, `not_allowed`. */
    async update(db: Db, id: string, values: Input, ifMatch: string | undefined): Promise<Row> {
      await requireEditor(db)
      const before = await get(db, id)
      const rows = await named(table, async () => unwrap(await table.update(db, id, values, ifMatch)))
      if (z.array(z.unknown()).parse(rows).length > 0) return get(db, id)
      throw new AppError('row_changed', 'This was changed in the meantime.', { current: { ...before } })
    },
    /** Throws that it is missing, `not_allowed`. */
    async remove(db: Db, id: string): Promise<{ id: string }> {
      await requireEditor(db)
      const rows = z.array(z.unknown()).parse(unwrap(await table.remove(db, id)))
      if (rows.length === 0) throw new AppError(table.missing[0], table.missing[1])
      return { id }
    },
  }
}

async function named<T>(table: Pick<Kept<never>, 'index' | 'taken'>, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof DatabaseError) || !error.isDuplicateOf(table.index)) throw error
    throw new AppError('name_taken', table.taken, { issues: [{ path: 'name', message: table.taken }] }, error)
  }
}
