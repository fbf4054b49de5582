import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { useState } from 'react'
import { Popover } from '#app/components/ui/popover.tsx'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { productsContract } from '#core/products/contract.ts'
import { Button } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { menuItemStyle } from '#ui/dropdown-menu.tsx'

/** The product of a file. */
export type PickedProduct = { id: string; asin: string; title: string | null }

type ProductPickerProps = {
  filename: string
  product: PickedProduct | undefined
  onPick: (product: PickedProduct) => void
}

/** Chooses the product of a file. */
export function ProductPicker({ filename, product, onPick }: ProductPickerProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover
      label={`Product of ${filename}`}
      isOpen={isOpen}
      onOpenChange={setOpen}
      className="w-80 max-w-[calc(100vw-48px)]"
      trigger={
        <Button size="small" aria-label={`Product of ${filename}: ${product?.asin ?? 'none'}. Change`}>
          {product ? product.asin : 'Choose product'}
        </Button>
      }
    >
      <Found
        onPick={(picked) => {
          onPick(picked)
          setOpen(false)
        }}
      />
    </Popover>
  )
}

function Found({ onPick }: { onPick: (product: PickedProduct) => void }) {
  const [search, setSearch] = useState('')
  const wanted = search.trim()
  const { data, isFetching } = useQuery({
    queryKey: [...queryKeys.products, 'found', wanted],
    queryFn: ({ signal }) => api(productsContract.list, { query: { search: wanted, limit: 8 }, signal }),
    placeholderData: keepPreviousData,
  })
  return (
    <Command label="Find product" shouldFilter={false} loop>
      <Command.Input
        autoFocus
        value={search}
        onValueChange={setSearch}
        placeholder="ASIN or title…"
        className="h-9 w-full border-b border-line bg-transparent px-3 text-body outline-none"
      />
      <Command.List className="max-h-64 overflow-y-auto p-1">
        <Command.Empty className="px-2 py-4 text-center text-table text-muted">
          {isFetching ? 'Searching…' : 'No matching products.'}
        </Command.Empty>
        {data?.items.map((product) => (
          <Command.Item
            key={product.id}
            value={product.id}
            onSelect={() => onPick(product)}
            className={cn(menuItemStyle, 'h-10 data-[selected=true]:bg-hover')}
          >
            <ProductImage url={product.image_url} size="small" />
            <span className="min-w-0 flex-1 truncate">{product.title ?? 'No title yet'}</span>
            <span className="text-meta text-muted tabular-nums">{product.asin}</span>
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  )
}
