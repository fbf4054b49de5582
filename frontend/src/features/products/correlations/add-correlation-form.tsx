import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Controller, useForm } from 'react-hook-form'
import { z } from 'zod'
import { Notice } from '#app/components/ui/notice.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { RELATIONS } from '#app/domains/correlations/relations.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { findAsin } from '#core/asin.ts'
import { correlationsContract } from '#core/correlations/contract.ts'
import { Relation } from '#core/correlations/schema.ts'
import { ApiError } from '#core/http/client.ts'
import { describeError } from '#core/http/describe-error.ts'
import { MarketplaceCode } from '#core/marketplaces.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { Button } from '#ui/button.tsx'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'
import { CountryChoice } from './marketplace-choice.tsx'

const Typed = z.object({
  asin: z.string().refine((text) => findAsin(text) !== null, 'Enter an ASIN or an Amazon product link.'),
  relation: Relation,
  /** Null until the person chooses: then the home marketplaces apply. */
  marketplaces: z.array(MarketplaceCode).min(1, 'Choose at least one marketplace.').nullable(),
})
type Typed = z.infer<typeof Typed>

type AddCorrelationFormProps = { product: SourcedProduct; onClose: () => void }

/** Adds a correlated ASIN manually; it waits for a decision like every other. */
export function AddCorrelationForm({ product, onClose }: AddCorrelationFormProps) {
  const queryClient = useQueryClient()
  const form = useForm<Typed>({
    resolver: zodResolver(Typed),
    defaultValues: { asin: '', relation: 'same', marketplaces: null },
  })
  const add = useMutation({
    mutationFn: ({ asin, relation, marketplaces }: Typed) =>
      api(correlationsContract.create, {
        body: {
          product_id: product.id,
          similar_asin: findAsin(asin) ?? asin,
          relation,
          ...(marketplaces && { marketplaces }),
        },
        idempotencyKey: crypto.randomUUID(),
      }),
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.correlations }),
  })
  const relation = form.watch('relation')

  return (
    <form
      onSubmit={form.handleSubmit((values) => add.mutate(values))}
      noValidate
      aria-label="Add correlated ASIN"
      className="mb-3 flex flex-col gap-3 rounded-card border border-line bg-sunken p-3"
    >
      {add.error && <Notice tone="failed">{words(add.error)}</Notice>}
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="ASIN or Amazon link" error={form.formState.errors.asin?.message}>
          {(wiring) => <Input {...wiring} {...form.register('asin')} autoComplete="off" spellCheck={false} autoFocus />}
        </Field>
        <Field label="How it relates">
          {(wiring) => (
            <Controller
              control={form.control}
              name="relation"
              render={({ field }) => (
                <Select
                  {...wiring}
                  value={field.value}
                  onChange={field.onChange}
                  options={Relation.options.map((value) => ({ value, label: RELATIONS[value].label }))}
                />
              )}
            />
          )}
        </Field>
      </div>
      <p className="text-meta text-muted">{RELATIONS[relation].hint}</p>
      <Controller
        control={form.control}
        name="marketplaces"
        render={({ field, fieldState }) => (
          <CountryChoice value={field.value} onChange={field.onChange} error={fieldState.error?.message} />
        )}
      />
      <div className="flex justify-end gap-2">
        <Button size="small" onClick={onClose}>
          Cancel
        </Button>
        <Button size="small" type="submit" isBusy={add.isPending}>
          Add ASIN
        </Button>
      </div>
    </form>
  )
}

const words = (error: Error) =>
  error instanceof ApiError && error.is('correlation_exists')
    ? 'This ASIN is in the list already.'
    : describeError(error).message
