-- Operations: changes of as many products as a workspace has. Each runs in chunks, one short transaction per chunk, and
-- all chunks belong to one change set. See docs/decisions/0031-operations-run-in-chunks.md.

create table private.product_operations (
  id            uuid primary key default gen_random_uuid(),
  workspace_id  uuid not null references public.workspaces (id) on delete cascade,
  kind          text not null,
  target_id     uuid,
  args          jsonb not null default '{}',
  change_set_id uuid references public.change_sets (id) on delete set null,
  state         text not null default 'running',
  after_id      uuid,
  done_count    integer not null default 0,
  changed_count integer not null default 0,
  total_count   integer not null default 0,
  result        jsonb not null default '{}',
  error         text,
  created_by    uuid,
  created_at    timestamptz not null default now(),
  finished_at   timestamptz,

  constraint product_operations_kind_known
    check (kind in ('undo', 'bulk', 'delete_entry', 'move_options', 'retitle')),
  constraint product_operations_state_known check (state in ('running', 'done', 'failed')),
  constraint product_operations_finished_is_over check ((finished_at is null) = (state = 'running'))
);
comment on table private.product_operations is 'One row per change that may concern all products of a workspace.';
comment on column private.product_operations.target_id
  is 'What the operation is about: a change set, a list entry; null for a bulk edit. One operation per target runs.';
comment on column private.product_operations.after_id
  is 'The last product of the finished chunks, which go through the products in the order of their ids.';
comment on column private.product_operations.result is 'What a kind answers besides the numbers.';
create unique index product_operations_target_idx on private.product_operations (workspace_id, kind, target_id)
  where state <> 'done';
create index product_operations_change_set_idx on private.product_operations (change_set_id);
create index product_operations_finished_at_idx on private.product_operations (finished_at)
  where finished_at is not null;

-- What a chunk function answers: the products it went through, where the next chunk starts, and whether none is left.
create type private.chunk as (product_ids uuid[], last_id uuid, is_last boolean, result jsonb);

create function private.operation_json(p_operation private.product_operations) returns jsonb
language sql
stable
set search_path = ''
as $$
  select case when p_operation.id is not null then jsonb_build_object(
    'id', p_operation.id, 'kind', p_operation.kind, 'state', p_operation.state, 'done', p_operation.done_count,
    'total', greatest(p_operation.total_count, p_operation.done_count), 'changed', p_operation.changed_count,
    'change_set_id', p_operation.change_set_id, 'error', p_operation.error) || p_operation.result end;
$$;

-- Starts an operation, its change set and the job that finishes it when the caller does not. An operation that was
-- given up continues where it stopped.
create function private.begin_operation(
  p_workspace_id uuid, p_kind text, p_target_id uuid, p_args jsonb, p_change_kind text, p_total integer
) returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_id uuid;
  v_set_id uuid;
begin
  update private.product_operations
  set args = p_args, state = 'running', finished_at = null, error = null,
    -- Other values for the same target: every product is gone through again.
    after_id = case when args = p_args then after_id end
  where workspace_id = p_workspace_id and kind = p_kind and target_id = p_target_id and state <> 'done'
  returning id into v_id;
  if v_id is null then
    insert into public.change_sets (workspace_id, kind, created_by)
    values (p_workspace_id, p_change_kind, (select auth.uid())) returning id into v_set_id;
    insert into private.product_operations (workspace_id, kind, target_id, args, change_set_id, total_count,
      created_by)
    values (p_workspace_id, p_kind, p_target_id, p_args, v_set_id, p_total, (select auth.uid())) returning id into v_id;
  end if;
  return v_id;
end;
$$;

-- Counts what the chunk added to the change set. Counting the whole set for each chunk would get slower with each.
create function private.count_chunk(p_set_id uuid, p_product_ids uuid[]) returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_new integer;
begin
  -- Owners that were removed and added again are no change.
  update public.product_changes as change set
    before = before - array(select key from jsonb_each(before) as was where was.value = after -> was.key),
    after = after - array(select key from jsonb_each(before) as was where was.value = after -> was.key)
  where change_set_id = p_set_id and product_id = any (p_product_ids) and before ? 'owners';
  delete from public.product_changes
  where change_set_id = p_set_id and product_id = any (p_product_ids) and before = '{}';
  -- A product that an earlier chunk changed keeps the time of that chunk.
  select count(*) into v_new from public.product_changes
  where change_set_id = p_set_id and product_id = any (p_product_ids) and created_at = now();
  update public.change_sets set
    product_count = product_count + v_new,
    fields = array(
      select unnest(fields)
      union
      select field from public.product_changes as change, jsonb_object_keys(change.after) as field
      where change.change_set_id = p_set_id and change.product_id = any (p_product_ids) and change.before is not null
      order by 1)
  where id = p_set_id;
  return v_new;
end;
$$;

-- The statements of a chunk act as the person who began the operation, also when a job runs them.
create function private.act_as(p_user_id uuid) returns void
language sql
set search_path = ''
as $$
  select set_config('request.jwt.claim.sub', coalesce(p_user_id::text, ''), true),
    set_config('request.jwt.claims', case when p_user_id is null then ''
      else jsonb_build_object('sub', p_user_id, 'role', 'authenticated')::text end, true);
$$;

