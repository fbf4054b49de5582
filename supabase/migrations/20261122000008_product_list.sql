-- The product list: one round trip, keyset-paged, searched by index.

create function private.product_filter_sql(p_filters jsonb) returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_sql text := 'product.workspace_id = $1 and product.deleted_at is null';
  v_word text;
begin
  if p_filters ? 'status_id' then v_sql := v_sql || format(' and product.status_id = %L::uuid', p_filters ->> 'status_id'); end if;
  if p_filters ? 'has_video' then
    v_sql := v_sql || case when (p_filters ->> 'has_video')::boolean then ' and' else ' and not' end
      || ' exists (select from public.product_videos as video where video.product_id = product.id)';
  end if;
  foreach v_word in array regexp_split_to_array(lower(coalesce(p_filters ->> 'search', '')), '\s+') loop
    if v_word <> '' then
      v_sql := v_sql || format(' and product.search_text like %L', '%' || private.escape_like(v_word) || '%');
    end if;
  end loop;
  return v_sql;
end;
$$;

-- What a product looks like to people, from rows named "product".
create function private.product_columns_sql() returns text
language sql
immutable
set search_path = ''
as $$
  select $q$
    product.id, product.asin, product.title, product.image_url, product.brand, product.category, product.video_title,
    product.is_video_title_typed, product.status_id, product.decision, product.requirements, product.important_date,
    product.important_date_comment, product.cost_cents, product.fees_cents, product.currency, product.quantity,
    product.purchase_date, product.notes, product.source, product.fill_in_state, product.fill_in_error,
    product.created_at, product.updated_at,
    (select count(*) from public.product_videos as video where video.product_id = product.id) as video_count,
    (select count(*) from public.influencer_tasks as task where task.product_id = product.id and task.status = 'pending')
      as pending_task_count,
    (select count(*) from public.influencer_tasks as task where task.product_id = product.id and task.status = 'completed')
      as completed_task_count
  $q$;
$$;

-- The text of the list's query, apart from its run so that a test can ask the planner for its plan.
create function private.product_list_sql(p_filters jsonb, p_cursor jsonb) returns text
language sql
immutable
set search_path = ''
as $$
  select format(
    'select %s from (select * from public.sourced_products as product where %s and %s order by product.created_at desc, product.id desc limit $2) as product order by product.created_at desc, product.id desc',
    private.product_columns_sql(), private.product_filter_sql(p_filters),
    case when p_cursor is null then 'true'
      else format('(product.created_at, product.id) < (%L::timestamptz, %L::uuid)', p_cursor ->> 'created_at', p_cursor ->> 'id') end);
$$;

-- Security definer, because of the planner: under row level security "like" may not be looked up in an index before the
-- policy was asked (it is not leakproof), so a search would read the whole workspace. The caller's workspace is the
-- first condition of the query and the leading column of every index it uses.
create function public.list_sourced_products(
  p_filters jsonb, p_limit integer, p_cursor jsonb default null, p_count boolean default false
) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_answer jsonb;
begin
  execute format('select jsonb_build_object(''rows'', coalesce(jsonb_agg(to_jsonb(row)), ''[]'')) from (%s) as row',
    private.product_list_sql(p_filters, p_cursor)) into v_answer using v_workspace_id, p_limit;
  if p_count then
    execute format('select $2 || jsonb_build_object(''total'', count(*)) from public.sourced_products as product where %s',
      private.product_filter_sql(p_filters)) into v_answer using v_workspace_id, v_answer;
  end if;
  return v_answer;
end;
$$;
comment on function public.list_sourced_products is '{rows, total?}: at most p_limit products after the cursor {created_at, id}, newest first.';

-- Security definer, to share its columns with the list; the workspace is its second condition.
create function public.get_sourced_product(p_id uuid) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_answer jsonb;
begin
  execute format(
    'select to_jsonb(row) from (select %s from public.sourced_products as product where product.id = $2 and product.workspace_id = $1 and product.deleted_at is null) as row',
    private.product_columns_sql()) into v_answer using private.require_editor(), p_id;
  return v_answer;
end;
$$;
comment on function public.get_sourced_product is 'One product of the caller''s workspace; null when there is none, or it is in the bin.';

grant execute on function public.list_sourced_products, public.get_sourced_product to authenticated;

-- Empties the bin after 30 days and forgets answers after 24 hours. For the daily job.
create function public.purge_expired(p_limit integer default 1000) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_products integer;
  v_keys integer;
begin
  delete from public.sourced_products where id in (
    select id from public.sourced_products where deleted_at < now() - interval '30 days' limit p_limit);
  get diagnostics v_products = row_count;
  delete from private.idempotency_keys where (user_id, key) in (
    select user_id, key from private.idempotency_keys where created_at < now() - interval '24 hours' limit p_limit);
  get diagnostics v_keys = row_count;
  return v_products + v_keys;
end;
$$;
comment on function public.purge_expired is 'Answers how many rows went; call again while it is not 0.';
grant execute on function public.purge_expired to service_role;
