/** A user's color beside a name; never alone, so that no meaning depends on color. */
export function StatusDot({ color }: { color: string }) {
  return (
    <span
      aria-hidden="true"
      className="inline-block size-2 shrink-0 rounded-full ring-1 ring-ink/10"
      style={{ backgroundColor: color }}
    />
  )
}
