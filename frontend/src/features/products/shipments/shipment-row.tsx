import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ChevronDown, RotateCw, Trash2 } from 'lucide-react'
import { useId, useState } from 'react'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { queryKeys } from '#app/domains/query-keys.ts'
import { ShipmentBadge } from '#app/domains/shipments/shipment-badge.tsx'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { formatDay } from '#core/format.ts'
import { type Shipment, type ShipmentCheckpoint, shipmentsContract } from '#core/products/shipments/contract.ts'
import { Button } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { showFailure, showUndo } from '#ui/toasts/notify.ts'

/** One shipment: where it is, when it is expected, and its events. */
export function ShipmentRow({ shipment }: { shipment: Shipment }) {
  const format = useFormat()
  const [isOpen, setOpen] = useState(false)
  const historyId = useId()
  const { refresh, remove } = useShipmentActions(shipment)
  const { tracking_number, carrier_slug, checkpoints } = shipment
  const latest = checkpoints.at(-1)
  const isExpected = shipment.eta !== null && shipment.tag !== 'Delivered'

  return (
    <li className="px-3 py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <div className="min-w-0 flex-1 basis-48">
          <p className="flex flex-wrap items-center gap-2">
            <span className="break-all font-medium tabular-nums">{tracking_number}</span>
            <ShipmentBadge shipment={shipment} />
          </p>
          <p className="flex flex-wrap gap-x-3 text-meta text-muted">
            {carrier_slug !== null && <span className="uppercase">{carrier_slug}</span>}
            {isExpected && <span>Expected {formatDay(shipment.eta ?? '', format.locale)}</span>}
            {latest && <RelativeTime instant={latest.at} />}
            <span role="status">
              {shipment.registration === 'waiting' && shipment.tag !== null && 'Asking AfterShip…'}
            </span>
          </p>
        </div>
        <div className="ml-auto flex items-center gap-1">
          {checkpoints.length > 0 && (
            <Button
              variant="quiet"
              size="small"
              aria-expanded={isOpen}
              aria-controls={historyId}
              aria-label={`History of ${tracking_number}`}
              onClick={() => setOpen(!isOpen)}
            >
              History <ChevronDown aria-hidden="true" className={cn(isOpen && 'rotate-180')} />
            </Button>
          )}
          <Button
            variant="quiet"
            size="icon-small"
            aria-label={`Refresh ${tracking_number}`}
            isBusy={refresh.isPending}
            onClick={() => refresh.mutate()}
          >
            <RotateCw aria-hidden="true" />
          </Button>
          <Button
            variant="quiet"
            size="icon-small"
            aria-label={`Remove ${tracking_number}`}
            isBusy={remove.isPending}
            onClick={() => remove.mutate()}
          >
            <Trash2 aria-hidden="true" />
          </Button>
        </div>
      </div>
      {shipment.registration === 'failed' && (
        <p className="mt-1 text-meta text-failed">{reasonText(shipment.registration_error)}</p>
      )}
      <div id={historyId}>{isOpen && <Timeline checkpoints={checkpoints} trackingNumber={tracking_number} />}</div>
    </li>
  )
}

type TimelineProps = { checkpoints: ShipmentCheckpoint[]; trackingNumber: string }

function Timeline({ checkpoints, trackingNumber }: TimelineProps) {
  const format = useFormat()
  return (
    <ol
      aria-label={`What happened to ${trackingNumber}`}
      className="mt-2 flex flex-col gap-2 border-l border-line pl-3"
    >
      {checkpoints.toReversed().map(({ at, message, location, tag }) => (
        <li key={`${at} ${tag} ${message}`} className="text-table">
          <span className="block">{message ?? tag ?? 'Seen on the way'}</span>
          <span className="text-meta text-muted">
            <time dateTime={at}>{format.instant(at)}</time>
            {location !== null && ` · ${location}`}
          </span>
        </li>
      ))}
    </ol>
  )
}

function useShipmentActions({ id, product_id, tracking_number, carrier_slug }: Shipment) {
  const queryClient = useQueryClient()
  const onSettled = () => queryClient.invalidateQueries({ queryKey: queryKeys.products })
  const putBack = useMutation({
    mutationFn: () =>
      api(shipmentsContract.create, {
        body: { product_id, tracking_number, ...(carrier_slug !== null && { carrier_slug }) },
        idempotencyKey: crypto.randomUUID(),
      }),
    onError: (error) => showFailure(`${tracking_number} was not added again.`, error),
    onSettled,
  })
  return {
    refresh: useMutation({
      mutationFn: () => api(shipmentsContract.refresh, { params: { id } }),
      onError: (error) => showFailure(`${tracking_number} was not refreshed.`, error),
      onSettled,
    }),
    remove: useMutation({
      mutationFn: () => api(shipmentsContract.remove, { params: { id } }),
      onSuccess: () => showUndo(`${tracking_number} removed`, () => putBack.mutate()),
      onError: (error) => showFailure(`${tracking_number} was not removed.`, error),
      onSettled,
    }),
  }
}

const REASONS: Record<string, string> = {
  not_configured: "AfterShip isn't set up, so the shipment is saved but not tracked. Ask your administrator.",
  reconnect: 'AfterShip rejects the API key. Ask your administrator.',
  number_invalid: 'AfterShip does not accept this number. Check it for typing mistakes.',
  carrier_unknown: "The carrier wasn't recognized. Remove the shipment and add it again with its carrier.",
  carrier_needs_more: 'This carrier wants more than the number, such as a postal code.',
  gone: 'AfterShip no longer has this number. Refresh to follow it anew.',
  quota_exceeded:
    'Your workspace has used its AfterShip trackings for this month. Tracking starts automatically when they reset; Connections says when.',
  try_later: 'AfterShip did not answer several times. Refresh to try again.',
}

const reasonText = (error: string | null) => REASONS[error ?? ''] ?? 'AfterShip refused this number.'
