import {
  CircleOff,
  Hourglass,
  type LucideIcon,
  MapPin,
  PackageCheck,
  PackageX,
  ScanBarcode,
  TriangleAlert,
  Truck,
} from 'lucide-react'
import type { Shipment, ShipmentTag } from '#core/products/shipments/contract.ts'
import { Badge, type Tone } from '#ui/badge.tsx'

type Words = { words: string; tone: Tone; Icon: LucideIcon }

const TAGS: Record<ShipmentTag, Words> = {
  Pending: { words: 'No scan yet', tone: 'neutral', Icon: Hourglass },
  InfoReceived: { words: 'Label created', tone: 'neutral', Icon: ScanBarcode },
  InTransit: { words: 'In transit', tone: 'info', Icon: Truck },
  OutForDelivery: { words: 'Out for delivery', tone: 'info', Icon: Truck },
  AttemptFail: { words: 'Delivery failed', tone: 'failed', Icon: TriangleAlert },
  AvailableForPickup: { words: 'Ready for pickup', tone: 'waiting', Icon: MapPin },
  Delivered: { words: 'Delivered', tone: 'done', Icon: PackageCheck },
  Exception: { words: 'Problem on the way', tone: 'failed', Icon: TriangleAlert },
  Expired: { words: 'No news for weeks', tone: 'waiting', Icon: CircleOff },
}
const NOT_FOLLOWED: Words = { words: 'Not followed', tone: 'failed', Icon: PackageX }
const NOT_ASKED: Words = { words: 'Asking AfterShip', tone: 'neutral', Icon: Hourglass }

/** The label of a shipment's tag. */
export const shipmentWords = (tag: ShipmentTag): string => TAGS[tag].words

/** The state of a shipment as a badge. */
export function ShipmentBadge({ shipment }: { shipment: Pick<Shipment, 'tag' | 'registration'> }) {
  const unknown = shipment.registration === 'failed' ? NOT_FOLLOWED : NOT_ASKED
  const { words, tone, Icon } = shipment.tag === null ? unknown : TAGS[shipment.tag]
  return (
    <Badge tone={tone}>
      <Icon aria-hidden="true" /> {words}
    </Badge>
  )
}
