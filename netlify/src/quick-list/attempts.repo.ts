import { z } from 'zod'
import { QuickListStep, QuickListStepState } from '#core/quick-list/schema.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import { LeaseLostError } from '../jobs/define-job.ts'
import { QuickListPlan } from './quick-list.repo.ts'

// Every function here takes the `serviceDb`, which passes row level security, so each query names the workspace.

const Attempt = z.object({
  id: z.uuid(),
  workspace_id: z.uuid(),
  work_key: z.uuid(),
  sku: z.string(),
  state: z.enum(['running', 'undoing']),
  plan: QuickListPlan,
  steps: z.record(QuickListStep, z.object({ state: QuickListStepState })),
  offer_id: z.string().nullable(),
  ebay_item_id: z.string().nullable(),
  /** The attempt before failed and left its item on eBay, perhaps with an offer, whose id may be unknown. */
  leftovers: z.object({ offer_id: z.string().nullable(), has_offer: z.boolean() }).nullable(),
})
export type Attempt = z.infer<typeof Attempt>

/** Takes an attempt; null when it is over. The worker that had it before can store nothing more. */
export async function beginAttempt(serviceDb: Db, workspaceId: string, id: string): Promise<Attempt | null> {
  const args = { p_workspace_id: workspaceId, p_id: id }
  return Attempt.nullable().parse(unwrap(await serviceDb.rpc('begin_quick_list', args)))
}

type Note = { state: QuickListStepState; message?: string; offer_id?: string; ebay_item_id?: string }

/**
 * Stores the state of a step, in the row and in `attempt`. Throws `LeaseLostError` when another worker has the attempt.
 */
export async function noteStep(serviceDb: Db, attempt: Attempt, step: QuickListStep, note: Note): Promise<void> {
  const { state, message, offer_id, ebay_item_id } = note
  const isMine = z.boolean().parse(
    unwrap(
      await serviceDb.rpc('note_quick_list_step', {
        ...keyOf(attempt),
        p_step: step,
        p_state: state,
        ...(message !== undefined && { p_message: message }),
        ...(offer_id !== undefined && { p_offer_id: offer_id }),
        ...(ebay_item_id !== undefined && { p_ebay_item_id: ebay_item_id }),
      }),
    ),
  )
  if (!isMine) throw new LeaseLostError()
  attempt.steps[step] = { state }
  attempt.offer_id = offer_id ?? attempt.offer_id
  attempt.ebay_item_id = ebay_item_id ?? attempt.ebay_item_id
}

type Refusal = { step: QuickListStep; code: string; message: string }

/** The step failed; from here on the attempt only removes what it made. Throws `LeaseLostError`. */
export async function turnBack(serviceDb: Db, attempt: Attempt, { step, code, message }: Refusal): Promise<void> {
  const args = { ...keyOf(attempt), p_step: step, p_error_code: code, p_error_message: message }
  if (!z.boolean().parse(unwrap(await serviceDb.rpc('undo_quick_list', args)))) throw new LeaseLostError()
  attempt.steps[step] = { state: 'failed' }
  attempt.state = 'undoing'
}

/**
 * Ends the attempt; steps whose effect is still on eBay become `left`. People read the first failure of the attempt.
 */
export async function failAttempt(
  serviceDb: Db,
  attempt: Attempt,
  error?: { code: string; message: string },
): Promise<void> {
  const args = { ...keyOf(attempt), ...(error && { p_error_code: error.code, p_error_message: error.message }) }
  unwrap(await serviceDb.rpc('fail_quick_list', args))
}

/** The item is on sale: one statement adds the listing and ends the attempt. */
export async function finishAttempt(
  serviceDb: Db,
  attempt: Attempt,
  ebayUserId: string,
  listingUrl: string,
): Promise<void> {
  const args = { ...keyOf(attempt), p_ebay_user_id: ebayUserId, p_listing_url: listingUrl }
  if (unwrap(await serviceDb.rpc('finish_quick_list', args)) === null) throw new LeaseLostError()
}

const keyOf = ({ workspace_id, id, work_key }: Attempt) => ({
  p_workspace_id: workspace_id,
  p_id: id,
  p_work_key: work_key,
})
