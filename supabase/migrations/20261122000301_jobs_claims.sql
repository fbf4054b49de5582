-- Which job is next, and what becomes of a job whose worker vanished.

-- Frees the jobs whose worker vanished. A job that two workers in a row did not survive is quarantined: it may be the
-- reason, and a third worker would stop the product again. So is a job whose worker vanished on its last attempt, so
-- that it is not lost. A process that was there in its last minute was ended by the platform, which is no failure of
-- the job; after twenty times it counts.
create function private.free_lost_jobs(p_limit integer) returns void
language sql
set search_path = ''
set enable_seqscan = off
set jit = off
as $$
  with lost as (
    select job.id, job.cut_short < 20 and job.leased_until > job.worker_ends_at + interval '60 seconds' as is_cut_short
    from private.jobs as job
    where job.leased_until < now()
    order by job.leased_until limit p_limit
    for update skip locked
  ), judged as (
    select lost.id, coalesce(is_cut_short, false) as is_cut_short,
      not coalesce(is_cut_short, false) and (job.lost_workers > 0 or job.attempts >= job.max_attempts) as is_over
    from lost join private.jobs as job on job.id = lost.id
  )
  update private.jobs as job set
    worker = null, leased_until = null, worker_ends_at = null,
    attempts = job.attempts - judged.is_cut_short::integer, cut_short = job.cut_short + judged.is_cut_short::integer,
    lost_workers = case when judged.is_cut_short then job.lost_workers else job.lost_workers + 1 end,
    is_dead = judged.is_over, finished_at = case when judged.is_over then now() end,
    last_error_code = case when judged.is_cut_short then job.last_error_code else 'worker_lost' end,
    last_error = case when judged.is_cut_short then job.last_error
      when job.lost_workers > 0
        then 'Two processes in a row stopped while this job was running, so it is not started again.'
      else 'The process stopped while this job was running.' end
  from judged where judged.id = job.id;
$$;

-- Jobs whose time has come enter the queue; the trigger gives them their turns.
create function private.ready_waiting_jobs(p_priority smallint, p_limit integer) returns void
language sql
set search_path = ''
set enable_seqscan = off
set jit = off
as $$
  update private.jobs set run_at = run_at where id = any (array(
    select id from private.jobs
    where priority = p_priority and finished_at is null and leased_until is null and turn is null and run_at <= now()
    order by run_at limit p_limit
    for update skip locked));
$$;

create sequence private.claim_no;

-- Hands the next due jobs to one worker, with the same cost for any number of jobs. `skip locked` and the lease keep
-- two workers from getting the same job. What a person asked for goes first; when work of the clock has waited for
-- 15 minutes, one claim of four begins with it. Sequential scans and sorts are off, because statistics from before a
-- burst of jobs would make the planner read all of them; the high costs that the planner then writes would start its
-- compiler, so that is off too.
create function public.claim_jobs(
  p_worker text, p_batch integer default 5, p_lease_seconds integer default 120, p_ends_at timestamptz default null
) returns table (id bigint, kind text, payload jsonb, workspace_id uuid, attempts smallint, max_attempts smallint)
language plpgsql
security definer
set search_path = ''
set enable_seqscan = off
set enable_bitmapscan = off
set enable_sort = off
set jit = off
as $$
declare
  v_priority smallint;
  v_order smallint[] := '{1,0}';
  v_ids bigint[] := '{}';
begin
  perform private.free_lost_jobs(p_batch + 20);
  perform private.ready_waiting_jobs(1::smallint, p_batch + 20), private.ready_waiting_jobs(0::smallint, p_batch + 20);
  if nextval('private.claim_no') % 4 = 0 and exists (select from private.jobs as job
    where job.priority = 0 and job.ready_at < now() - interval '15 minutes'
      and job.finished_at is null and job.leased_until is null and job.turn is not null)
  then
    v_order := '{0,1}';
  end if;
  foreach v_priority in array v_order loop
    v_ids := v_ids || array(
      select job.id from private.jobs as job
      where job.priority = v_priority and job.finished_at is null and job.leased_until is null and job.turn is not null
      order by job.turn, job.id limit p_batch - cardinality(v_ids)
      for update skip locked);
  end loop;
  return query
    with mine as (
      update private.jobs as job set
        worker = p_worker, leased_until = now() + make_interval(secs => p_lease_seconds), worker_ends_at = p_ends_at,
        attempts = job.attempts + 1
      where job.id = any (v_ids)
      returning job.id, job.kind, job.payload, job.workspace_id, job.attempts, job.max_attempts
    )
    select * from mine order by array_position(v_ids, mine.id);
end;
$$;
comment on function public.claim_jobs
  is 'The leased jobs, in their order. p_ends_at: when the platform ends the process of the worker.';

grant execute on function public.claim_jobs to service_role;

-- For the health check: since when a job waits that could run, when a worker last had one, and when the clock last
-- asked for work.
create function public.get_queue_health() returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'waiting_since', least(
      (select min(ready_at) from private.jobs
        where priority = 1 and finished_at is null and leased_until is null and turn is not null),
      (select min(ready_at) from private.jobs
        where priority = 0 and finished_at is null and leased_until is null and turn is not null)),
    'worked_at', greatest(
      (select max(finished_at) from private.jobs where finished_at is not null),
      (select now() from private.jobs where leased_until > now() limit 1)),
    'ticked_at', (select max(period_began) from private.periodic_jobs));
$$;
comment on function public.get_queue_health
  is '{waiting_since: null while no job is ready, worked_at, ticked_at: the newest period that a tick saw}.';
grant execute on function public.get_queue_health to service_role;
