import { Select } from '#app/components/ui/select.tsx'
import type { CrmStatus, StatusAutomation } from '#core/products/lists/schema.ts'

/** The events that move a product to a status automatically. */
export const AUTOMATION_WORDS: Record<StatusAutomation, string> = {
  shipment_in_transit: 'When a shipment is on its way',
  shipment_delivered: 'When a shipment was delivered',
  video_made: 'When a video is saved',
  catalog_imported: 'When imported from the catalog',
  listed: 'When listed on eBay',
  sold: 'When sold',
}

// safe: the keys of the table above
const KEYS = Object.keys(AUTOMATION_WORDS) as StatusAutomation[]

type StatusAutomationSelectProps = {
  status: CrmStatus
  statuses: readonly CrmStatus[]
  onChange: (automation: StatusAutomation | null) => void
}

/**
 * The event that moves products to this status; choosing the event of another status takes it from there, and says so.
 */
export function StatusAutomationSelect({ status, statuses, onChange }: StatusAutomationSelectProps) {
  const takenFrom = (key: StatusAutomation) =>
    statuses.find((other) => other.id !== status.id && other.automation === key)
  return (
    <Select
      label={`What moves products to ${status.name}`}
      value={status.automation ?? 'none'}
      onChange={(value) => onChange(value === 'none' ? null : value)}
      className="h-7 w-full min-w-0 text-table text-muted sm:w-60"
      options={[
        { value: 'none' as const, label: 'Manual' },
        ...KEYS.map((key) => {
          const other = takenFrom(key)
          return { value: key, label: other ? `${AUTOMATION_WORDS[key]} (now ${other.name})` : AUTOMATION_WORDS[key] }
        }),
      ]}
    />
  )
}
