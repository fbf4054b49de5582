import type { ReactNode } from 'react'

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded-control border border-line bg-sunken px-1 font-sans text-meta text-muted">
      {children}
    </kbd>
  )
}

/** Keys and what they do: `['g p', 'Go to Products']`. Keys to press one after the other have a space between them. */
export function KeyRows({ rows }: { rows: readonly (readonly [keys: string, meaning: string])[] }) {
  return (
    <dl>
      {rows.map(([keys, meaning]) => (
        <div key={keys} className="flex h-8 items-center justify-between">
          <dt>{meaning}</dt>
          <dd className="flex gap-1">
            {keys.split(' ').map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}
