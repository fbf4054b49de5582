-- The list of products, its counts and its sums, all over the same filter.

-- The order's value as {sql, type}: `status` sorts by its place in the list, text ignores case.
create function private.product_order(p_sort text, p_workspace_id uuid) returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_name text := ltrim(p_sort, '-');
  v_field jsonb;
begin
  if v_name = 'status' then
    -- The list as a constant: reading it again for each product would take several times as long as the sorting.
    return jsonb_build_object('type', 'integer', 'sql', format('array_position(%L::uuid[], product.status_id)', array(
      select id from public.crm_statuses where workspace_id = p_workspace_id order by position, id)));
  end if;
  v_field := private.product_field(v_name, p_workspace_id);
  return case v_field ->> 'kind'
    when 'text' then jsonb_build_object('sql', format('lower(%s)', v_field ->> 'sql'), 'type', 'text')
    when 'choice' then jsonb_build_object('sql', v_field ->> 'sql', 'type', 'text')
    when 'number' then jsonb_build_object('sql', v_field ->> 'sql', 'type', 'numeric')
    when 'day' then jsonb_build_object('sql', v_field ->> 'sql', 'type', 'date')
    when 'instant' then jsonb_build_object('sql', v_field ->> 'sql', 'type', 'timestamptz')
    when 'boolean' then jsonb_build_object('sql', v_field ->> 'sql', 'type', 'boolean')
    -- A deleted custom field gives no order; the ids give one.
    else jsonb_build_object('sql', 'null::text', 'type', 'text')
  end;
end;
$$;

-- The text of the list's query, separate from its execution so that a test can read the query plan. $1 is the
-- workspace, $2 the limit. Rows without a value come last in both directions.
create function private.product_list_sql(p_filters jsonb, p_cursor jsonb, p_workspace_id uuid default null) returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  v_sort text := coalesce(p_filters ->> 'sort', '-created_at');
  v_order jsonb := private.product_order(v_sort, p_workspace_id);
  v_sql text := v_order ->> 'sql';
  v_direction text := case when v_sort like '-%' then 'desc' else 'asc' end;
  v_beyond text := case when v_sort like '-%' then '<' else '>' end;
  v_value text := p_cursor ->> 'value';
  v_after text := 'true';
  -- The column is never null, so the order is exactly that of the index.
  v_is_total boolean := ltrim(v_sort, '-') in ('created_at', 'updated_at', 'asin', 'quantity');
  v_order_by text;
begin
  if p_cursor is not null then
    if p_cursor ->> 'sort' is distinct from v_sort then
      raise exception 'invalid_input'
        using errcode = 'PT400', detail = 'The cursor belongs to another order of the list.', hint = 'cursor';
    end if;
    v_after := case
      when v_value is null then format('(%s is null and product.id %s %L::uuid)', v_sql, v_beyond, p_cursor ->> 'id')
      when v_is_total then format('(%s, product.id) %s (%L::%s, %L::uuid)', v_sql, v_beyond, v_value,
        v_order ->> 'type', p_cursor ->> 'id')
      else format('(%1$s %2$s %3$L::%4$s or (%1$s = %3$L::%4$s and product.id %2$s %5$L::uuid) or %1$s is null)',
        v_sql, v_beyond, v_value, v_order ->> 'type', p_cursor ->> 'id')
    end;
  end if;
  v_order_by := format('%1$s %2$s%3$s, product.id %2$s', v_sql, v_direction, case when v_is_total then ''
    else ' nulls last' end);
  return format(
    'select %1$s, product.sort_value from (select *, (%2$s)::text as sort_value from public.sourced_products as '
      'product where %3$s and %4$s order by %5$s limit $2) as product order by %5$s',
    private.product_columns_sql(), v_sql, private.product_filter_sql(p_filters, p_workspace_id), v_after, v_order_by);
end;
$$;

-- Security definer, because of the planner: "like" is not leakproof, so under row level security Postgres evaluates the
-- policy before it may use the search index, and a search would read the whole workspace. The caller's workspace is the
-- first condition of the query and the leading column of every index that the query uses.
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
    private.product_list_sql(p_filters, p_cursor, v_workspace_id)) into v_answer
    using v_workspace_id, private.page_limit(p_limit);
  if p_count then
    execute format(
      'select $2 || jsonb_build_object(''total'', count(*)) from public.sourced_products as product where %s',
      private.product_filter_sql(p_filters, v_workspace_id)) into v_answer using v_workspace_id, v_answer;
  end if;
  return v_answer;
end;
$$;
comment on function public.list_sourced_products
  is '{rows, total?}: at most p_limit products after the cursor {value, id, sort}, in the order of p_filters.sort; '
  'each row carries its sort_value.';

create function public.count_sourced_products(p_filters jsonb) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_key text;
  v_one jsonb;
  v_count bigint;
  v_answer jsonb := '{}';
begin
  for v_key, v_one in select key, value from jsonb_each(p_filters) loop
    -- One filter that cannot be read must not take the other numbers away.
    begin
      execute format('select count(*) from public.sourced_products as product where %s',
        private.product_filter_sql(v_one, v_workspace_id))
        into v_count using v_workspace_id;
    exception when data_exception or sqlstate 'PT400' then
      v_count := null;
    end;
    v_answer := v_answer || jsonb_build_object(v_key, v_count);
  end loop;
  return v_answer;
end;
$$;
comment on function public.count_sourced_products
  is 'The number of products that match each named filter {name: {search, filter}}, by name; null for a '
  'filter that cannot be read.';

create function public.summarize_sourced_products(p_filters jsonb) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_answer jsonb;
begin
  execute format($q$
    select coalesce(jsonb_agg(jsonb_build_object('status_id', status_id, 'product_count', product_count, 'costs',
      costs)), '[]')
    from (
      select status_id, sum(product_count) as product_count,
        coalesce(jsonb_agg(jsonb_build_object('currency', currency, 'cents', cents) order by cents desc)
          filter (where cents > 0), '[]') as costs
      from (
        select product.status_id, product.currency, count(*) as product_count,
          case
            when sum(product.cost_cents::numeric * product.quantity) > 9007199254740991 then 9007199254740991
            else sum(product.cost_cents::numeric * product.quantity) end as cents
        from public.sourced_products as product where %s group by product.status_id, product.currency
      ) as by_currency
      group by status_id
    ) as by_status
  $q$, private.product_filter_sql(p_filters, v_workspace_id)) into v_answer using v_workspace_id;
  return v_answer;
end;
$$;
comment on function public.summarize_sourced_products
  is '[{status_id, product_count, costs: [{currency, cents}]}] of the matching products: their number and total cost.';

-- Security definer, so that it can read the same columns as the list; the second condition is the workspace.
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
    'select to_jsonb(row) from (select %s from public.sourced_products as product where product.id = $2 and '
      'product.workspace_id = $1 and product.deleted_at is null) as row',
    private.product_columns_sql()) into v_answer using private.require_editor(), p_id;
  return v_answer;
end;
$$;
comment on function public.get_sourced_product
  is 'One product of the caller''s workspace; null when it does not exist or is in Trash.';

grant execute on function public.list_sourced_products, public.get_sourced_product, public.count_sourced_products,
  public.summarize_sourced_products to authenticated;

-- Deletes products that were in Trash for 30 days, and stored answers after 24 hours. For the daily job.
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
comment on function public.purge_expired is 'Answers the number of deleted rows; call again until it is 0.';
grant execute on function public.purge_expired to service_role;
