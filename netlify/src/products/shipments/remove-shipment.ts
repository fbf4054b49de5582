import type { UserContext } from '../../context.ts'
import { getEditorWorkspaceId } from '../../db/editor-workspace.ts'
import { deleteShipment, shipmentNotFound } from './shipments.repo.ts'

/** Stops tracking a shipment. AfterShip keeps the number, so adding it again costs no quota. */
export async function removeShipment({ db }: UserContext, id: string): Promise<{ id: string }> {
  await getEditorWorkspaceId(db)
  if (!(await deleteShipment(db, id))) throw shipmentNotFound()
  return { id }
}