-- One chunk: at most p_limit products. The lock gives one worker at a time the operation.
create function private.run_operation(p_id uuid, p_limit integer) returns private.product_operations
language plpgsql
set search_path = ''
as $$
declare
  v_operation private.product_operations;
  v_chunk private.chunk;
  v_new integer;
  v_sub text := current_setting('request.jwt.claim.sub', true);
  v_claims text := current_setting('request.jwt.claims', true);
begin
  select * into v_operation from private.product_operations where id = p_id for update;
  if v_operation.state is distinct from 'running' then
    return v_operation;
  end if;
  if v_operation.created_by is distinct from (select auth.uid()) then
    perform private.act_as(v_operation.created_by);
  end if;
  perform set_config('opsyncpro.change_set_id', v_operation.change_set_id::text, true);
  v_chunk := case v_operation.kind
    when 'undo' then private.undo_chunk(v_operation, p_limit)
    when 'bulk' then private.bulk_chunk(v_operation, p_limit)
    when 'delete_entry' then private.delete_entry_chunk(v_operation, p_limit)
    when 'move_options' then private.move_options_chunk(v_operation, p_limit)
    when 'retitle' then private.retitle_chunk(v_operation, p_limit)
  end;
  perform set_config('opsyncpro.change_set_id', '', true);
  v_new := private.count_chunk(v_operation.change_set_id, v_chunk.product_ids);

  update private.product_operations set
    after_id = v_chunk.last_id, done_count = done_count + cardinality(v_chunk.product_ids),
    changed_count = changed_count + v_new, result = coalesce(v_chunk.result, result),
    state = case when v_chunk.is_last then 'done' else 'running' end,
    finished_at = case when v_chunk.is_last then now() end
  where id = p_id returning * into v_operation;
  if v_chunk.is_last and v_operation.changed_count = 0 and not exists (
    select from private.entry_changes where change_set_id = v_operation.change_set_id) then
    delete from public.change_sets where id = v_operation.change_set_id;
    v_operation.change_set_id := null;
  elsif not v_chunk.is_last then
    -- The worker of the job and a caller who continues take turns.
    perform private.enqueue_job('products.operate', 'products.operate:' || p_id,
      jsonb_build_object('operation_id', p_id), v_operation.workspace_id, now() + interval '30 seconds');
  end if;
  perform set_config('request.jwt.claim.sub', coalesce(v_sub, ''), true),
    set_config('request.jwt.claims', coalesce(v_claims, ''), true);
  return v_operation;
end;
$$;

-- Runs the next chunk. Security definer: no role may read the table; it checks the workspace of a person.
create function public.run_product_operation(p_id uuid, p_limit integer default 1000) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid;
begin
  if (select auth.uid()) is not null then
    v_workspace_id := private.require_editor();
    if not exists (select from private.product_operations where id = p_id and workspace_id = v_workspace_id) then
      raise exception 'operation_not_found'
        using errcode = 'PT404', detail = 'We can''t find this operation in your workspace.';
    end if;
  end if;
  return private.operation_json(private.run_operation(p_id, private.page_limit(p_limit)));
end;
$$;
comment on function public.run_product_operation
  is 'The operation after one more chunk; unchanged when it is over; null when it does not exist.';

-- The caller stops here: the job continues now instead of later.
create function public.leave_product_operation(p_id uuid) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  perform private.enqueue_job('products.operate', 'products.operate:' || id,
    jsonb_build_object('operation_id', id), workspace_id)
  from private.product_operations
  where id = p_id and workspace_id = v_workspace_id and state = 'running';
end;
$$;

create function public.get_product_operation(p_id uuid) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select private.operation_json(operation) from private.product_operations as operation
  where id = p_id and workspace_id = private.require_editor();
$$;
comment on function public.get_product_operation is 'Null when the caller''s workspace has no such operation.';

-- A dead job marks its operation as failed. The same request again continues it.
create function private.fail_operation() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update private.product_operations set state = 'failed', error = new.last_error_code, finished_at = now()
  where id = (new.payload ->> 'operation_id')::uuid and state = 'running';
  return null;
end;
$$;

create trigger _130_fail_operation after update of is_dead on private.jobs
  for each row when (new.is_dead and not old.is_dead and new.kind = 'products.operate')
  execute function private.fail_operation();

-- For the daily job: a result is read for seconds, and kept for a day.
create function public.purge_operations(p_limit integer default 1000) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_count integer;
begin
  delete from private.product_operations where id in (
    select id from private.product_operations where finished_at < now() - interval '1 day' limit p_limit);
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;

grant execute on function public.run_product_operation to authenticated, service_role;
grant execute on function public.leave_product_operation, public.get_product_operation to authenticated;
grant execute on function public.purge_operations to service_role;

-- Adds to a list of a result and counts; the list itself keeps the first thousand.
create function private.more_listed(p_result jsonb, p_name text, p_more jsonb) returns jsonb
language sql
immutable
set search_path = ''
as $$
  select p_result || jsonb_build_object(
    p_name || '_count', coalesce((p_result ->> (p_name || '_count'))::integer, 0) + jsonb_array_length(p_more),
    p_name, case when jsonb_array_length(coalesce(p_result -> p_name, '[]')) >= 1000 then p_result -> p_name
      else coalesce(p_result -> p_name, '[]') || p_more end);
$$;
