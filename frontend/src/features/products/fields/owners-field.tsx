import { Plus, Star, X } from 'lucide-react'
import { useState } from 'react'
import { PickerList } from '#app/components/ui/picker-list.tsx'
import { Popover } from '#app/components/ui/popover.tsx'
import { StatusDot } from '#app/components/ui/status-dot.tsx'
import { useProductLists } from '#app/features/products/product-lists.ts'
import type { ProductOwner, SourcedProduct } from '#core/products/schema.ts'
import { Button } from '#ui/button.tsx'
import { FieldRow } from './field-row.tsx'
import { ShareInput } from './share-input.tsx'

type OwnersFieldProps = { product: SourcedProduct; onSave: (owners: ProductOwner[]) => void }

/** The product owners: one primary if there are any, and their shares of the profit. */
export function OwnersField({ product: { owners }, onSave }: OwnersFieldProps) {
  const [isOpen, setOpen] = useState(false)
  const lists = useProductLists()
  const named = owners.map((owner) => ({ ...owner, entry: lists.byId.get(owner.owner_id) }))
  const offered = lists.owners.filter(
    ({ id, is_hidden }) => !is_hidden && !owners.some(({ owner_id }) => owner_id === id),
  )
  const takenBps = owners.reduce((sum, { share_bps }) => sum + (share_bps ?? 0), 0)

  // The database promotes the first remaining owner; the page must show the same at once.
  function remove(id: string) {
    const rest = owners.filter(({ owner_id }) => owner_id !== id)
    const hasPrimary = rest.some(({ is_primary }) => is_primary)
    onSave(rest.map((owner, index) => (hasPrimary ? owner : { ...owner, is_primary: index === 0 })))
  }

  return (
    <FieldRow label="Owners">
      <ul className="flex flex-col">
        {named.map(({ owner_id, is_primary, share_bps, entry }) => {
          const name = entry?.name ?? '…'
          return (
            <li key={owner_id} className="flex min-h-8 items-center gap-2 pl-2">
              {entry?.color && <StatusDot color={entry.color} />}
              <span className="min-w-0 flex-1 truncate" title={name}>
                {name}
              </span>
              <ShareInput
                label={`Share of ${name}, %`}
                shareBps={share_bps}
                maxBps={10_000 - takenBps + (share_bps ?? 0)}
                onSave={(share) =>
                  onSave(owners.map((owner) => (owner.owner_id === owner_id ? { ...owner, share_bps: share } : owner)))
                }
              />
              <Button
                variant="quiet"
                size="icon-small"
                aria-label={is_primary ? `${name} is the primary owner` : `Make ${name} the primary owner`}
                aria-pressed={is_primary}
                title={is_primary ? 'Primary: gives the video title its prefix' : 'Make primary'}
                onClick={() => {
                  if (!is_primary)
                    onSave(owners.map((owner) => ({ ...owner, is_primary: owner.owner_id === owner_id })))
                }}
              >
                <Star aria-hidden="true" className={is_primary ? 'fill-current text-accent' : ''} />
              </Button>
              <Button variant="quiet" size="icon-small" aria-label={`Remove ${name}`} onClick={() => remove(owner_id)}>
                <X aria-hidden="true" />
              </Button>
            </li>
          )
        })}
      </ul>
      <Popover
        label="Add an owner"
        className="w-64"
        isOpen={isOpen}
        onOpenChange={setOpen}
        trigger={
          <Button size="small" variant="quiet">
            <Plus aria-hidden="true" /> Add owner
          </Button>
        }
      >
        <PickerList
          label="Owner"
          chosen={[]}
          emptyWords={
            lists.owners.length === 0 ? 'No owners yet: add them under Settings, Products.' : 'No one else to add.'
          }
          options={offered.map(({ id, name, color }) => ({
            value: id,
            label: name,
            icon: <StatusDot color={color} />,
          }))}
          onChoose={(owner_id) => {
            setOpen(false)
            onSave([...owners, { owner_id, is_primary: owners.length === 0, share_bps: null }])
          }}
        />
      </Popover>
    </FieldRow>
  )
}
