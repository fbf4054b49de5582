import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { accountsContract } from '#core/accounts/contract.ts'
import { noticesContract } from '#core/notices/contract.ts'
import { addresses } from '../../../frontend/src/lib/addresses.ts'
import { startTestEmulator, type TestEmulator } from '../../../services/emulators/testing.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import me from '../../functions/me.ts'
import notices from '../../functions/notices-unsubscribe.ts'
import { createServiceClient } from '../../src/db/service-client.ts'
import { drainJobs } from '../../src/jobs/drain-jobs.ts'
import { NoticeCause } from '../../src/notices/notices.repo.ts'
import { createEbayWorld, type EbayWorld } from '../../testing/ebay-world.ts'

type Mail = { to: string[]; subject: string; text: string; html: string; headers: Record<string, string> }

let world: EbayWorld
let smtp: TestEmulator
let ann: TestPerson
let max: TestPerson
let uma: TestPerson
let log: { logged(): string }
beforeAll(async () => {
  smtp = await startTestEmulator('smtp')
  world = await createEbayWorld([smtp])
  ann = await world.api.person('ann')
  max = await world.api.teammate(ann, 'manager')
  uma = await world.api.teammate(ann, 'uploader')
})
beforeEach(async () => {
  log = await world.reset()
  await smtp.control.reset()
  await world.api.host.exec(
    'delete from public.notices; delete from public.notice_emails; update public.users set email_notices = true;',
  )
  for (const [name, value] of Object.entries(smtp.env)) vi.stubEnv(name, value)
})
afterEach(() => vi.unstubAllEnvs())
afterAll(async () => {
  await world.close()
  await smtp.close()
})

const sql = (statement: string, parameters?: readonly unknown[]) => world.api.host.sql(statement, parameters)
// safe: the emulator's own answer
const mails = async () => ((await smtp.control.run('mails', {})) as { mails: Mail[] }).mails
const states = async () =>
  (await sql('select state from public.notice_emails order by state')).map(({ state }) => state)
const mailTo = async (person: TestPerson) => (await mails()).filter(({ to }) => to.includes(person.email))

async function addListings(count: number, minutesAgo = 40): Promise<void> {
  await sql(
    `insert into public.listings (workspace_id, ebay_user_id, ebay_item_id, title, price_cents, currency, status,
       first_price_cents, price_seen_at, last_seen_at, parked_code, parked_reason, parked_at)
     select $1, 'dana', gen_random_uuid(), 'A mug with a secret title', 1000, 'USD', 'active', 1000, now(), now(),
       'rejected', 'No', now() - make_interval(mins => $3)
     from generate_series(1, $2)`,
    [await world.workspaceOf(ann), count, minutesAgo],
  )
}
const resolveListings = () =>
  sql('update public.listings set parked_code = null, parked_reason = null, parked_at = null')
/** What the tick does every ten minutes, with a pause long enough that what was found has settled. */
async function check(): Promise<void> {
  await sql(`select public.enqueue_job('notices.check', 'notices.check')`)
  await drainJobs({ db: createServiceClient() })
  await sql(`update public.notices set opened_at = opened_at - interval '31 minutes'`)
  await sql(`select public.enqueue_job('notices.check', 'notices.check')`)
  await drainJobs({ db: createServiceClient() })
}
/** Everything that was sent and noticed so far becomes a day older. */
const nextDay = () =>
  world.api.host.exec(
    `update public.notices set opened_at = opened_at - interval '1 day', latest_at = latest_at - interval '1 day';
     update public.listings set parked_at = parked_at - interval '1 day';
     update public.notice_emails set planned_at = planned_at - interval '1 day',
       tells_until = tells_until - interval '1 day', day = day - 1`,
  )

