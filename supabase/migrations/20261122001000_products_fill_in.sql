-- Fill-in: the insert of a product requests a lookup of its empty fields, a job reads Keepa, and one statement writes
-- the result.

-- Serves the claim below; without it the claim would read every finished job of the workspace.
create index jobs_fill_in_idx on private.jobs (workspace_id, run_at)
  where kind = 'products.fill-in' and finished_at is null;

create function private.enqueue_fill_in(p_product_id uuid, p_workspace_id uuid) returns bigint
language sql
set search_path = ''
as $$
  select private.enqueue_job('products.fill-in', 'products.fill-in:' || p_product_id,
    jsonb_build_object('product_id', p_product_id), p_workspace_id);
$$;

create function private.await_fill_in() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  new.fill_in_state := 'waiting';
  return new;
end;
$$;

create trigger _160_await_fill_in before insert on public.sourced_products
  for each row when (new.deleted_at is null and new.fill_in_state is null
    and (new.title is null or new.image_url is null))
  execute function private.await_fill_in();

-- Per statement, in one insert: an import of thousands pays once.
create function private.enqueue_fill_ins() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into private.jobs (kind, key, payload, workspace_id)
  select 'products.fill-in', 'products.fill-in:' || id, jsonb_build_object('product_id', id), workspace_id
  from added where fill_in_state = 'waiting'
  on conflict (key) where finished_at is null do nothing;
  return null;
end;
$$;

create trigger _300_enqueue_fill_ins after insert on public.sourced_products
  referencing new table as added
  for each statement execute function private.enqueue_fill_ins();

-- The lookup skips a product in Trash; restoring the product requests the lookup again.
create function private.enqueue_restored_fill_in() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform private.enqueue_fill_in(new.id, new.workspace_id);
  return null;
end;
$$;

create trigger _300_enqueue_restored_fill_in after update of deleted_at on public.sourced_products
  for each row when (old.deleted_at is not null and new.deleted_at is null and new.fill_in_state = 'waiting')
  execute function private.enqueue_restored_fill_in();

-- A dead job marks its lookup as failed, whatever ended the job.
create function private.fail_fill_in() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.sourced_products set fill_in_state = 'failed', fill_in_error = new.last_error_code
  where id = (new.payload ->> 'product_id')::uuid and fill_in_state = 'waiting';
  return null;
end;
$$;

create trigger _100_fail_fill_in after update of is_dead on private.jobs
  for each row when (new.is_dead and not old.is_dead and new.kind = 'products.fill-in')
    execute function private.fail_fill_in();

-- Security definer: no role may read the queue. The jobs of the other products are postponed by the length of a lease,
-- so that no second worker requests the same products; they run again when this worker vanishes.
create function public.claim_fill_ins(p_product_id uuid, p_limit integer default 100) returns table (id uuid, asin text)
language sql
security definer
set search_path = ''
as $$
  with mine as (
    select product.id, product.asin, product.workspace_id from public.sourced_products as product
    where product.id = p_product_id and product.deleted_at is null and product.fill_in_state = 'waiting'
  ), others as (
    select job.id, (job.payload ->> 'product_id')::uuid as product_id
    from private.jobs as job join mine on mine.workspace_id = job.workspace_id
    where job.kind = 'products.fill-in' and job.finished_at is null and job.run_at <= now() and job.leased_until is null
      and job.payload ->> 'product_id' <> p_product_id::text
    order by job.run_at
    limit p_limit - 1
    for update of job skip locked
  ), put_off as (
    update private.jobs as job set run_at = now() + interval '120 seconds'
    from others where job.id = others.id
    returning others.product_id
  )
  select mine.id, mine.asin from mine
  union all
  select product.id, product.asin from put_off join public.sourced_products as product
    on product.id = put_off.product_id
  where product.deleted_at is null and product.fill_in_state = 'waiting';
$$;
comment on function public.claim_fill_ins
  is 'The product, if it still waits, and other waiting products of its workspace: at most p_limit, for one call to '
  'Keepa.';

-- One statement, so that the update keeps what a person typed in the meantime.
create function public.record_fill_ins(p_results jsonb) returns integer
language sql
security definer
set search_path = ''
as $$
  select set_config('opsyncpro.actor', 'Keepa', true);
  with found as (
    select * from jsonb_to_recordset(p_results)
      as found (id uuid, state text, error text, title text, image_url text, brand text, category text)
  ), finished as (
    update private.jobs as job set finished_at = now()
    from found
    where job.key = 'products.fill-in:' || found.id and job.finished_at is null and job.leased_until is null
  ), filled as (
    update public.sourced_products as product
    set title = coalesce(product.title, found.title), image_url = coalesce(product.image_url, found.image_url),
        brand = coalesce(product.brand, found.brand), category = coalesce(product.category, found.category),
        fill_in_state = found.state, fill_in_error = found.error
    from found
    where product.id = found.id and product.deleted_at is null and product.fill_in_state in ('waiting', 'not_asked')
    returning 1
  )
  select count(*)::integer from filled;
$$;
comment on function public.record_fill_ins
  is 'Writes [{id, state, error?, title?, image_url?, brand?, category?}] into the empty fields of products that still '
  'wait. Answers the number of products.';

-- The shared Keepa account has no tokens, or a workspace has used its own: postpones the lookups until there are some,
-- p_limit of them per call.
create function public.postpone_fill_ins(
  p_until timestamptz, p_limit integer default 1000, p_workspace_id uuid default null
) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_count integer;
begin
  update private.jobs set run_at = p_until where id in (
    select id from private.jobs
    where kind = 'products.fill-in' and finished_at is null and leased_until is null and run_at < p_until
      and (p_workspace_id is null or workspace_id = p_workspace_id)
    limit p_limit for update skip locked);
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;
comment on function public.postpone_fill_ins
  is 'The lookups of one workspace, or of all. Answers the number of postponed lookups; call again until it is 0.';

grant execute on function public.claim_fill_ins, public.record_fill_ins, public.postpone_fill_ins to service_role;

-- Security definer: the caller may write neither the state nor the queue; this function checks the workspace.
create function public.request_fill_in(p_id uuid) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  update public.sourced_products set fill_in_state = 'waiting', fill_in_error = null
  where id = p_id and workspace_id = v_workspace_id and deleted_at is null and fill_in_state is distinct from 'waiting';
  if found then
    perform private.enqueue_fill_in(p_id, v_workspace_id);
  end if;
  return found;
end;
$$;
comment on function public.request_fill_in
  is 'Requests the lookup of one product of the caller''s workspace again; false when it already waits or does not '
  'exist.';

grant execute on function public.request_fill_in to authenticated;
