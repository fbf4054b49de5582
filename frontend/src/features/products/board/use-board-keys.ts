import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useShortcuts } from '#ui/keyboard.ts'
import { productCache } from '../products.queries.ts'

/** The card whose list of statuses is open, and the position of the list. */
type Moving = { id: string; columnKey: string; left: number; top: number }

const CARD = '[data-board-card]'
const COLUMN = '[data-board-column]'
const idOf = (card: Element) => card.getAttribute('data-board-card') ?? ''

/** Every key of the board: arrows between cards and columns, Enter opens, m and Space move to another status. */
export function useBoardKeys({ onOpen }: { onOpen: (href: string) => void }) {
  const queryClient = useQueryClient()
  const boardRef = useRef<HTMLDivElement>(null)
  const [focusedId, setFocusedId] = useState<string>()
  const [moving, setMoving] = useState<Moving | null>(null)
  const movedId = useRef<string>(undefined)

  const cardsOf = (column: Element | undefined | null) => [...(column?.querySelectorAll<HTMLElement>(CARD) ?? [])]
  const allCards = () => cardsOf(boardRef.current)

  function focus(card: HTMLElement | undefined) {
    card?.focus()
    card?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }

  function step(card: HTMLElement, key: string) {
    const column = card.closest(COLUMN)
    const inColumn = cardsOf(column)
    const at = inColumn.indexOf(card)
    if (key === 'ArrowDown') focus(inColumn[at + 1])
    if (key === 'ArrowUp') focus(inColumn[at - 1])
    if (key !== 'ArrowLeft' && key !== 'ArrowRight') return
    const columns = [...(boardRef.current?.querySelectorAll(COLUMN) ?? [])].filter((other) => other.querySelector(CARD))
    const beside = cardsOf(columns[(column ? columns.indexOf(column) : -1) + (key === 'ArrowRight' ? 1 : -1)])
    focus(beside[Math.min(at, beside.length - 1)])
  }

  function startMove(card: HTMLElement) {
    const { left, bottom } = card.getBoundingClientRect()
    const columnKey = card.closest(COLUMN)?.getAttribute('data-board-column') ?? 'none'
    setMoving({ id: idOf(card), columnKey, left, top: bottom })
  }

  const focused = () => allCards().find((card) => idOf(card) === focusedId)
  const isOnCard = () => document.activeElement?.closest(CARD) != null

  useShortcuts({
    j: () => (isOnCard() ? step(focused() ?? document.body, 'ArrowDown') : focus(focused() ?? allCards()[0])),
    k: () => (isOnCard() ? step(focused() ?? document.body, 'ArrowUp') : focus(focused() ?? allCards()[0])),
    m: () => {
      const card = focused()
      if (card) startMove(card)
    },
    '/': () => document.querySelector<HTMLElement>('input[type="search"]')?.focus(),
  })

  return {
    boardRef,
    focusedId,
    moving,
    endMove: () => {
      movedId.current = moving?.id
      setMoving(null)
    },
    /** The focus follows the card into its new column. */
    focusMoved: () => {
      const card = allCards().find((candidate) => idOf(candidate) === movedId.current)
      focus(card ?? allCards()[0])
    },
    productOf: (id: string) => productCache.find(queryClient, id),
    onFocus: (event: React.FocusEvent) => {
      const card = event.target.closest(CARD)
      if (card) setFocusedId(idOf(card))
    },
    onClick: (event: React.MouseEvent) => {
      const card = event.target instanceof Element && event.target.closest(CARD)
      if (!card || event.metaKey || event.ctrlKey || event.shiftKey) return
      event.preventDefault()
      onOpen(card.getAttribute('href') ?? '')
    },
    onKeyDown: (event: React.KeyboardEvent) => {
      const card = event.target instanceof Element && event.target.closest<HTMLElement>(CARD)
      if (!card || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key.startsWith('Arrow')) {
        event.preventDefault()
        step(card, event.key)
      }
      if (event.key === ' ') {
        event.preventDefault()
        startMove(card)
      }
    },
  }
}
