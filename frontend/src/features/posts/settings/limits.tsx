import { useQuery } from '@tanstack/react-query'
import { postQueries } from '#app/domains/social/posts.queries.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { NETWORK_NAMES, SocialNetwork } from '#core/social/networks.ts'
import type { LimitName, LimitUnit } from '#core/social/posts/limits.ts'
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
  utf16: ' characters',
  codepoints: ' characters',
  bytes: ' bytes',
  count: '',
  seconds: ' seconds',
  pixels: ' pixels',
  ratio_percent: '%',
}

/** What each network accepts, with where it was read and when. */
export function Limits() {
  const format = useFormat()
  return (
    <Section
      title="Network limits"
      lead="The composer checks posts against these. Limits that nobody has confirmed with the network say so."
      query={useQuery(postQueries.limits())}
    >
      {(limits) => (
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard
          tabIndex={0}
          aria-label="Limits of each network"
          className="relative overflow-x-auto"
        >
          <table className="w-full min-w-[520px] text-table">
            <thead>
              <tr className="text-left text-meta text-muted">
                {['Network', 'Limit', 'Most', 'Source', 'Checked'].map((head) => (
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
                        {value.toLocaleString(format.locale)}
                        {UNITS[unit]}
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
