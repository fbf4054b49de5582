import { useQuery } from '@tanstack/react-query'
import { ChevronDown } from 'lucide-react'
import { StatusDot } from '#app/components/ui/status-dot.tsx'
import { crmListQueries } from '#app/domains/products/crm-lists.queries.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { Menu, MenuChoice } from '#ui/dropdown-menu.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { showFailure } from '#ui/toasts/notify.ts'
import { useChangeProduct } from './fields/use-change-product.ts'

const NONE = 'none'

/** The product's status; choosing another shows it at once and can be undone for ten seconds. */
export function StatusMenu({ product }: { product: Pick<SourcedProduct, 'id' | 'asin' | 'status_id'> }) {
  const { data } = useQuery(crmListQueries.statuses())
  const { mutate } = useChangeProduct(product)
  if (!data) return <Skeleton className="h-5 w-24" />
  const current = data.items.find((status) => status.id === product.status_id)

  function choose(value: string) {
    const status_id = value === NONE ? null : value
    if (status_id === product.status_id) return
    mutate({ status_id }, { onError: (error) => showFailure(`The status of ${product.asin} was not changed.`, error) })
  }

  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`Status: ${current?.name ?? 'none'}. Change`}
          className="group relative z-10 -ml-1.5 inline-flex h-7 max-w-full max-md:h-11 items-center gap-2 rounded-control px-1.5 hover:bg-pressed focus-visible:-outline-offset-2"
        >
          <StatusDot color={current?.color ?? '#9CA3AF'} />
          <span className="truncate">{current?.name ?? 'No status'}</span>
          <ChevronDown
            className="size-3.5 text-faint opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
            aria-hidden="true"
          />
        </button>
      }
    >
      <MenuChoice
        label="Status"
        value={product.status_id ?? NONE}
        onChange={choose}
        options={[
          { value: NONE, label: <span className="text-muted">No status</span> },
          ...data.items
            .filter((status) => !status.is_hidden || status.id === product.status_id)
            .map((status) => ({
              value: status.id,
              label: (
                <>
                  <StatusDot color={status.color} /> {status.name}
                </>
              ),
            })),
        ]}
      />
    </Menu>
  )
}
