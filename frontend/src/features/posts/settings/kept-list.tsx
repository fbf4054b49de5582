import { Pencil, Plus, Trash2 } from 'lucide-react'
import { Button } from '#ui/button.tsx'

type KeptListProps<Row> = {
  items: readonly { id: string; name: string; words: string; mark?: string | null; row: Row }[]
  noun: string
  onAdd: () => void
  onEdit: (row: Row) => void
  onDelete: (row: Row) => void
}

/** Named texts with their buttons. */
export function KeptList<Row>({ items, noun, onAdd, onEdit, onDelete }: KeptListProps<Row>) {
  return (
    <>
      {items.length > 0 && (
        <ul className="divide-y divide-line rounded-card border border-line bg-surface">
          {items.map(({ id, name, words, mark, row }) => (
            <li key={id} className="flex items-start gap-3 px-4 py-2.5">
              <div className="min-w-0 flex-1">
                <p className="font-medium break-words">
                  {name}
                  {mark && <span className="ml-2 text-meta font-normal text-muted">{mark}</span>}
                </p>
                <p className="line-clamp-2 text-table break-words text-muted">{words}</p>
              </div>
              <Button size="icon-small" variant="quiet" aria-label={`Edit ${name}`} onClick={() => onEdit(row)}>
                <Pencil aria-hidden="true" />
              </Button>
              <Button size="icon-small" variant="quiet" aria-label={`Delete ${name}`} onClick={() => onDelete(row)}>
                <Trash2 aria-hidden="true" />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button size="small" onClick={onAdd}>
          <Plus aria-hidden="true" /> Add {noun}
        </Button>
      </div>
    </>
  )
}
