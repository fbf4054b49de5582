import { useFormat } from '#app/lib/use-format.ts'
import { SOURCE_NAMES } from '#core/catalog/words.ts'
import type { AsinFacts } from '#core/correlations/schema.ts'
import { type MarketplaceCode, marketplace } from '#core/marketplaces.ts'
import { Badge, type Tone } from '#ui/badge.tsx'

const STATES: Record<AsinFacts['availability'], { word: string; tone: Tone }> = {
  available: { word: 'in stock', tone: 'done' },
  unavailable: { word: 'not sold there', tone: 'neutral' },
  unknown: { word: 'unknown', tone: 'waiting' },
}

const REASONS: Record<string, string> = {
  buy_box: 'someone has the buy box',
  new_price: 'there is a new price',
  new_offers: 'there are new offers',
  price_hidden: 'the brand hides the price',
  amazon_offer: 'Amazon sells it',
  not_listed: 'this ASIN is not listed there',
}

type AvailabilityProps = { facts: readonly AsinFacts[]; stated?: readonly MarketplaceCode[] }

/** Where an ASIN is sold, with who says so and how old that is. Unknown is not "not available". */
export function Availability({ facts, stated = [] }: AvailabilityProps) {
  const format = useFormat()
  const known = new Set(facts.map(({ marketplace: code }) => code))
  const byPerson = stated.filter((code) => !known.has(code))
  if (facts.length === 0 && byPerson.length === 0) {
    return <p className="text-meta text-muted">Where it is sold is checked when you accept it.</p>
  }
  return (
    <ul aria-label="Where it is sold" className="flex flex-wrap gap-1">
      {facts.map((fact) => {
        const { word, tone } = STATES[fact.availability]
        const why = fact.availability_reasons.map((reason) => REASONS[reason] ?? reason).join(', ')
        const age = format.relative(fact.observed_at ?? fact.checked_at)
        const title = `${marketplace(fact.marketplace).name}: ${word}${why && ` (${why})`}. ${SOURCE_NAMES[fact.source]}, ${age}.`
        return (
          <li key={fact.marketplace}>
            <Badge tone={tone} title={title}>
              {fact.marketplace} {word} · {age}
            </Badge>
          </li>
        )
      })}
      {byPerson.map((code) => (
        <li key={code}>
          <Badge title={`${marketplace(code).name}: entered by a person`}>{code} entered</Badge>
        </li>
      ))}
    </ul>
  )
}
