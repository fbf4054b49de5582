import { EbaySettings, type UpdateEbaySettings } from '#core/prices/schema.ts'
import { unwrap } from '../db/db-errors.ts'
import { getEditorWorkspaceId } from '../db/editor-workspace.ts'
import { presentFields } from '../db/present-fields.ts'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'

const COLUMNS = Object.keys(EbaySettings.shape).join(', ')

/** The settings of the caller's workspace, which always exist. Throws `not_allowed` for an uploader, who sees none. */
export async function getEbaySettings(db: Db): Promise<EbaySettings> {
  const row: unknown = unwrap(await db.from('ebay_settings').select(COLUMNS).maybeSingle())
  if (!row) throw new AppError('not_allowed')
  return EbaySettings.parse(row)
}

/** The settings of that workspace, for a job. */
export async function getEbaySettingsOf(serviceDb: Db, workspaceId: string): Promise<EbaySettings> {
  const query = serviceDb.from('ebay_settings').select(COLUMNS).eq('workspace_id', workspaceId)
  return EbaySettings.parse(unwrap(await query.single()))
}

/** Throws `not_allowed`. */
export async function updateEbaySettings(db: Db, change: UpdateEbaySettings): Promise<EbaySettings> {
  const workspaceId = await getEditorWorkspaceId(db)
  const query = db.from('ebay_settings').update(presentFields(change)).eq('workspace_id', workspaceId)
  const row: unknown = unwrap(await query.select(COLUMNS).maybeSingle())
  if (!row) throw new AppError('not_allowed')
  return EbaySettings.parse(row)
}
