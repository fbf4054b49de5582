import { createTestHost } from '../services/local/testing/create-test-host.ts'
import startTestServer from '../services/local/testing/test-server.ts'
import { compare, type Entry } from './measure.ts'

const CANDIDATES = 500
/** The marketplaces that a new workspace has on. */
const MARKETPLACES = 4

/**
 * Accepting 500 candidates that are sold in four marketplaces, in one call of the database, against bare SQL that
 * writes the same rows in one transaction with the triggers off.
 */
export async function benchDecideCorrelations(): Promise<Entry[]> {
  const stopServer = await startTestServer()
  const host = await createTestHost()
  console.log(`The database is ${stopServer ? 'a PostgreSQL server' : 'the embedded one'}.`)
  try {
    const ann = await host.signUp()
    const [person] = await host.sql<{ id: string }>(
      'select current_workspace_id as id from public.users where id = $1',
      [ann.userId],
    )
    const workspace = `'${person?.id}'::uuid`
    await host.exec(`
      insert into public.sourced_products (workspace_id, asin, title, image_url)
      values (${workspace}, 'B000000000', 'Desk lamp', 'https://example.com/a.png');
      insert into public.product_videos (workspace_id, product_id, asin, source, storage_path, filename, file_size, mime_type, is_for_tasks)
      select workspace_id, id, asin, 'storage', 'bench/x.mp4', 'x.mp4', 10, 'video/mp4', true from public.sourced_products;
      insert into public.asin_correlations (workspace_id, product_id, search_asin, similar_asin, title, relation, score, marketplaces, source)
      select workspace_id, id, asin, 'B' || lpad(i::text, 9, '0'), 'Lamp ' || i, 'same', 95, '{}', 'search'
      from public.sourced_products, generate_series(1, ${CANDIDATES}) as i;
      insert into public.asin_facts (workspace_id, asin, marketplace, availability, source, checked_at)
      select workspace_id, similar_asin, own.marketplace, 'available', 'keepa', now()
      from public.asin_correlations join public.workspace_marketplaces as own using (workspace_id) where own.is_enabled;`)
    // Statements that are sent together are one transaction.
    const signIn = `select set_config('request.jwt.claims', json_build_object('sub', '${ann.userId}', 'role', 'authenticated')::text, true),
      set_config('request.jwt.claim.sub', '${ann.userId}', true);`
    for (const table of ['asin_correlations', 'asin_facts']) await host.exec(`vacuum analyze public.${table}`)
    const made = async () => {
      const [row] = await host.sql<{ tasks: number; decisions: number }>(`
        select (select count(*)::int from public.influencer_tasks where video_id is not null) as tasks,
          (select count(*)::int from public.correlation_decisions) as decisions`)
      if (row?.tasks !== CANDIDATES * MARKETPLACES || row.decisions !== CANDIDATES)
        throw new Error(`${row?.tasks} tasks and ${row?.decisions} decisions were written.`)
    }
    return [
      await compare(
        {
          name: `accepting ${CANDIDATES} candidates, ${CANDIDATES * MARKETPLACES} tasks with their video`,
          rival: 'bare SQL that writes the same rows',
          limit: 2,
          reset: async () => {
            await host.exec(`delete from public.influencer_tasks; delete from public.correlation_decisions; delete from private.jobs;
              update public.asin_correlations set decision = null, decided_at = null, decided_by = null;`)
            for (const table of ['influencer_tasks', 'correlation_decisions', 'asin_correlations'])
              await host.exec(`vacuum analyze public.${table}`)
          },
        },
        async () => {
          await host.exec(`${signIn}
            select public.decide_correlations((select array_agg(id) from public.asin_correlations), 'accepted');`)
          await made()
        },
        async () => {
          await host.exec(`${signIn}
            alter table public.influencer_tasks disable trigger user;
            alter table public.asin_correlations disable trigger user;
            alter table public.correlation_decisions disable trigger user;
            update public.asin_correlations set decision = 'accepted', decided_at = now(), decided_by = '${ann.userId}', updated_at = now();
            insert into public.correlation_decisions (workspace_id, batch_id, correlation_id, decision, is_shown_before, is_shown_in_video, decided_by)
            select workspace_id, '00000000-0000-4000-8000-00000000000b', id, 'accepted', false, false, '${ann.userId}' from public.asin_correlations;
            insert into public.influencer_tasks (workspace_id, product_id, correlation_id, asin, search_asin, title, marketplace, video_id)
            select other.workspace_id, other.product_id, other.id, other.similar_asin, other.search_asin, other.title, fact.marketplace, video.id
            from public.asin_correlations as other
            join public.asin_facts as fact on fact.workspace_id = other.workspace_id and fact.asin = other.similar_asin
            cross join public.product_videos as video;
            alter table public.influencer_tasks enable trigger user;
            alter table public.asin_correlations enable trigger user;
            alter table public.correlation_decisions enable trigger user;`)
          await made()
        },
      ),
    ]
  } finally {
    await host.close()
    await stopServer?.()
  }
}
