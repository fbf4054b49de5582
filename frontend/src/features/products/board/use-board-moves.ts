import { useState } from 'react'
import { useChangeAnyProduct } from '#app/features/products/fields/use-change-product.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { showFailure } from '#ui/toasts/notify.ts'

/** A card that moved to another column and that the API has not moved yet. */
export type Move = { product: SourcedProduct; to: string | null }

/** Moves cards: shown at once, restored when the API refuses. `nameOf` is the name of a column. */
export function useBoardMoves(nameOf: (status_id: string | null) => string) {
  const change = useChangeAnyProduct()
  const [moves, setMoves] = useState<readonly Move[]>([])
  const without = (id: string) => (known: readonly Move[]) => known.filter(({ product }) => product.id !== id)

  async function move(product: SourcedProduct, to: string | null): Promise<void> {
    if (product.status_id === to) return
    setMoves((known) => [...without(product.id)(known), { product, to }])
    try {
      await change(product, { status_id: to })
    } catch (error) {
      showFailure(`${product.asin} stays in ${nameOf(product.status_id)}.`, error)
    } finally {
      setMoves(without(product.id))
    }
  }

  return { moves, move }
}

/** The cards of a column after pending moves: cards that are moving in come first. */
export function movedCards(cards: readonly SourcedProduct[], status_id: string | null, moves: readonly Move[]) {
  const arriving = moves.filter(({ to }) => to === status_id).map(({ product }) => ({ ...product, status_id }))
  const ids = new Set(moves.map(({ product }) => product.id))
  return [...arriving, ...cards.filter(({ id, status_id: current }) => !ids.has(id) && current === status_id)]
}

/** How many more, or fewer, cards a column has than the API counts. */
export const movedCount = (status_id: string | null, moves: readonly Move[]): number =>
  moves.reduce((sum, { product, to }) => sum + Number(to === status_id) - Number(product.status_id === status_id), 0)
