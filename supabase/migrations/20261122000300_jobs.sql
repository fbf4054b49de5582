-- Work that runs after a request, and the stored answers of requests that may be sent twice. The API roles cannot see
-- these tables; the service role uses the public functions below.

create table private.jobs (
  id               bigint generated always as identity primary key,
  workspace_id     uuid references public.workspaces (id) on delete cascade,
  kind             text not null,
  payload          jsonb not null default '{}',
  key              text not null,
  priority         smallint not null default ((auth.uid() is not null)::integer::smallint),
  run_at           timestamptz not null default now(),
  attempts         smallint not null default 0,
  max_attempts     smallint not null default 5,
  worker           text,
  leased_until     timestamptz,
  lost_workers     smallint not null default 0,
  turn             bigint,
  ready_at         timestamptz,
  worker_ends_at   timestamptz,
  cut_short        smallint not null default 0,
  progress_done    integer not null default 0,
  progress_total   integer,
  last_error_code  text,
  last_error       text,
  created_at       timestamptz not null default now(),
  finished_at      timestamptz,
  is_dead          boolean not null default false,

  constraint jobs_progress_makes_sense
    check (progress_done >= 0 and (progress_total is null or progress_done <= progress_total)),
  constraint jobs_priority_known check (priority in (0, 1)),
  constraint jobs_dead_is_finished check (not is_dead or finished_at is not null)
);
comment on table private.jobs
  is 'One row per piece of work. Every job may run twice; its key says what "the same work" is.';
comment on column private.jobs.workspace_id is 'Null for work of the whole server, such as sweeping.';
comment on column private.jobs.leased_until is 'When the lease expires, another worker may claim the job.';
comment on column private.jobs.lost_workers
  is 'How many workers in a row ended in the middle of it. The second one may have ended because of it.';
comment on column private.jobs.priority is '1: a person asked for it. 0: the clock did, or another job.';
comment on column private.jobs.turn
  is 'The job''s place in the queue while it is ready or runs; null while it waits for its time or is finished. See '
  'private.take_turn.';
comment on column private.jobs.ready_at is 'Since when the job could run.';
comment on column private.jobs.worker_ends_at is 'When the platform ends the process of the worker.';
comment on column private.jobs.cut_short is 'How often the platform ended the process in the middle of the job.';
comment on column private.jobs.is_dead
  is 'The job failed max_attempts times, or was refused for good. The row stays for a person to read.';

-- A second request for the same kind and key changes nothing while the first waits or runs.
create unique index jobs_key_unfinished_idx on private.jobs (key) where finished_at is null;
create index jobs_workspace_id_idx on private.jobs (workspace_id, created_at desc);
-- Each question of a claim reads the beginning of one index, however many jobs there are.
create index jobs_ready_idx on private.jobs (priority, turn, id)
  where finished_at is null and leased_until is null and turn is not null;
create index jobs_ready_at_idx on private.jobs (priority, ready_at)
  where finished_at is null and leased_until is null and turn is not null;
create index jobs_waiting_idx on private.jobs (priority, run_at)
  where finished_at is null and leased_until is null and turn is null;
create index jobs_leased_idx on private.jobs (leased_until) where leased_until is not null;
-- The last turn of a workspace.
create index jobs_turns_idx on private.jobs (workspace_id, priority, turn)
  where finished_at is null and leased_until is null and turn is not null;
-- Serves the purge of finished jobs.
create index jobs_finished_at_idx on private.jobs (finished_at) where finished_at is not null;

-- Fair queueing: the jobs of a workspace stand behind each other, one in each round, so ten thousand jobs of one
-- workspace do not hold the single job of another. A workspace whose queue was empty enters in the current round, as
-- does work of the whole server. The turn follows from the other columns, whoever writes them.
create function private.take_turn() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if new.finished_at is not null or (new.leased_until is null and new.run_at > now()) then
    new.turn := null;
    new.ready_at := null;
  elsif new.leased_until is null and (new.turn is null or old.leased_until is not null or new.priority > old.priority)
  then
    new.ready_at := coalesce(new.ready_at, now());
    new.turn := coalesce(
      (select mine.turn + 1 from private.jobs as mine
        where mine.workspace_id = new.workspace_id and mine.priority = new.priority and mine.id <> new.id
          and mine.finished_at is null and mine.leased_until is null and mine.turn is not null
        order by mine.turn desc limit 1),
      (select head.turn from private.jobs as head
        where head.priority = new.priority and head.id <> new.id
          and head.finished_at is null and head.leased_until is null and head.turn is not null
        order by head.turn, head.id limit 1),
      1);
  end if;
  return new;
