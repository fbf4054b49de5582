import { createTestHost } from '../services/local/testing/create-test-host.ts'
import { compare, type Entry } from './measure.ts'

const FEW = 50
const MANY = 500_000

/**
 * A claim with 500,000 ready jobs of 1,000 workspaces, against the same claim with 50, each in a database of its own:
 * the cost may not grow with the queue.
 */
export async function benchClaimJobs(): Promise<Entry[]> {
  const [few, many] = await Promise.all([queueOf(FEW), queueOf(MANY)])
  const result = await compare(
    {
      name: `claiming a job out of ${MANY.toLocaleString('en')}`,
      rival: `claiming one out of ${FEW}`,
      limit: 1.5,
      runs: 201,
      warmups: 20,
    },
    many.claim,
    few.claim,
  )
  await Promise.all([few.close(), many.close()])
  return [result]
}

async function queueOf(count: number) {
  const host = await createTestHost()
  await host.exec(`
    alter table public.workspaces disable trigger user;
    insert into public.workspaces (name) select 'Workspace ' || i from generate_series(1, 1000) as i;
    alter table private.jobs disable trigger user;
    with workspace as (select id, row_number() over () as place from public.workspaces)
    insert into private.jobs (kind, key, workspace_id, priority, turn, ready_at)
    select 'test.run', 'key ' || i, workspace.id, i % 2, i / 1000 + 1, now()
    from generate_series(1, ${count}) as i join workspace on workspace.place = i % 1000 + 1;
    alter table private.jobs enable trigger user;`)
  await host.exec('vacuum analyze private.jobs')
  return {
    // Each claim takes a job and gives it back, so that the queue keeps its length.
    claim: () => host.sql(`select public.pause_job(id, 'bench', 0) from public.claim_jobs('bench', 1)`),
    close: () => host.close(),
  }
}
