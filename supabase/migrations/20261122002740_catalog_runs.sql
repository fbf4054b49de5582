-- Runs that ask sources about many ASINs: the expansion radar, placement proof and the enrichment of an import. Each
-- shows its progress and cost, waits for tokens, and goes on where it stopped, because answers are kept.

create table public.catalog_runs (
  id           uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  kind         text not null,
  args         jsonb not null default '{}',
  state        text not null default 'waiting',
  done         integer not null default 0,
  total        integer not null default 0,
  tokens_spent integer not null default 0,
  error_code   text,
  error        text,
  retry_at     timestamptz,
  created_by   uuid references public.users (id) on delete set null,
  created_at   timestamptz not null default now(),
  finished_at  timestamptz,

  constraint catalog_runs_kind_known check (kind in ('radar', 'placement', 'enrichment')),
  constraint catalog_runs_args_is_object check (jsonb_typeof(args) = 'object' and octet_length(args::text) <= 32768),
  constraint catalog_runs_state_known check (state in ('waiting', 'running', 'done', 'failed', 'canceled')),
  constraint catalog_runs_finished_is_over check (
    (finished_at is not null) = (state in ('done', 'failed', 'canceled'))),
  constraint catalog_runs_error_has_words check ((error_code is null) = (error is null)),
  constraint catalog_runs_counts_not_negative check (least(done, total, tokens_spent) >= 0)
);
create unique index catalog_runs_open_idx on public.catalog_runs (workspace_id, kind) where finished_at is null;
create index catalog_runs_list_idx on public.catalog_runs (workspace_id, created_at desc, id desc);
create index catalog_runs_created_by_idx on public.catalog_runs (created_by);
create index catalog_runs_finished_at_idx on public.catalog_runs (finished_at) where finished_at is not null;

alter table public.catalog_runs enable row level security;
grant select on public.catalog_runs to authenticated;
grant all on public.catalog_runs to service_role;
create policy "Editors can read their workspace's runs" on public.catalog_runs
  for select to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));

create function private.begin_catalog_run(p_workspace_id uuid, p_kind text, p_args jsonb) returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_id uuid;
begin
  insert into public.catalog_runs (workspace_id, kind, args, created_by)
  values (p_workspace_id, p_kind, coalesce(p_args, '{}'), (select auth.uid()))
  on conflict (workspace_id, kind) where finished_at is null do nothing
  returning id into v_id;
  if v_id is null then
    select id into v_id from public.catalog_runs
    where workspace_id = p_workspace_id and kind = p_kind and finished_at is null;
  end if;
  perform private.enqueue_job('catalog.run', 'catalog.run:' || v_id, jsonb_build_object('run_id', v_id),
    p_workspace_id);
  return v_id;
end;
$$;

-- A kind that is under way keeps its run.
create function public.request_catalog_run(p_kind text, p_args jsonb default '{}') returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_id uuid;
begin
  if p_kind is null or p_kind not in ('radar', 'placement', 'enrichment') then
    raise exception 'invalid_input'
      using errcode = 'PT400', hint = 'kind', detail = 'Choose radar, placement or enrichment.';
  end if;
  v_id := private.begin_catalog_run(v_workspace_id, p_kind, p_args);
  return (
    select to_jsonb(run) - 'workspace_id' - 'args' - 'created_by' from public.catalog_runs as run where id = v_id);
end;
$$;

