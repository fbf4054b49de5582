import {
  type Choice,
  QUICK_LIST_NEEDS,
  type QuickListChoices,
  type QuickListNeed,
  type QuickListSettings,
  type QuickListSetup,
  type UpdateQuickListSettings,
} from '#core/quick-list/schema.ts'
import { ebayConnection, openEbaySession } from '../connections/ebay.ts'
import { openServiceDb } from '../connections/service-db.ts'
import type { UserContext } from '../context.ts'
import { getEditorWorkspaceId } from '../db/editor-workspace.ts'
import { AppError } from '../errors.ts'
import { QUICK_LIST_MARKETPLACE } from './marketplace.ts'
import { getQuickListSettings, writeQuickListSettings } from './quick-list.repo.ts'

const LIST_OF: Readonly<Record<QuickListNeed, keyof QuickListChoices>> = {
  fulfillment_policy_id: 'fulfillment_policies',
  payment_policy_id: 'payment_policies',
  return_policy_id: 'return_policies',
  merchant_location_key: 'locations',
}

const isComplete = (settings: QuickListSettings) => QUICK_LIST_NEEDS.every((need) => settings[need] !== null)

/**
 * The settings with eBay's lists. A failure of eBay is part of the answer and does not fail the request. Throws
 * `not_allowed`.
 */
export async function getQuickListSetup({ db }: UserContext): Promise<QuickListSetup> {
  const workspaceId = await getEditorWorkspaceId(db)
  const settings = await getQuickListSettings(db)
  const { choices, problem } = await readChoices(workspaceId)
  const propose = (need: QuickListNeed) => settings[need] ?? choices?.[LIST_OF[need]][0]?.id ?? null
  return {
    settings,
    is_complete: isComplete(settings),
    choices,
    choices_problem: problem,
    proposal: {
      fulfillment_policy_id: propose('fulfillment_policy_id'),
      payment_policy_id: propose('payment_policy_id'),
      return_policy_id: propose('return_policy_id'),
      merchant_location_key: propose('merchant_location_key'),
    },
  }
}

/** Accepts only what eBay offers, while eBay can be reached. Throws `not_allowed`, `invalid_input`. */
export async function updateQuickListSettings({ db }: UserContext, change: UpdateQuickListSettings) {
  const workspaceId = await getEditorWorkspaceId(db)
  const chosen = QUICK_LIST_NEEDS.flatMap((need) => (change[need] ? [{ need, id: change[need] }] : []))
  if (chosen.length > 0) {
    const { choices } = await readChoices(workspaceId)
    const foreign = chosen.filter(({ need, id }) => choices && !hasId(choices[LIST_OF[need]], id))
    if (foreign.length > 0) {
      const issues = foreign.map(({ need }) => ({ path: need, message: 'eBay does not offer this for your account.' }))
      throw new AppError('invalid_input', "Choose from eBay's lists.", { issues })
    }
  }
  const settings = await writeQuickListSettings(db, workspaceId, change)
  return { settings, is_complete: isComplete(settings) }
}

const hasId = (list: readonly Choice[], id: string) => list.some((choice) => choice.id === id)

type Read = { choices: QuickListChoices | null; problem: QuickListSetup['choices_problem'] }

async function readChoices(workspaceId: string): Promise<Read> {
  try {
    const session = await openEbaySession(openServiceDb(), workspaceId)
    const { marketplace_id } = QUICK_LIST_MARKETPLACE
    const [fulfillment_policies, payment_policies, return_policies, locations] = await session.use((seller) =>
      Promise.all([
        seller.getPolicies('fulfillment', marketplace_id),
        seller.getPolicies('payment', marketplace_id),
        seller.getPolicies('return', marketplace_id),
        seller.getEnabledLocations(),
      ]),
    )
    return { choices: { fulfillment_policies, payment_policies, return_policies, locations }, problem: null }
  } catch (error) {
    const problem = ebayConnection.problem(error)
    if (!(problem instanceof AppError)) throw error
    return { choices: null, problem: { code: problem.code, message: problem.message } }
  }
}
