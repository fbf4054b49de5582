import { useFormat } from '#app/lib/use-format.ts'

/** The time since or until a moment; the exact time in the person's zone on hover. */
export function RelativeTime({ instant }: { instant: string }) {
  const format = useFormat()
  return (
    <time dateTime={instant} title={format.instant(instant)} className="whitespace-nowrap">
      {format.relative(instant)}
    </time>
  )
}
