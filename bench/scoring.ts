import { judgeCandidate } from '#core/correlations/judge.ts'
import { GOLDEN_CASES } from '#core/correlations/testing/golden-cases.ts'
import { compare, type Entry } from './measure.ts'

const PAIRS = 5_000
/** The target on one core. */
const PAIRS_PER_SECOND = 10_000

/** Judging pairs by all rules, against the overlap of words in the two titles alone, which most matchers begin with. */
export async function benchScoring(): Promise<Entry[]> {
  const pairs = Array.from({ length: PAIRS }, (_, at) => GOLDEN_CASES[at % GOLDEN_CASES.length]).filter(
    (golden) => golden !== undefined,
  )
  let sum = 0
  const result = await compare(
    {
      name: `${PAIRS.toLocaleString('en')} pairs judged by every rule`,
      rival: 'Jaccard overlap of the titles’ folded words',
      limit: 40,
    },
    async () => {
      for (const { parent, candidate, image_distance } of pairs)
        sum += judgeCandidate(parent, candidate, { image_distance }).score
    },
    async () => {
      for (const { parent, candidate } of pairs) sum += jaccard(parent.title ?? '', candidate.title ?? '')
    },
  )
  const perSecond = Math.round((PAIRS / result.ours_ms) * 1000)
  console.log(
    `     ${perSecond.toLocaleString('en')} pairs a second on one core (target ${PAIRS_PER_SECOND.toLocaleString('en')}; checksum ${Math.round(sum)})`,
  )
  return [result]
}

function jaccard(a: string, b: string): number {
  const [mine, other] = [wordsOf(a), wordsOf(b)]
  let shared = 0
  for (const word of mine) if (other.has(word)) shared += 1
  return shared / (mine.size + other.size - shared || 1)
}

const wordsOf = (title: string) =>
  new Set(
    title
      .normalize('NFKD')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u),
  )
