import { useQuery } from '@tanstack/react-query'
import { postQueries } from '#app/domains/social/posts.queries.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { NETWORK_NAMES, SocialNetwork } from '#core/social/networks.ts'
import type { LimitName, LimitUnit, NetworkLimit } from '#core/social/posts/limits.ts'
import { Section } from './section.tsx'

const NAMES: Partial<Record<LimitName, string>> = {
  caption_length: 'Caption',
  title_length: 'Title',
  tags_length: 'Tags',
  hashtags: 'Hashtags',
  mentions: 'Mentions',
  video_seconds_min: 'Shortest video',
  video_seconds_max: 'Longest video',
  video_bytes_max: 'Largest file',
}
const UNITS: Readonly<Record<LimitUnit, string>> = {
  utf16: 'character',
  codepoints: 'character',
  bytes: 'byte',
  count: '',
  seconds: 'second',
  pixels: 'pixel',
  ratio_percent: 'percent',
}
/** Larger units that people read, the largest first. */
const LARGER: Partial<Record<LimitUnit, readonly (readonly [size: number, word: string])[]>> = {
  bytes: [
    [1_000_000_000, 'GB'],
    [1_000_000, 'MB'],
  ],
  seconds: [
    [3600, 'hour'],
    [120, 'minute'],
  ],
}

function amountOf({ value, unit }: Pick<NetworkLimit, 'value' | 'unit'>, locale: string | undefined): string {
  const [size = 1, word = UNITS[unit]] = LARGER[unit]?.find(([least]) => value >= least) ?? []
  const count = value / (word === 'minute' ? 60 : size)
  const shown = count.toLocaleString(locale, { maximumFractionDigits: 1 })
  if (word === '') return shown
  return count === 1 || word === 'GB' || word === 'MB' ? `${shown} ${word}` : `${shown} ${word}s`
}

/** What each network accepts, with where it was read and when. */
export function Limits() {
  const format = useFormat()
  return (
    <Section
      title="Network limits"
      lead="The composer checks posts against these. Not confirmed: not yet read on the network's own page."
      query={useQuery(postQueries.limits())}
    >
      {(limits) => (
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard
          tabIndex={0}
          aria-label="Limits of each network"
          className="relative overflow-x-auto"
        >
          <table className="w-full min-w-[720px] text-table">
            <thead>
              <tr className="text-left text-meta text-muted">
                {['Network', 'Limit', 'Value', 'Source', 'Checked'].map((head) => (
                  <th key={head} scope="col" className="py-1 pr-4 font-medium">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {SocialNetwork.options.flatMap((network) =>
                limits
                  .filter((limit) => limit.network === network && NAMES[limit.name] !== undefined)
                  .map(({ name, value, unit, source, checked_at }) => (
                    <tr key={`${network}-${name}`} className="border-t border-line">
                      <td className="py-1 pr-4">{NETWORK_NAMES[network]}</td>
                      <td className="py-1 pr-4">{NAMES[name]}</td>
                      <td className="py-1 pr-4 whitespace-nowrap tabular-nums">
                        {amountOf({ value, unit }, format.locale)}
                      </td>
                      <td className="py-1 pr-4 text-muted">{source}</td>
                      <td className="py-1 whitespace-nowrap text-muted">
                        {checked_at === null ? 'Not confirmed' : format.day(checked_at)}
                      </td>
                    </tr>
                  )),
              )}
            </tbody>
          </table>
        </section>
      )}
    </Section>
  )
}
