import { performance } from 'node:perf_hooks'
import { createServiceClient } from '../netlify/src/db/service-client.ts'
import { drainJobs } from '../netlify/src/jobs/drain-jobs.ts'
import { createTestApi, type TestApi } from '../netlify/testing/create-test-api.ts'
import { compare, type Entry } from './measure.ts'

const ROWS = 50_000
const MAX_MIB = 300
const IMPORT = '00000000-0000-4000-8000-00000000000c'
const FILE = '/tmp/catalog-import.csv'
const OPTIONS = '{"date_order": "auto", "create_missing": false, "catalog": {"existing": "merge", "look_up": false}}'

/**
 * The run of a catalog import of 50,000 ASINs, against COPY of the same rows into the same table, with all its triggers
 * but without the history, progress and outcome of each row that an import also writes. Prints what the check takes, and
 * a page of the resulting catalog. Throws when the job holds more than 300 MiB beyond the start; the embedded database
 * is part of the process, so its memory counts too.
 */
export async function benchCatalogImport(): Promise<Entry[]> {
  const api = await createTestApi()
  const ann = await api.person()
  const [person] = await api.host.sql<{ id: string }>(
    'select current_workspace_id as id from public.users where id = $1',
    [ann.userId],
  )
  const workspaceId = String(person?.id)
  const { exec } = api.host
  await exec(`set statement_timeout = 0;
    copy (select '${workspaceId}', 'B' || lpad(i::text, 9, '0'), 'Product ' || i || ' ' || md5(i::text), '', 'Brand ' || i % 50,
      'Note ' || i, 'catalog import', 'not_asked' from generate_series(1, ${ROWS}) as i) to '${FILE}' csv`)
  const reset = async () => {
    await exec(`set statement_timeout = 0; alter table public.sourced_products disable trigger user;
      delete from public.sourced_products; delete from public.change_sets; delete from private.jobs;
      delete from public.product_imports; alter table public.sourced_products enable trigger user;
      ${stage(workspaceId, ann.userId)}`)
    for (const table of ['sourced_products', 'product_changes', 'product_import_rows']) {
      await exec(`vacuum analyze public.${table}`)
    }
    const startedAt = performance.now()
    await step(api, 'check', 'ready')
    console.log(`     Checking ${ROWS.toLocaleString('en')} rows: ${(performance.now() - startedAt).toFixed(0)} ms`)
  }
  let peakMib = 0
  const entry = await compare(
    {
      name: `running a catalog import of ${ROWS.toLocaleString('en')} ASINs`,
      rival: 'COPY of the same rows into the same table',
      limit: 2,
      runs: 1,
      warmups: 0,
      reset,
    },
    async () => {
      const before = process.memoryUsage().rss
      const watch = setInterval(() => {
        peakMib = Math.max(peakMib, (process.memoryUsage().rss - before) / 1024 / 1024)
      }, 20)
      await step(api, 'run', 'done')
      clearInterval(watch)
    },
    () =>
      exec(`copy public.sourced_products (workspace_id, asin, title, video_title, brand, notes, source, fill_in_state)
        from '${FILE}' csv`),
  )
  console.log(`     The run holds ${peakMib.toFixed(0)} MiB beyond the start (at most ${MAX_MIB})`)
  await exec('analyze public.sourced_products')
  const asAnn = `select set_config('request.jwt.claims', '{"sub": "${ann.userId}"}', false), set_config('request.jwt.claim.sub', '${ann.userId}', false);`
  for (const filters of ['{}', '{"has_video": true}', '{"search": "product 4321"}']) {
    const startedAt = performance.now()
    await exec(`${asAnn} select public.list_catalog('${filters}', 51)`)
    console.log(`     A page of the catalog ${filters}: ${(performance.now() - startedAt).toFixed(0)} ms`)
  }
  await api.close()
  if (peakMib > MAX_MIB) throw new Error(`The import held ${peakMib.toFixed(0)} MiB, more than ${MAX_MIB}.`)
  return [entry]
}

async function step(api: TestApi, kind: 'check' | 'run', state: string): Promise<void> {
  const [payload, change] =
    kind === 'check'
      ? [`{"import_id": "${IMPORT}", "check_no": 1}`, `state = 'checking', check_no = 1`]
      : [
          `{"import_id": "${IMPORT}"}`,
          `state = 'running', run_started_at = now(), done_rows = 0,
          counts = counts || '{"new": 0, "updated": 0, "unchanged": 0}'`,
        ]
  await api.host.exec(`update public.product_imports set ${change};
    select private.enqueue_job('products.${kind}-import', '${kind}', '${payload}',
      (select workspace_id from public.product_imports))`)
  await drainJobs({ db: createServiceClient() })
  const [found] = await api.host.sql<{ state: string; rows: number }>(
    'select state, (select count(*)::int from public.sourced_products) as rows from public.product_imports',
  )
  if (found?.state !== state || (state === 'done' && found.rows !== ROWS)) throw new Error(JSON.stringify(found))
}

const stage = (workspaceId: string, userId: string) => `
  insert into public.product_imports (id, workspace_id, created_by, filename, file_size, file_hash, headers, row_count, state,
    mapping, options)
  values ('${IMPORT}', '${workspaceId}', '${userId}', 'a.csv', 1, '${'a'.repeat(64)}', '{ASIN,Title,Brand,Notes}', ${ROWS},
    'mapping', '["asin", "title", "brand", "notes"]', '${OPTIONS}');
  insert into public.product_import_rows (import_id, workspace_id, row_number, cells)
  select '${IMPORT}', '${workspaceId}', i, jsonb_build_array('B' || lpad(i::text, 9, '0'),
    'Product ' || i || ' ' || md5(i::text), 'Brand ' || i % 50, 'Note ' || i)
  from generate_series(1, ${ROWS}) as i;`
