import { createServiceClient } from '../netlify/src/db/service-client.ts'
import { drainJobs } from '../netlify/src/jobs/drain-jobs.ts'
import { createTestApi, type TestApi } from '../netlify/testing/create-test-api.ts'
import { compare, type Entry } from './measure.ts'

const ROWS = 10_000
const IMPORT = '00000000-0000-4000-8000-00000000000a'
const SET = '00000000-0000-4000-8000-00000000000b'
const HEADERS = ['ASIN', 'Title', 'Image', 'Brand', 'Cost', 'Status', 'Notes']
const MAPPING = ['asin', 'title', 'image_url', 'brand', 'cost_cents', 'status_id', 'notes']

/**
 * The jobs of an import of 10,000 rows, against bare SQL that writes the same products and the same history, with the
 * triggers switched off.
 */
export async function benchProductImport(): Promise<Entry[]> {
  const api = await createTestApi()
  const ann = await api.person()
  const [person] = await api.host.sql<{ id: string; status_id: string }>(
    `select person.current_workspace_id as id, status.id as status_id from public.users as person
     join public.crm_statuses as status on status.workspace_id = person.current_workspace_id and status.name = 'Ordered'
     where person.id = $1`,
    [ann.userId],
  )
  const workspaceId = String(person?.id)
  const statusId = String(person?.status_id)
  const triggers = (state: 'enable' | 'disable') =>
    api.host.exec(`alter table public.sourced_products ${state} trigger user`)
  const bare = async (sql: string) => {
    await triggers('disable')
    await api.host.exec(sql)
    await triggers('enable')
  }
  const entries: Entry[] = []
  const scenarios = [
    { name: 'new products', sql: bareInsert(workspaceId, ann.userId, statusId), seed: '' },
    { name: 'changed products', sql: bareUpdate(workspaceId, ann.userId, statusId), seed: seedProducts(workspaceId) },
  ]
  for (const { name, sql, seed } of scenarios) {
    const reset = async () => {
      await triggers('disable')
      await api.host.exec(`delete from public.sourced_products; delete from public.change_sets; delete from private.jobs;
        delete from public.product_imports; ${seed} ${stageImport(workspaceId, ann.userId)}`)
      await triggers('enable')
      for (const table of ['sourced_products', 'product_changes', 'product_import_rows']) {
        await api.host.exec(`vacuum analyze public.${table}`)
      }
    }
    const rival = 'bare SQL that writes the same rows and history'
    entries.push(
      await compare(
        {
          name: `running an import of ${ROWS.toLocaleString('en')} ${name}`,
          rival,
          limit: 2,
          runs: 5,
          warmups: 1,
          reset: () => reset().then(() => check(api)),
        },
        () => run(api),
        () => bare(sql),
      ),
      // The check writes none of this: printed because people wait for it too.
      await compare(
        { name: `checking and running it`, rival, limit: Number.POSITIVE_INFINITY, runs: 3, warmups: 1, reset },
        () => check(api).then(() => run(api)),
        () => bare(sql),
      ),
    )
  }
  await api.close()
  return entries
}

async function check(api: TestApi): Promise<void> {
  await api.host.exec(`update public.product_imports set state = 'checking', check_no = 1;
    select private.enqueue_job('products.check-import', 'check', '{"import_id": "${IMPORT}", "check_no": 1}', (select workspace_id from public.product_imports))`)
  await drain(api, 'ready')
}

async function run(api: TestApi): Promise<void> {
  await api.host.exec(`update public.product_imports set state = 'running', run_started_at = now(), done_rows = 0,
      counts = '{"new": 0, "updated": 0, "unchanged": 0, "skipped": 0, "bad": 0, "repaired": 0}';
    select private.enqueue_job('products.run-import', 'run', '{"import_id": "${IMPORT}"}', (select workspace_id from public.product_imports))`)
  await drain(api, 'done')
}

async function drain(api: TestApi, state: string): Promise<void> {
  await drainJobs({ db: createServiceClient() })
  const [found] = await api.host.sql<{ state: string; rows: number }>(
    'select state, (select count(*)::int from public.product_changes) as rows from public.product_imports',
  )
  if (found?.state !== state || (state === 'done' && found.rows !== ROWS)) throw new Error(JSON.stringify(found))
}

