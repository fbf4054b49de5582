import { creatorHubContract } from '#core/creator-hub/contract.ts'
import { PageShape } from '#core/creator-hub/schema.ts'
import { api } from '../lib/api.ts'
import { reportsItem } from './items.ts'
import type { HubState } from './states.ts'

const KEPT = 50

/** Reports the shape of a changed page once, if the person agreed to it. A report that fails is left out. */
export function reportShape(state: HubState): void {
  report(state).catch(() => {})
}

async function report(state: HubState): Promise<void> {
  if (state.state !== 'changed' || state.shape === null) return
  const shape = PageShape.parse({
    hash: state.shape,
    selector_version: state.version,
    marketplace: state.marketplace,
    page: state.page,
  })
  const key = [shape.hash, shape.selector_version, shape.marketplace, shape.page].join(' ')
  const { is_on, sent } = await reportsItem.read()
  if (!is_on || sent.includes(key)) return
  await reportsItem.update((now) => ({ ...now, sent: [...now.sent, key].slice(-KEPT) }))
  await api(creatorHubContract.noteShape, { body: shape })
}
