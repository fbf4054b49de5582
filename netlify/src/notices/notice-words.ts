import { formatCount, formatInstant } from '#core/format.ts'
import type { NoticeCause, NoticeEmail, OpenNotice } from './notices.repo.ts'

/** One email in sentences: what happened, what is safe, what to do, and where. */
export type NoticeWords = {
  subject: string
  happened: string
  safe: string
  todo: string
  /** A page of the dashboard, by its path. */
  link: { path: string; label: string }
}

/** The words of each cause. A new cause is a row in SQL and an entry here. */
const WORDS: Record<NoticeCause, (email: NoticeEmail, first: OpenNotice) => NoticeWords> = {
  listings_need_attention: ({ locale, workspace }, { count }) => {
    const listings = formatCount(count, 'listing', 'listings', locale)
    return {
      subject: `${listings} ${count === 1 ? 'needs' : 'need'} attention`,
      happened: `eBay rejected a change of ${listings} in “${workspace}”. Price drops of ${count === 1 ? 'this listing' : 'these listings'} have stopped.`,
      safe: 'Prices on eBay stay as they are, and all other listings continue.',
      todo: 'Check the reason, then choose Resume.',
      link: { path: '/listings?parked=yes', label: count === 1 ? 'Show the listing' : 'Show the listings' },
    }
  },
  connection_needs_reconnect: ({ workspace, notices, locale, time_zone }, { since }) => {
    const names = notices.map(({ subject }) => PROVIDER_NAMES[subject] ?? subject)
    const all = new Intl.ListFormat('en', { type: 'conjunction' }).format(names)
    const isOne = names.length === 1
    return {
      subject: `${all} ${isOne ? 'has' : 'have'} to be connected again`,
      happened: `Since ${formatInstant(since, locale, time_zone)}, ${all} no longer ${isOne ? 'lets' : 'let'} OpSyncPro work for “${workspace}”.`,
      safe: `Your data is safe. Everything that needs ${all} waits.`,
      todo: 'Open Connections and choose Reconnect, and everything that waits continues.',
      link: { path: '/connections', label: 'Open Connections' },
    }
  },
  price_runs_missing: ({ workspace, locale, time_zone }, { since }) => ({
    subject: 'Price drops are overdue',
    happened: `Price drops in “${workspace}” are due, and no run has succeeded since ${formatInstant(since, locale, time_zone)}.`,
    safe: 'Prices on eBay stay as they are. Each listing is lowered once when runs resume.',
    todo: 'Check why the last run stopped. Lower prices now, on the Listings page, starts a run.',
    link: { path: '/ledger?view=runs', label: 'See the runs' },
  }),
  product_source_paused: ({ workspace, notices, locale, time_zone }, { since }) => {
    const name = SOURCE_NAMES[notices[0]?.subject ?? ''] ?? 'A source of product data'
    return {
      subject: `${name} has paused product data`,
      happened: `Since ${formatInstant(since, locale, time_zone)}, ${name} gives no product data to “${workspace}”, because the account behind it has too few qualified sales.`,
      safe: 'Your data is safe. Product data comes from Keepa meanwhile, except for Australia, which Keepa does not have.',
      todo: 'You need not do anything: OpSyncPro asks again every day and continues as soon as Amazon agrees. Your administrator can check the account in Associates Central.',
      link: { path: '/connections', label: 'Open Connections' },
    }
  },
  sign_in_ends: ({ workspace, notices, locale, time_zone }, { since }) => {
    const names = notices.map(({ subject }) => PROVIDER_NAMES[subject] ?? subject)
    const all = new Intl.ListFormat('en', { type: 'conjunction' }).format(names)
    return {
      subject: `Sign in to ${all} again soon`,
      happened: `A sign-in to ${all} of “${workspace}” ends on ${formatInstant(since, locale, time_zone)}. Only a person can renew it.`,
      safe: 'Everything works until then. Posts that are due later wait for the new sign-in.',
      todo: 'Open Connections and choose Reconnect. It takes a minute, and posts and messages stay.',
      link: { path: '/connections', label: 'Open Connections' },
    }
  },
}

const SOURCE_NAMES: Readonly<Record<string, string>> = { amazon_creators: 'Amazon', keepa: 'Keepa' }

const PROVIDER_NAMES: Readonly<Record<string, string>> = {
  ebay: 'eBay',
  facebook: 'Facebook and Instagram',
  instagram: 'Instagram',
  onedrive: 'OneDrive',
  tiktok: 'TikTok',
  youtube: 'YouTube',
}

export function wordsOf(email: NoticeEmail): NoticeWords {
  const [first] = email.notices
  if (!first) throw new Error('An email without a notice')
  return WORDS[email.cause](email, first)
}
