import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { Notice } from '#app/components/ui/notice.tsx'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { describeError } from '#core/http/describe-error.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { shipmentsContract, TrackingNumber } from '#core/products/shipments/contract.ts'
import { Button } from '#ui/button.tsx'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'

const Typed = z.object({
  tracking_number: TrackingNumber,
  carrier_slug: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9-]{0,64}$/, 'Enter one word, such as ups.'),
})
type Typed = z.infer<typeof Typed>

type AddShipmentFormProps = { product: SourcedProduct; onClose: () => void }

/** Adds a tracking number; an empty carrier is detected automatically. */
export function AddShipmentForm({ product, onClose }: AddShipmentFormProps) {
  const queryClient = useQueryClient()
  const form = useForm<Typed>({
    resolver: zodResolver(Typed),
    defaultValues: { tracking_number: '', carrier_slug: '' },
  })
  const add = useMutation({
    mutationFn: ({ tracking_number, carrier_slug }: Typed) =>
      api(shipmentsContract.create, {
        body: { product_id: product.id, tracking_number, ...(carrier_slug && { carrier_slug }) },
        idempotencyKey: crypto.randomUUID(),
      }),
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.products }),
  })
  const { errors } = form.formState

  return (
    <form
      onSubmit={form.handleSubmit((values) => add.mutate(values))}
      noValidate
      aria-label="Add shipment"
      className="mb-3 flex flex-col gap-3 rounded-card border border-line bg-sunken p-3"
    >
      {add.error && <Notice tone="failed">{describeError(add.error).message}</Notice>}
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Tracking number" error={errors.tracking_number?.message}>
          {(wiring) => (
            <Input {...wiring} {...form.register('tracking_number')} autoComplete="off" spellCheck={false} autoFocus />
          )}
        </Field>
        <Field
          label="Carrier, if you know it"
          hint="Such as ups, usps, fedex or dhl. Detected automatically when left empty."
          error={errors.carrier_slug?.message}
        >
          {(wiring) => (
            <Input
              {...wiring}
              {...form.register('carrier_slug')}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
            />
          )}
        </Field>
      </div>
      <div className="flex justify-end gap-2">
        <Button size="small" onClick={onClose}>
          Cancel
        </Button>
        <Button size="small" type="submit" isBusy={add.isPending}>
          Add shipment
        </Button>
      </div>
    </form>
  )
}
