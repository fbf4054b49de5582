/** A user's colour beside a name; never alone, so nothing is lost without colours. */
export function StatusDot({ color }: { color: string }) {
  return (
    <span
      aria-hidden="true"
      className="inline-block size-2 shrink-0 rounded-full ring-1 ring-ink/10"
      style={{ backgroundColor: color }}
    />
  )
}
