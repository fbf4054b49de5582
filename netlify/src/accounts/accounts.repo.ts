import type { Me, UpdateMe } from '#core/accounts/schema.ts'
import { Me as MeSchema } from '#core/accounts/schema.ts'
import type { UserContext } from '../context.ts'
import { unwrap } from '../db/db-errors.ts'
import { AppError } from '../errors.ts'

/** The caller with their workspaces. Throws `not_signed_in` when the account or its workspace was deleted. */
export async function getMe({ db }: UserContext): Promise<Me> {
  const me = MeSchema.nullable().parse(unwrap(await db.rpc('get_me')))
  if (!me) throw new AppError('not_signed_in', 'Your account is no longer there. Sign in again.')
  return me
}

/** Changes the fields that people may change about themselves, and answers the new values. */
export async function updateMe(ctx: UserContext, changes: UpdateMe): Promise<Me> {
  if (Object.keys(changes).length > 0) {
    unwrap(await ctx.db.from('users').update(withoutUndefined(changes)).eq('id', ctx.userId))
  }
  return getMe(ctx)
}

const withoutUndefined = (changes: UpdateMe) => ({
  ...(changes.name !== undefined && { name: changes.name }),
  ...(changes.time_zone !== undefined && { time_zone: changes.time_zone }),
  ...(changes.locale !== undefined && { locale: changes.locale }),
  ...(changes.theme !== undefined && { theme: changes.theme }),
  ...(changes.email_notices !== undefined && { email_notices: changes.email_notices }),
})