const stageImport = (workspaceId: string, userId: string) => `
  insert into public.product_imports (id, workspace_id, created_by, filename, file_size, file_hash, headers, row_count, state, mapping, options)
  values ('${IMPORT}', '${workspaceId}', '${userId}', 'a.csv', 1, '${'a'.repeat(64)}', '{${HEADERS.join(',')}}', ${ROWS}, 'mapping',
    '${JSON.stringify(MAPPING)}', '{"date_order": "auto", "create_missing": false}');
  insert into public.product_import_rows (import_id, workspace_id, row_number, cells)
  select '${IMPORT}', '${workspaceId}', i, jsonb_build_array('B' || lpad(i::text, 9, '0'), 'Product ' || i || ' ' || md5(i::text),
    'https://example.com/' || i || '.jpg', 'Brand ' || i % 50, '12.50', 'Ordered', 'Note ' || i)
  from generate_series(1, ${ROWS}) as i;`

const seedProducts = (workspaceId: string) => `
  insert into public.sourced_products (workspace_id, asin, title, video_title, image_url, brand)
  select '${workspaceId}', 'B' || lpad(i::text, 9, '0'), 'Old ' || i, 'Old ' || i, 'https://example.com/' || i || '.jpg', 'Old'
  from generate_series(1, ${ROWS}) as i;`

const openSet = (workspaceId: string, userId: string) => `
  insert into public.change_sets (id, workspace_id, kind, created_by, product_count)
  values ('${SET}', '${workspaceId}', 'import', '${userId}', ${ROWS});`

// The titles are exactly those of the rule.
const bareInsert = (workspaceId: string, userId: string, statusId: string) => `begin;
  ${openSet(workspaceId, userId)}
  with added as (
    insert into public.sourced_products (workspace_id, created_by, asin, title, video_title, image_url, brand, cost_cents, status_id, notes)
    select '${workspaceId}', '${userId}', 'B' || lpad(i::text, 9, '0'), 'Product ' || i || ' ' || md5(i::text), 'Product ' || i || ' ' || md5(i::text),
      'https://example.com/' || i || '.jpg', 'Brand ' || i % 50, 1250, '${statusId}', 'Note ' || i
    from generate_series(1, ${ROWS}) as i
    returning id, title, video_title, image_url, brand, cost_cents, status_id, notes, currency, quantity
  )
  insert into public.product_changes (change_set_id, product_id, workspace_id, after)
  select '${SET}', id, '${workspaceId}', jsonb_build_object('title', title, 'video_title', video_title, 'is_video_title_typed', false,
    'image_url', image_url, 'brand', brand, 'cost_cents', cost_cents, 'status_id', status_id, 'notes', notes, 'currency', currency,
    'quantity', quantity, 'owners', '[]'::jsonb)
  from added;
  commit;`

const bareUpdate = (workspaceId: string, userId: string, statusId: string) => `begin;
  ${openSet(workspaceId, userId)}
  with before as (
    select id, title, video_title, brand, cost_cents, status_id, notes, substr(asin, 2)::int as i
    from public.sourced_products where workspace_id = '${workspaceId}' and deleted_at is null for update
  ), written as (
    update public.sourced_products as product set title = 'Product ' || i || ' ' || md5(i::text), video_title = 'Product ' || i || ' ' || md5(i::text),
      brand = 'Brand ' || i % 50, cost_cents = 1250, status_id = '${statusId}', notes = 'Note ' || i, updated_at = now()
    from before where product.id = before.id
    returning product.id, product.title, product.video_title, product.brand, product.cost_cents, product.status_id, product.notes
  )
  insert into public.product_changes (change_set_id, product_id, workspace_id, before, after)
  select '${SET}', written.id, '${workspaceId}',
    jsonb_build_object('title', before.title, 'video_title', before.video_title, 'brand', before.brand, 'cost_cents', before.cost_cents,
      'status_id', before.status_id, 'notes', before.notes),
    jsonb_build_object('title', written.title, 'video_title', written.video_title, 'brand', written.brand, 'cost_cents', written.cost_cents,
      'status_id', written.status_id, 'notes', written.notes)
  from written join before on before.id = written.id;
  commit;`
