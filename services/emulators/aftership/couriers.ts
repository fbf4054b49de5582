/** A carrier of the emulator: enough to detect it by the shape of a number. */
export type Courier = { slug: string; name: string; web_url: string; pattern: RegExp; required_fields: string[] }

/** The patterns, in the order in which a number is tried. */
export const COURIERS: readonly Courier[] = [
  courier('ups', 'UPS', 'https://www.ups.com', /^1Z[0-9A-Z]{3,16}$/),
  courier('usps', 'USPS', 'https://www.usps.com', /^(9[1-5]\d{18,20}|[A-Z]{2}\d{9}US)$/),
  courier('amazon', 'Amazon', 'https://track.amazon.com', /^TB[ACM]\d{12}$/),
  courier('ontrac', 'OnTrac', 'https://www.ontrac.com', /^[CD]\d{14}$/),
  courier('dhl', 'DHL Express', 'https://www.dhl.com', /^\d{10}$/),
  courier('fedex', 'FedEx', 'https://www.fedex.com', /^(\d{12}|\d{15})$/),
  courier('evri', 'Evri', 'https://www.evri.com', /^[HT]\d{15}$/),
  // The carrier requires the receiver's postal code, as several national carriers do.
  courier('gls', 'GLS', 'https://gls-group.eu', /^\d{11}$/, ['destination_postal_code']),
]

function courier(slug: string, name: string, web_url: string, pattern: RegExp, required_fields: string[] = []) {
  return { slug, name, web_url, pattern, required_fields }
}

/** Couriers whose numbers look like this one. */
export function detectCouriers(trackingNumber: string): Courier[] {
  return COURIERS.filter(({ pattern }) => pattern.test(trackingNumber))
}

/** The wire's form of a courier. */
export function courierObject({ slug, name, web_url, required_fields }: Courier) {
  return { slug, name, phone: null, other_name: null, web_url, required_fields, optional_fields: [] }
}