end;
$$;

create trigger _100_take_turn before insert or update of run_at, leased_until, finished_at, priority on private.jobs
  for each row execute function private.take_turn();

create function private.enqueue_job(
  p_kind text, p_key text, p_payload jsonb default '{}', p_workspace_id uuid default null, p_run_at timestamptz
    default now()
) returns bigint
language sql
set search_path = ''
as $$
  insert into private.jobs (kind, key, payload, workspace_id, run_at)
  values (p_kind, p_key, p_payload, p_workspace_id, p_run_at)
  on conflict (key) where finished_at is null do update set
    run_at = least(private.jobs.run_at, excluded.run_at),
    priority = greatest(private.jobs.priority, excluded.priority)
  returning id;
$$;
comment on function private.enqueue_job
  is 'Answers the id of the waiting job. A second request answers the same job and keeps the earlier time '
  'and the higher priority.';

create function public.enqueue_job(
  p_kind text, p_key text, p_payload jsonb default '{}', p_workspace_id uuid default null, p_run_at timestamptz
    default now()
) returns bigint
language sql
security definer
set search_path = ''
as $$
  select private.enqueue_job(p_kind, p_key, p_payload, p_workspace_id, p_run_at);
$$;

create function public.extend_job(
  p_id bigint, p_worker text, p_lease_seconds integer default 120, p_done integer default null, p_total integer
    default null
) returns boolean
language sql
security definer
set search_path = ''
as $$
  with held as (
    update private.jobs
    set leased_until = now() + make_interval(secs => p_lease_seconds),
        progress_done = coalesce(p_done, progress_done), progress_total = coalesce(p_total, progress_total)
    where id = p_id and worker = p_worker and finished_at is null
    returning 1
  )
  select exists (select from held);
$$;
comment on function public.extend_job
  is 'Renews the lease and stores the progress; false when another worker has the job, and the caller must stop.';

create function public.finish_job(p_id bigint, p_worker text) returns boolean
language sql
security definer
set search_path = ''
as $$
  with done as (
    update private.jobs
    set finished_at = now(), worker = null, leased_until = null, last_error = null, last_error_code = null
    where id = p_id and worker = p_worker and finished_at is null
    returning 1
  )
  select exists (select from done);
$$;

-- A failed job waits 15 s, 1, 4, 16 min, then an hour between attempts, or as long as the vendor said.
create function public.fail_job(
  p_id bigint, p_worker text, p_code text, p_message text, p_is_final boolean default false,
    p_retry_after_seconds integer default null
) returns boolean
language sql
security definer
set search_path = ''
as $$
  with failed as (
    update private.jobs
    set worker = null, leased_until = null, lost_workers = 0, last_error_code = p_code,
        last_error = left(p_message, 2000),
        is_dead = p_is_final or attempts >= max_attempts,
        finished_at = case when p_is_final or attempts >= max_attempts then now() end,
        run_at = now() + make_interval(secs => coalesce(p_retry_after_seconds,
        least(15 * power(4, attempts - 1), 3600)))
    where id = p_id and worker = p_worker and finished_at is null
    returning 1
  )
  select exists (select from failed);
$$;

-- Postpones the job without counting the attempt: nothing failed, and the work it waits for is running elsewhere.
create function public.pause_job(p_id bigint, p_worker text, p_seconds integer) returns boolean
language sql
security definer
set search_path = ''
as $$
  with paused as (
    update private.jobs
    set worker = null, leased_until = null, lost_workers = 0, attempts = attempts - 1,
        run_at = now() + make_interval(secs => p_seconds)
    where id = p_id and worker = p_worker and finished_at is null
    returning 1
  )
  select exists (select from paused);
$$;

-- When each periodic job was last requested.
create table private.periodic_jobs (
  kind         text primary key,
  period_began timestamptz not null
);
comment on table private.periodic_jobs
  is 'The newest period in which each kind was requested. If no process ran in a minute, the next minute makes up for '
  'it.';