create function public.cancel_catalog_run(p_id uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_run public.catalog_runs;
begin
  update public.catalog_runs set state = 'canceled', finished_at = now(), retry_at = null
  where id = p_id and workspace_id = v_workspace_id and finished_at is null;
  select * into v_run from public.catalog_runs where id = p_id and workspace_id = v_workspace_id;
  if not found then
    raise exception 'run_not_found' using errcode = 'PT404', detail = 'We can''t find this run in your workspace.';
  end if;
  return to_jsonb(v_run) - 'workspace_id' - 'args' - 'created_by';
end;
$$;

-- For the job: what the run is to do. Null when it is over.
create function public.open_catalog_run(p_id uuid) returns jsonb
language sql
security definer
set search_path = ''
as $$
  update public.catalog_runs set state = 'running', error_code = null, error = null, retry_at = null
  where id = p_id and finished_at is null
  returning jsonb_build_object('id', id, 'workspace_id', workspace_id, 'kind', kind, 'args', args, 'done', done);
$$;

-- Answers false when the run is over: the job stops.
create function public.update_catalog_run(p_id uuid, p_changes jsonb) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.catalog_runs set
    state = coalesce(p_changes ->> 'state', state),
    done = coalesce((p_changes ->> 'done')::integer, done),
    total = coalesce((p_changes ->> 'total')::integer, total),
    tokens_spent = tokens_spent + coalesce((p_changes ->> 'spent')::integer, 0),
    error_code = case when p_changes ? 'error_code' then p_changes ->> 'error_code' else error_code end,
    error = case when p_changes ? 'error_code' then p_changes ->> 'error' else error end,
    retry_at = case when p_changes ? 'retry_at' then (p_changes ->> 'retry_at')::timestamptz else retry_at end,
    finished_at = case when p_changes ->> 'state' in ('done', 'failed') then now() end
  where id = p_id and finished_at is null;
  return found;
end;
$$;

create function private.fail_catalog_run() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.catalog_runs set state = 'failed', finished_at = now(), retry_at = null,
    error_code = coalesce(error_code, new.last_error_code, 'unexpected'),
    error = coalesce(error, 'The run stopped. Start it again; answers that were paid for are kept.')
  where id = (new.payload ->> 'run_id')::uuid and finished_at is null;
  return null;
end;
$$;
create trigger _120_fail_catalog_run after update of is_dead on private.jobs
  for each row when (new.is_dead and not old.is_dead and new.kind = 'catalog.run')
    execute function private.fail_catalog_run();

-- The clock's round: every workspace with completed tasks to look for gets a run.
create function public.request_placement_runs() returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid;
  v_count integer := 0;
begin
  for v_workspace_id in
    select distinct workspace_id from public.influencer_tasks where status = 'completed'
  loop
    if exists (select from private.placements_to_check(v_workspace_id, 1)) then
      perform private.begin_catalog_run(v_workspace_id, 'placement', '{}');
      v_count := v_count + 1;
    end if;
  end loop;
  return v_count;
end;
$$;

grant execute on function public.request_catalog_run, public.cancel_catalog_run to authenticated;
grant execute on function public.open_catalog_run, public.update_catalog_run, public.request_placement_runs
  to service_role;

-- Products whose empty fields an enrichment may fill: those of a catalog import.
create function public.list_enrichment(p_workspace_id uuid, p_limit integer default 100) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'left', (select count(*) from public.sourced_products
      where workspace_id = p_workspace_id and deleted_at is null and fill_in_state = 'not_asked'),
    'products', (
      select coalesce(jsonb_agg(jsonb_build_object('id', page.id, 'asin', page.asin) order by page.asin), '[]')
      from (
        select id, asin from public.sourced_products
        where workspace_id = p_workspace_id and deleted_at is null and fill_in_state = 'not_asked'
        order by asin limit least(p_limit, 1000)) as page));
$$;
grant execute on function public.list_enrichment to service_role;
create index sourced_products_not_asked_idx on public.sourced_products (workspace_id, asin)
  where fill_in_state = 'not_asked' and deleted_at is null;

-- Searches and runs that ended long ago; what they found stays.
create function public.purge_catalog_runs(p_limit integer default 1000) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_count integer;
  v_searches integer;
begin
  delete from public.catalog_runs where id in (
    select id from public.catalog_runs where finished_at < now() - interval '90 days' limit p_limit);
  get diagnostics v_count = row_count;
  delete from public.correlation_searches where id in (
    select id from public.correlation_searches where finished_at < now() - interval '90 days' limit p_limit);
  get diagnostics v_searches = row_count;
  return v_count + v_searches;
end;
$$;
grant execute on function public.purge_catalog_runs to service_role;
