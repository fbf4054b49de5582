import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { queryKeys } from '#app/domains/query-keys.ts'
import { addresses } from '#app/lib/addresses.ts'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { strategiesContract } from '#core/prices/contract.ts'
import type { Strategy } from '#core/prices/schema.ts'
import { Button } from '#ui/button.tsx'
import { Dialog, DialogActions } from '#ui/dialog.tsx'
import { showDone, showFailure } from '#ui/toasts/notify.ts'

type DeleteStrategyDialogProps = { strategy: Strategy; isOpen: boolean; onClose: () => void; onDeleted?: () => void }

/** Deletes a strategy nobody uses; says by how many it is used otherwise. */
export function DeleteStrategyDialog({ strategy, isOpen, onClose, onDeleted }: DeleteStrategyDialogProps) {
  const queryClient = useQueryClient()
  const format = useFormat()
  const { id, name, listing_count } = strategy
  const remove = useMutation({
    mutationFn: () => api(strategiesContract.remove, { params: { id } }),
    onSuccess: () => {
      showDone(`${name} deleted`)
      onDeleted?.()
    },
    onError: (error) => showFailure(`${name} was not deleted.`, error),
    onSettled: () => {
      onClose()
      return queryClient.invalidateQueries({ queryKey: queryKeys.strategies })
    },
  })
  if (listing_count > 0) {
    return (
      <Dialog isOpen={isOpen} onClose={onClose} title={`${name} is in use`}>
        <p className="text-muted">
          {format.count(listing_count, 'listing uses', 'listings use')} this strategy. Give{' '}
          {listing_count === 1 ? 'it' : 'them'} another one first; then it can be deleted.
        </p>
        <DialogActions>
          <Link to={addresses.listings({ strategy_id: id })} className="self-center underline underline-offset-2">
            Show {listing_count === 1 ? 'the listing' : 'the listings'}
          </Link>
          <Button onClick={onClose}>Close</Button>
        </DialogActions>
      </Dialog>
    )
  }
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={`Delete ${name}?`}
      action="Delete strategy"
      isBusy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      No listing uses it. Its price drops stay in Price history, under its name.
    </ConfirmDialog>
  )
}