describe('what waits for a person', () => {
  test('many listings that need attention are one email to each editor, and none to an uploader', async () => {
    await addListings(12)
    await check()
    await check()
    expect((await mails()).map(({ to }) => to).toSorted()).toEqual([[ann.email], [max.email]].toSorted())
    expect(await mailTo(uma)).toEqual([])
    const [mail] = await mailTo(ann)
    expect(mail?.subject).toBe("12 listings need attention · ann's workspace")
    expect(mail?.text).toContain("eBay rejected a change of 12 listings in “ann's workspace”.")
    expect(mail?.text).toContain('Prices on eBay stay as they are')
    expect(mail?.text).toContain(`${world.api.host.url}${addresses.listings({ parked: 'yes' })}`)
    expect(mail?.text).toContain(`${world.api.host.url}${addresses.settings()}`)
    expect(mail?.html).toContain(`href="${world.api.host.url}/listings?parked=yes"`)
    expect(mail?.headers).toMatchObject({
      'auto-submitted': 'auto-generated',
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
    })
    expect(`${mail?.text}${mail?.html}`).not.toContain('secret title')
    expect(await states()).toEqual(['sent', 'sent'])
  })

  test('a connection that needs a new sign-in', async () => {
    await world.connect(ann)
    await sql(
      `update private.connections set state = 'reconnect', error_code = 'invalid_grant', error_since = now(), error_count = 1`,
    )
    await check()
    const [mail] = await mailTo(ann)
    expect(mail?.subject).toBe("eBay has to be connected again · ann's workspace")
    expect(mail?.text).toContain('Open Connections and choose Reconnect')
    expect(mail?.text).toContain(`${world.api.host.url}${addresses.connections()}`)
  })

  test('price drops that are due while no run succeeds, by the rule of the Listings page', async () => {
    await world.connect(ann)
    await addListings(1)
    await resolveListings()
    await sql('update public.listings set quantity_available = 1')
    await world.makeDue(ann, await world.strategy(ann))
    await sql(`delete from private.jobs where kind like 'ebay.%'`)
    await check()
    const [mail] = await mailTo(ann)
    expect(mail?.subject).toBe("Price drops are overdue · ann's workspace")
    expect(mail?.text).toContain(`${world.api.host.url}${addresses.priceHistory({ view: 'runs' })}`)

    await sql('delete from public.notice_emails')
    await world.api.host.exec('update public.ebay_settings set reductions_paused = true')
    await check()
    expect(await sql('select 1 from public.notices where resolved_at is null')).toEqual([])
    expect(await mailTo(ann)).toHaveLength(1)
  })

  test('missing runs are explained by the connection that needs a person', async () => {
    await world.connect(ann)
    await addListings(1)
    await resolveListings()
    await sql('update public.listings set quantity_available = 1')
    await world.makeDue(ann, await world.strategy(ann))
    await sql(`delete from private.jobs where kind like 'ebay.%'`)
    await sql(
      `update private.connections set state = 'reconnect', error_code = 'invalid_grant', error_since = now(), error_count = 1`,
    )
    await check()
    expect((await mailTo(ann)).map(({ subject }) => subject)).toEqual([
      "eBay has to be connected again · ann's workspace",
    ])
  })
})

describe('a sign-in that ends', () => {
  const signIn = (days: number, account = 'dana') =>
    sql(
      `insert into public.social_sign_ins (workspace_id, provider, account, user_id, name, expires_at)
       select current_workspace_id, 'facebook', $3, id, 'Dana', now() + make_interval(days => $2) from public.users where id = $1
       on conflict (workspace_id, provider, account) do update set expires_at = excluded.expires_at`,
      [ann.userId, days, account],
    )
  afterEach(() => sql('delete from public.social_sign_ins'))

  test('is one email about a week before, and none on the days after', async () => {
    await signIn(8)
    await check()
    expect(await mailTo(ann)).toEqual([])
    await signIn(6)
    for (let times = 0; times < 3; times += 1) {
      await check()
      await sql(`update public.notice_emails set day = day - 1`)
    }
    const mails = await mailTo(ann)
    expect(mails.map(({ subject }) => subject)).toEqual([
      "Sign in to Facebook and Instagram again soon · ann's workspace",
    ])
    expect(mails[0]?.text).toContain(`${world.api.host.url}${addresses.connections()}`)
  })

  test('of somebody else is news', async () => {
    await signIn(3)
    await check()
    await sql(`update public.notice_emails set day = day - 4, tells_until = tells_until - interval '4 days'`)
    await sql(`update public.notices set opened_at = opened_at - interval '4 days'`)
    await signIn(6, 'sam')
    await check()
    expect(await mailTo(ann)).toHaveLength(2)
  })

  test('is resolved by a new sign-in', async () => {
    await signIn(6)
    await check()
    await signIn(60)
    await check()
    expect(await sql('select 1 from public.notices where resolved_at is null')).toEqual([])
  })
})

test('there are words for every cause that SQL finds', async () => {
  const rows = await sql('select cause from private.notice_causes')
  expect(rows.map(({ cause }) => cause).toSorted()).toEqual(NoticeCause.options.toSorted())
})

describe('how often', () => {
  test('the second day brings no email about the same listings, and one about more of them', async () => {
    await addListings(2)
    await check()
    await addListings(1, 0)
    await check()
    expect(await mailTo(ann)).toHaveLength(1)
    await nextDay()
    await check()
    expect((await mailTo(ann)).map(({ subject }) => subject)).toEqual([
      "2 listings need attention · ann's workspace",
      "3 listings need attention · ann's workspace",
    ])
    await nextDay()
    await check()
    expect(await mailTo(ann)).toHaveLength(2)
  })

  test('what was resolved and comes back is a new notice with an email of its own', async () => {
    await addListings(1)
    await check()
    await resolveListings()
    await nextDay()
    await check()
    expect(await mailTo(ann)).toHaveLength(1)
    await addListings(1, 0)
    await check()
    expect(await mailTo(ann)).toHaveLength(2)
    expect(await sql('select 1 from public.notices')).toHaveLength(2)
  })

  test('a person who switched the emails off gets none', async () => {
    const { body } = await world.api.call(me, accountsContract.updateMe, { as: max, body: { email_notices: false } })
    expect(body.email_notices).toBe(false)
    await addListings(1)
    await check()
    expect(await mailTo(max)).toEqual([])
    expect(await mailTo(ann)).toHaveLength(1)
  })

  test('another workspace receives nothing', async () => {
    const bob = await world.api.person('bob')
    await addListings(1)
    await check()
    expect(await mailTo(bob)).toEqual([])
  })

  test('without a mail server notices are kept and no email is planned', async () => {
    vi.stubEnv('SMTP_URL', '')
    await addListings(1)
    await check()
    expect(await sql('select 1 from public.notices where resolved_at is null')).toHaveLength(1)
    expect(await states()).toEqual([])
  })
})

