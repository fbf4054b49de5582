import type { SourcedProduct } from '#core/products/schema.ts'
import type { Choice } from './product-lists.ts'

const SHOWN = 3

type OwnerAvatarsProps = { owners: SourcedProduct['owners']; byId: ReadonlyMap<string, Choice> }

/** Initials in the owner's color, the primary owner first and ringed; names on hover. */
export function OwnerAvatars({ owners, byId }: OwnerAvatarsProps) {
  const known = owners.flatMap((owner) => {
    const entry = byId.get(owner.owner_id)
    return entry ? [{ ...owner, ...entry }] : []
  })
  if (known.length === 0) return null
  return (
    <span className="inline-flex items-center" title={known.map(({ name }) => name).join(', ')}>
      {known.slice(0, SHOWN).map(({ id, name, color, is_primary }) => (
        <span
          key={id}
          aria-hidden="true"
          className="-mr-1 inline-flex size-6 items-center justify-center rounded-full border-2 bg-surface text-[10px] font-semibold text-ink"
          style={{ borderColor: color ?? undefined, zIndex: is_primary ? 1 : undefined }}
        >
          {initials(name)}
        </span>
      ))}
      {known.length > SHOWN && <span className="pl-2 text-meta text-muted">+{known.length - SHOWN}</span>}
    </span>
  )
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  return letters.map((word) => [...(word ?? '')][0]?.toUpperCase() ?? '').join('') || '?'
}
