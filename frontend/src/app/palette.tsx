import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { FileUp, LogOut, Plus, SunMoon, Undo2 } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useDeferredValue, useState } from 'react'
import { useNavigate } from 'react-router'
import { useOverlay } from '#app/contexts/overlay-context.tsx'
import { useThemeChoice } from '#app/domains/accounts/use-theme-choice.ts'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { queryKeys } from '#app/domains/query-keys.ts'
import { useUndo } from '#app/features/products/history/use-undo.ts'
import { addresses } from '#app/lib/addresses.ts'
import { api } from '#app/lib/api.ts'
import { signOut } from '#app/lib/session.ts'
import { productsContract } from '#core/products/contract.ts'
import { cn } from '#ui/class-names.ts'
import { menuItemStyle } from '#ui/dropdown-menu.tsx'
import { Kbd } from '#ui/kbd.tsx'
import { modKey } from '#ui/keyboard.ts'
import { useReturnFocus } from '#ui/use-return-focus.ts'
import { usePlaces, useSeesProducts } from './navigation.ts'

/** ⌘K: open a page, run an action, find a product. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [search, setSearch] = useState('')
  const returnFocus = useReturnFocus()
  const { open } = useOverlay()
  const { chooseTheme } = useThemeChoice()
  const { undoMyLastChange } = useUndo()
  const navigate = useNavigate()
  const places = usePlaces()
  const seesProducts = useSeesProducts()
  const { products, isSearching } = useFoundProducts(search, seesProducts)

  const go = (address: string) => {
    onClose()
    void navigate(address)
  }
  const run = (action: () => void) => () => {
    onClose()
    action()
  }

  return (
    <Radix.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade-in bg-scrim" />
        <Radix.Content
          {...returnFocus}
          aria-describedby={undefined}
          className="fixed inset-x-0 top-[12dvh] z-50 mx-auto w-[calc(100vw-32px)] max-w-[560px] animate-rise-in overflow-hidden rounded-card border border-line bg-surface shadow-float"
        >
          <Radix.Title className="sr-only">Search or go to</Radix.Title>
          <Command label="Search or go to" loop>
            <Command.Input
              value={search}
              onValueChange={setSearch}
              placeholder="Search products, go to a page, or do something…"
              className="h-12 w-full border-b border-line bg-transparent px-4 text-lead outline-none"
            />
            <Command.List className="max-h-[50dvh] overflow-y-auto p-1">
              <Command.Empty className="px-3 py-8 text-center text-muted">
                {isSearching ? 'Searching…' : 'No matches. Try an ASIN or a word from the title.'}
              </Command.Empty>
              {products.length > 0 && (
                <Group heading="Products">
                  {products.map((product) => (
                    <Item
                      key={product.id}
                      // The API has already filtered; the typed text is part of the value so that cmdk keeps every row.
                      value={`${search} ${product.id}`}
                      onSelect={() => go(addresses.product(product.id))}
                    >
                      <ProductImage url={product.image_url} size="small" />
                      <span className="min-w-0 flex-1 truncate">{product.title ?? 'No title yet'}</span>
                      <span className="text-table text-muted">{product.asin}</span>
                    </Item>
                  ))}
                </Group>
              )}
              <Group heading="Go to">
                {places.map((place) => (
                  <Item key={place.address} value={`Go to ${place.label}`} onSelect={() => go(place.address)}>
                    <place.icon aria-hidden="true" /> <span className="flex-1">{place.label}</span>
                    {place.keys.split(' ').map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </Item>
                ))}
              </Group>
              <Group heading="Do">
                {seesProducts && (
                  <>
                    <Item value="Add product" onSelect={() => open('add-product')}>
                      <Plus aria-hidden="true" /> <span className="flex-1">Add product</span>
                      <Kbd>c</Kbd>
                    </Item>
                    <Item value="Import products" onSelect={() => go(addresses.importProducts())}>
                      <FileUp aria-hidden="true" /> Import products
                    </Item>
                    <Item value="Undo my last change" onSelect={run(undoMyLastChange)}>
                      <Undo2 aria-hidden="true" /> <span className="flex-1">Undo my last change</span>
                      <Kbd>{modKey()}</Kbd>
                      <Kbd>Z</Kbd>
                    </Item>
                  </>
                )}
                <Item value="Use light theme" onSelect={run(() => chooseTheme('light'))}>
                  <SunMoon aria-hidden="true" /> Use light theme
                </Item>
                <Item value="Use dark theme" onSelect={run(() => chooseTheme('dark'))}>
                  <SunMoon aria-hidden="true" /> Use dark theme
                </Item>
                <Item value="Use the system theme" onSelect={run(() => chooseTheme('system'))}>
                  <SunMoon aria-hidden="true" /> Use the system's theme
                </Item>
                <Item value="Sign out" onSelect={run(() => void signOut())}>
                  <LogOut aria-hidden="true" /> Sign out
                </Item>
              </Group>
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function useFoundProducts(search: string, isAllowed: boolean) {
  const wanted = useDeferredValue(search.trim())
  const { data, isFetching } = useQuery({
    queryKey: [...queryKeys.products, 'found', wanted],
    queryFn: ({ signal }) => api(productsContract.list, { query: { search: wanted, limit: 6 }, signal }),
    enabled: isAllowed && wanted.length >= 2,
    placeholderData: keepPreviousData,
  })
  return { products: wanted.length >= 2 ? (data?.items ?? []) : [], isSearching: isFetching }
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-meta [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted"
    >
      {children}
    </Command.Group>
  )
}

function Item({ value, onSelect, children }: { value: string; onSelect: () => void; children: ReactNode }) {
  return (
    <Command.Item value={value} onSelect={onSelect} className={cn(menuItemStyle, 'h-9 data-[selected=true]:bg-hover')}>
      {children}
    </Command.Item>
  )
}
