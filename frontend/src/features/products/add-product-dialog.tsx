import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import { useNavigate } from 'react-router'
import { z } from 'zod'
import { Notice } from '#app/components/ui/notice.tsx'
import { countriesQuery } from '#app/domains/marketplaces/marketplaces.queries.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { addresses } from '#app/lib/addresses.ts'
import { api } from '#app/lib/api.ts'
import { findAsin } from '#core/asin.ts'
import { ApiError } from '#core/http/client.ts'
import { describeError } from '#core/http/describe-error.ts'
import { type MarketplaceCode, marketplace } from '#core/marketplaces.ts'
import { productsContract } from '#core/products/contract.ts'
import { Button } from '#ui/button.tsx'
import { Dialog, DialogActions } from '#ui/dialog.tsx'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'
import { showDone } from '#ui/toasts/notify.ts'
import { ProductPreview } from './product/product-preview.tsx'
import { countryOfAddress, productQueries } from './products.queries.ts'

const NewProduct = z.object({
  asin: z
    .string()
    .refine(
      (text) => findAsin(text) !== null,
      'Enter an ASIN (B and nine letters or digits, or an ISBN-10) or an Amazon product link.',
    ),
  title: z.string().trim().max(500, 'A title has at most 500 characters.'),
})
type NewProduct = z.infer<typeof NewProduct>

type AddProductDialogProps = { isOpen: boolean; onClose: () => void }

/** Adds a product by ASIN or pasted Amazon link and opens it; offers an existing product instead. */
export function AddProductDialog({ isOpen, onClose }: AddProductDialogProps) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Add product" description="Paste an ASIN or an Amazon link.">
      <AddProductForm onClose={onClose} />
    </Dialog>
  )
}

function AddProductForm({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  // One key per form: a double click, or a second attempt after a lost answer, adds one product.
  const attempt = useRef<{ body: string; key: string }>(undefined)
  const form = useForm<NewProduct>({
    resolver: zodResolver(NewProduct),
    defaultValues: { asin: '', title: '' },
  })
  const add = useMutation({
    mutationFn: ({ asin, title }: NewProduct) => {
      const body = { asin: findAsin(asin) ?? asin, ...(title && { title }) }
      const text = JSON.stringify(body)
      if (attempt.current?.body !== text) attempt.current = { body: text, key: crypto.randomUUID() }
      return api(productsContract.create, { body, idempotencyKey: attempt.current.key })
    },
    onSuccess: (product) => {
      queryClient.setQueryData(productQueries.detail(product.id).queryKey, product)
      void queryClient.invalidateQueries({ queryKey: queryKeys.products })
      showDone(`${product.asin} added`)
      openProduct(product.id)
    },
  })

  const typed = useWatch({ control: form.control, name: 'asin' })

  function openProduct(id: string) {
    onClose()
    void navigate(addresses.product(id))
  }

  return (
    <form onSubmit={form.handleSubmit((values) => add.mutate(values))} noValidate className="flex flex-col gap-4">
      <Refusal error={add.error} onOpen={openProduct} />
      <Field label="ASIN or Amazon link" error={form.formState.errors.asin?.message}>
        {(wiring) => (
          <Input
            {...wiring}
            {...form.register('asin')}
            placeholder="B0C1234567 or https://www.amazon.com/dp/…"
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
          />
        )}
      </Field>
      {!add.isPending && !add.isError && <Preview typed={typed} />}
      <Field label="Title" hint="You can add it later." error={form.formState.errors.title?.message}>
        {(wiring) => <Input {...wiring} {...form.register('title')} autoComplete="off" />}
      </Field>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" isBusy={add.isPending}>
          Add product
        </Button>
      </DialogActions>
    </form>
  )
}

/** In the marketplace of the pasted link, or the workspace's home; where Keepa covers neither, in the US. */
function Preview({ typed }: { typed: string }) {
  const { data: canLookUp } = useQuery(productQueries.canLookUp())
  const { data: countries } = useQuery(countriesQuery())
  const asin = findAsin(typed)
  if (!canLookUp || !countries || asin === null) return null
  const home = countries.items.find((country) => country.is_home && isCovered(country.marketplace))?.marketplace
  const pasted = countryOfAddress(typed)
  return <ProductPreview asin={asin} country={pasted && isCovered(pasted) ? pasted : (home ?? 'US')} />
}

const isCovered = (code: MarketplaceCode) => marketplace(code).keepa_domain_id !== null

function Refusal({ error, onOpen }: { error: Error | null; onOpen: (id: string) => void }) {
  if (!error) return null
  const existingId = error instanceof ApiError && error.is('product_exists') ? error.problem.existing_id : undefined
  if (!existingId) return <Notice tone="failed">{describeError(error).message}</Notice>
  return (
    <Notice tone="waiting">
      <span className="flex items-center justify-between gap-3">
        This ASIN is already in your products.
        <Button size="small" onClick={() => onOpen(existingId)}>
          Open it
        </Button>
      </span>
    </Notice>
  )
}
