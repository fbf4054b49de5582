import type { LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { PickerList } from '#app/components/ui/picker-list.tsx'
import { Popover } from '#app/components/ui/popover.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { StatusDot } from '#app/components/ui/status-dot.tsx'
import type { BulkChange, OwnersChange } from '#core/products/bulk.ts'
import { Button } from '#ui/button.tsx'
import type { ProductLists } from '../product-lists.ts'

type BulkOwnersProps = { lists: ProductLists; icon: LucideIcon; onApply: (change: BulkChange) => void }
type Operation = OwnersChange['operation']

const OPERATIONS = [
  { value: 'add', label: 'Add owners' },
  { value: 'remove', label: 'Remove owners' },
  { value: 'set', label: 'Set owners' },
] as const satisfies readonly { value: Operation; label: string }[]

/** Adds, removes or replaces the owners of all selected products. */
export function BulkOwners({ lists, icon: Icon, onApply }: BulkOwnersProps) {
  const [isOpen, setOpen] = useState(false)
  const [operation, setOperation] = useState<Operation>('add')
  const [ids, setIds] = useState<readonly string[]>([])
  const isComplete = operation === 'set' || ids.length > 0
  return (
    <Popover
      label="Owners of the selected products"
      side="top"
      className="w-72"
      isOpen={isOpen}
      onOpenChange={(next) => {
        setOpen(next)
        if (next) setIds([])
      }}
      trigger={
        <Button size="small" variant="quiet" className="max-md:h-11">
          <Icon aria-hidden="true" /> Owners
        </Button>
      }
    >
      <div className="p-2">
        <Select label="What to do" value={operation} onChange={setOperation} options={OPERATIONS} />
      </div>
      <div className="border-t border-line">
        <PickerList
          label="Owners"
          isMulti
          options={lists.owners
            .filter(({ is_hidden }) => !is_hidden)
            .map(({ id, name, color }) => ({ value: id, label: name, icon: <StatusDot color={color} /> }))}
          chosen={ids}
          emptyWords={lists.owners.length === 0 ? 'No owners yet. Add them in Settings.' : 'No matches.'}
          onChoose={(id) => setIds(ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id])}
        />
      </div>
      <div className="flex items-center justify-between gap-2 border-t border-line p-2">
        <p className="text-meta text-muted">
          {operation === 'set' ? (ids.length === 0 ? 'Removes all owners.' : 'The first is primary.') : ''}
        </p>
        <Button
          size="small"
          variant="primary"
          disabled={!isComplete}
          onClick={() => {
            setOpen(false)
            onApply({ owners: { operation, owner_ids: [...ids] } })
          }}
        >
          Apply
        </Button>
      </div>
    </Popover>
  )
}
