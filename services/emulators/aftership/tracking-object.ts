import { stableText } from '../frame/stable-number.ts'
import type { StoredTracking } from './state.ts'

/** A tracking in the API's form. */
export function trackingObject(tracking: StoredTracking) {
  const { id, tracking_number, slug, tag, subtag, expected_on } = tracking
  const delivered = tracking.checkpoints.findLast((checkpoint) => checkpoint.tag === 'Delivered')
  return {
    id,
    legacy_id: id,
    created_at: instant(tracking.created_at),
    updated_at: instant(tracking.updated_at),
    tracking_number,
    slug,
    active: tracking.active,
    custom_fields: tracking.custom_fields,
    title: tracking.title,
    note: tracking.note,
    order_id: tracking.order_id,
    order_number: tracking.order_number,
    source: 'api',
    tag,
    subtag,
    subtag_message: tag,
    shipment_delivery_date: delivered?.at ?? null,
    courier_estimated_delivery_date: expected_on && {
      estimated_delivery_date: expected_on,
      estimated_delivery_date_min: null,
      estimated_delivery_date_max: null,
    },
    latest_estimated_delivery: expected_on && {
      type: 'specific',
      source: 'Carrier EDD',
      datetime: expected_on,
      datetime_min: null,
      datetime_max: null,
      revise_reason: null,
    },
    courier_tracking_link: `https://www.example.com/track?number=${encodeURIComponent(tracking_number)}`,
    shipment_direction: 'forward',
    checkpoints: tracking.checkpoints.map(
      ({ at, location, message, tag: checkpointTag, subtag: checkpointSubtag }) => ({
        created_at: at,
        slug,
        checkpoint_time: at,
        location,
        city: location?.split(',')[0] ?? null,
        state: null,
        postal_code: null,
        coordinate: null,
        country_region: 'USA',
        country_region_name: 'United States',
        message,
        tag: checkpointTag,
        subtag: checkpointSubtag,
        subtag_message: checkpointTag,
        raw_tag: null,
        events: [],
        source: 'carrier',
        hash: stableText('0123456789abcdef', 32, id, at, checkpointSubtag),
      }),
    ),
  }
}

// AfterShip writes its own times to the second.
const instant = (ms: number) => new Date(Math.floor(ms / 1000) * 1000).toISOString().replace('.000Z', '+00:00')