describe('a mail server that fails', () => {
  const onlyAnn = () => sql('update public.users set email_notices = id = $1', [ann.userId])
  const retry = async () => {
    await sql('update private.jobs set run_at = now() where finished_at is null')
    await drainJobs({ db: createServiceClient() })
  }

  test.each(['before', 'after'] as const)(
    'a lost answer %s acceptance is unknown, and never sent again',
    async (drop) => {
      await onlyAnn()
      await smtp.control.seed({ faults: [{ at: 'message', drop }] })
      await addListings(1)
      await check()
      await retry()
      await nextDay()
      await check()
      expect(await states()).toEqual(['unknown'])
      expect(await mails()).toHaveLength(drop === 'after' ? 1 : 0)
      expect(log.logged()).toContain('notice.email_unknown')
    },
  )

  test('a refusal that passes is tried again, and arrives once', async () => {
    await onlyAnn()
    await smtp.control.seed({ faults: [{ at: 'message', times: 2, refuse: { code: 451, text: '4.7.1 Greylisted' } }] })
    await addListings(1)
    await check()
    expect(await states()).toEqual(['planned'])
    await retry()
    await retry()
    expect(await states()).toEqual(['sent'])
    expect(await mails()).toHaveLength(1)
  })

  test('a worker that died while it sent leaves an email that is not sent again', async () => {
    await onlyAnn()
    await addListings(1)
    await sql('select public.check_notices()')
    await sql(`update public.notices set opened_at = opened_at - interval '31 minutes'`)
    await sql(`select public.plan_notice_emails('{listings_need_attention}')`)
    await sql('select public.begin_notice_email(id) from public.notice_emails')
    await retry()
    expect(await states()).toEqual(['unknown'])
    expect(await mails()).toEqual([])
  })

  test('an unknown mailbox is asked once', async () => {
    await onlyAnn()
    await smtp.control.seed({ unknown_mailboxes: [ann.email] })
    await addListings(1)
    await check()
    await nextDay()
    await check()
    expect(await sql('select state, outcome, error_code from public.notice_emails')).toEqual([
      { state: 'failed', outcome: 'gone', error_code: 'smtp_550' },
    ])
    expect(log.logged()).not.toContain(ann.email)
  })

  test('a refused login leaves a dead job for the administrator, and the next day tries again', async () => {
    await onlyAnn()
    await smtp.control.seed({ password: 'another' })
    await addListings(1)
    await check()
    expect(await states()).toEqual(['failed'])
    const dead = await sql(`select last_error_code from private.jobs where is_dead and kind = 'notices.email'`)
    expect(dead).toEqual([{ last_error_code: 'reconnect' }])
    await smtp.control.reset()
    await nextDay()
    await check()
    expect(await states()).toEqual(['failed', 'sent'])
  })
})

const unsubscribeToken = async () => {
  await addListings(1)
  await check()
  const [mail] = await mailTo(ann)
  return new URL((mail?.headers['list-unsubscribe'] ?? '').slice(1, -1)).searchParams.get('token') ?? ''
}
const pageOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const isOn = async () =>
  (await sql('select email_notices from public.users where id = $1', [ann.userId]))[0]?.email_notices

describe('GET /api/notices-unsubscribe', () => {
  const get = (token: string) => world.api.call(notices, noticesContract.askToUnsubscribe, { query: { token } })

  test('200 asks first: opening the link changes nothing', async () => {
    const { status, headers, body } = await get(await unsubscribeToken())
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(headers.get('content-disposition')).toBeNull()
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(pageOf(body.bytes)).toContain('<form method="post">')
    expect(await isOn()).toBe(true)
  })
  test('200 says that a link is not ours', async () => {
    expect(pageOf((await get('v1.nonsense')).body.bytes)).toContain('This link does not work')
  })
})

describe('POST /api/notices-unsubscribe', () => {
  const post = (token: string) =>
    world.api.call(notices, noticesContract.unsubscribe, {
      query: { token },
      rawBody: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })

  test('200 switches the emails of that person off, without a sign-in', async () => {
    const token = await unsubscribeToken()
    expect(pageOf((await post(token)).body.bytes)).toContain('Emails are off')
    expect(await isOn()).toBe(false)
    expect((await sql('select 1 from public.users where email_notices')).length).toBeGreaterThan(0)
  })
  test('200 changes nothing for a token with one letter changed', async () => {
    const token = await unsubscribeToken()
    const changed = `${token.slice(0, -3)}${token.at(-3) === 'A' ? 'B' : 'A'}${token.slice(-2)}`
    expect(pageOf((await post(changed)).body.bytes)).toContain('This link does not work')
    expect(await isOn()).toBe(true)
  })
})
