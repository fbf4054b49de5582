import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { Notice } from '#app/components/ui/notice.tsx'
import { isUnderWay } from '#app/domains/prices/price-change-words.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { listingCache, listingQueries } from '#app/features/listings/listings.queries.ts'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { describeError } from '#core/http/describe-error.ts'
import { listingsContract } from '#core/listings/contract.ts'
import type { ListedListing } from '#core/listings/schema.ts'
import { formatMoney, readTypedMoney, writeTypedMoney } from '#core/money.ts'
import type { PriceChange } from '#core/prices/schema.ts'
import { Button } from '#ui/button.tsx'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'
import { PriceSteps } from './price-steps.tsx'

type ChangePriceProps = {
  listing: ListedListing
  changes: readonly PriceChange[] | undefined
  /** A sale runs on eBay, and any new price ends it. */
  isOnSale: boolean
}

/** A price typed by hand, up or down; below the floor it asks. What becomes of it is shown until eBay shows it. */
export function ChangePrice({ listing, changes, isOnSale }: ChangePriceProps) {
  const queryClient = useQueryClient()
  const { locale } = useFormat()
  const [text, setText] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const [asked, setAsked] = useState<number | null>(null)
  const { id, price_cents, floor_cents, currency } = listing
  const money = (cents: number) => formatMoney(cents, currency, locale)
  const send = useMutation({
    mutationFn: (cents: number) =>
      api(listingsContract.setPrice, {
        params: { id },
        body: { price_cents: cents, is_below_floor_confirmed: floor_cents !== null && cents < floor_cents },
        idempotencyKey: crypto.randomUUID(),
      }),
    onSuccess: (change) => {
      setText(undefined)
      listingCache.patch(queryClient, id, { open_change_id: change.id })
      queryClient.setQueryData(
        listingQueries.history(id).queryKey,
        (history) => history && { ...history, changes: [...history.changes, change] },
      )
    },
    onSettled: () => {
      setAsked(null)
      return Promise.all([
        listingCache.refresh(queryClient),
        queryClient.invalidateQueries({ queryKey: queryKeys.priceHistory }),
      ])
    },
  })
  const shown = changes?.find((change) => change.id === send.data?.id) ?? changes?.findLast(isUnderWay)
  const isOpen = shown !== undefined && isUnderWay(shown)
  const blocked = blockedWords(listing)

  function submit(event: FormEvent) {
    event.preventDefault()
    const { cents, problem: wrong } = readTypedMoney(text ?? '', { locale, currency })
    if (cents === null) return setProblem(wrong)
    if (cents < 1) return setProblem('Enter an amount above zero.')
    if (cents === price_cents) return setProblem('That is the price already.')
    setProblem(undefined)
    if (floor_cents !== null && cents < floor_cents) setAsked(cents)
    else send.mutate(cents)
  }

  if (blocked) return <p className="text-table text-muted">{blocked}</p>
  return (
    <div className="flex flex-col gap-4">
      {isOnSale && <Notice tone="waiting">Changing the price ends the sale on eBay.</Notice>}
      <form onSubmit={submit} noValidate className="flex flex-wrap items-start gap-2">
        <Field
          label={`New price (${currency})`}
          error={problem ?? (send.error ? describeError(send.error).message : undefined)}
          hint={`Now ${money(price_cents)}${floor_cents === null ? '' : `, floor ${money(floor_cents)}`}. It is sent to eBay at once.`}
        >
          {(wiring) => (
            <span className="flex gap-2">
              <Input
                {...wiring}
                inputMode="decimal"
                placeholder={writeTypedMoney(price_cents, { locale, currency })}
                value={text ?? ''}
                disabled={isOpen}
                onChange={(event) => {
                  setText(event.target.value)
                  setProblem(undefined)
                  send.reset()
                }}
                className="max-w-32 text-right tabular-nums max-md:h-11"
              />
              <Button type="submit" className="max-md:h-11" isBusy={send.isPending} disabled={isOpen || !text}>
                Change price
              </Button>
            </span>
          )}
        </Field>
      </form>
      {shown && <PriceSteps change={shown} />}
      <ConfirmDialog
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        title={asked === null ? '' : `Go below the floor of ${money(floor_cents ?? 0)}?`}
        action={asked === null ? '' : `Set the price to ${money(asked)}`}
        isBusy={send.isPending}
        onConfirm={() => asked !== null && send.mutate(asked)}
      >
        {asked !== null &&
          `${money(asked)} is ${money((floor_cents ?? 0) - asked)} less than the floor of ${money(floor_cents ?? 0)}. The floor stays as it is, and the price is not lowered any further.`}
      </ConfirmDialog>
    </div>
  )
}

function blockedWords({ status, has_variations, listing_format }: ListedListing): string | null {
  if (listing_format === 'auction') return 'The price of an auction cannot be changed here.'
  if (has_variations) return 'A listing with variations has more than one price. Change them on eBay.'
  return status === 'active' ? null : 'Only the price of an active listing can be changed.'
}