-- Requests the job once per period, at any minute of the period and for any caller. A new kind waits for its next
-- period.
create function public.ask_periodic_job(p_kind text, p_period_began timestamptz) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into private.periodic_jobs (kind, period_began) values (p_kind, p_period_began) on conflict do nothing;
  update private.periodic_jobs set period_began = p_period_began where kind = p_kind and period_began < p_period_began;
  if not found then
    return false;
  end if;
  perform private.enqueue_job(p_kind, p_kind);
  return true;
end;
$$;

-- Deletes finished jobs after a week and dead jobs after a quarter.
create function public.purge_jobs(p_limit integer default 1000) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_count integer;
begin
  delete from private.jobs where id in (
    select id from private.jobs
    where finished_at < now() - case when is_dead then interval '90 days' else interval '7 days' end limit p_limit);
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;
grant execute on function public.ask_periodic_job, public.purge_jobs to service_role;

grant execute on function public.enqueue_job, public.extend_job, public.finish_job, public.fail_job,
  public.pause_job to service_role;

create table private.idempotency_keys (
  user_id      uuid not null references public.users (id) on delete cascade,
  key          text not null,
  fingerprint  text not null,
  status       smallint,
  body         jsonb,
  locked_until timestamptz not null,
  written_at   timestamptz,
  created_at   timestamptz not null default now(),

  primary key (user_id, key),
  constraint idempotency_keys_key_length check (char_length(key) between 1 and 200)
);
comment on table private.idempotency_keys
  is 'The first answer to a request, kept 24 h for a repetition of the same request.';
comment on column private.idempotency_keys.status
  is 'Null while the first request runs, and when its outcome is unknown.';
comment on column private.idempotency_keys.written_at
  is 'When the request first changed a row. Written in the transaction of that change, so it is there exactly when the '
  'change is.';

create index idempotency_keys_created_at_idx on private.idempotency_keys (created_at);

-- Security definer: no role may read the table, and the caller only meets their own keys. A request without an answer
-- holds its key for a minute: its process died, or the connection to the database broke, and a statement of it may
-- still run. After that written_at says what became of it: when nothing was changed, the same request runs again; when
-- something was, the state is saved. A request that may run twice (p_is_repeatable) runs again in both cases.
create function public.begin_idempotent(p_key text, p_fingerprint text, p_is_repeatable boolean default false)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_user_id uuid := (select auth.uid());
  v_row private.idempotency_keys;
begin
  insert into private.idempotency_keys as known (user_id, key, fingerprint, locked_until)
  values (v_user_id, p_key, p_fingerprint, now() + interval '1 minute')
  on conflict (user_id, key) do update
    set fingerprint = excluded.fingerprint, status = null, body = null, locked_until = excluded.locked_until,
      written_at = null, created_at = now()
    where known.created_at < now() - interval '24 hours'
       or (known.status is null and known.locked_until < now() and known.fingerprint = excluded.fingerprint
         and (known.written_at is null or p_is_repeatable))
  returning * into v_row;

  if found then
    return jsonb_build_object('state', 'new');
  end if;

  select * into strict v_row from private.idempotency_keys where user_id = v_user_id and key = p_key;
  return case
    when v_row.fingerprint <> p_fingerprint then jsonb_build_object('state', 'reused')
    when v_row.status is not null
      then jsonb_build_object('state', 'answered', 'status', v_row.status, 'body', v_row.body)
    when v_row.locked_until >= now() then jsonb_build_object('state', 'in_progress')
    else jsonb_build_object('state', 'saved')
  end;
end;
$$;

create function public.finish_idempotent(p_key text, p_status integer, p_body jsonb) returns void
language sql
security definer
set search_path = ''
as $$
  update private.idempotency_keys set status = p_status, body = p_body
  where user_id = (select auth.uid()) and key = p_key and status is null;
$$;

-- A refused request that changed nothing frees its key. One that changed something before it failed keeps it.
create function public.release_idempotent(p_key text) returns void
language sql
security definer
set search_path = ''
as $$
  delete from private.idempotency_keys
  where user_id = (select auth.uid()) and key = p_key and status is null and written_at is null;
$$;

grant execute on function public.begin_idempotent, public.finish_idempotent, public.release_idempotent to authenticated;
