-- Writing products: one product or thousands, by the same rules, each call as one change set.

-- Sets the owners of products to exactly those named; p_products is [{id, owners: [{owner_id, is_primary,
-- share_bps}]}]. Correct rows stay untouched. Without a named primary, the first owner becomes primary.
create function private.set_owners(p_workspace_id uuid, p_products jsonb) returns void
language plpgsql
set search_path = ''
as $$
begin
  create temporary table named_owners on commit drop as
  select (product ->> 'id')::uuid as product_id, (owner ->> 'owner_id')::uuid as owner_id,
    (owner ->> 'share_bps')::integer as share_bps,
    coalesce((owner ->> 'is_primary')::boolean, false)
      or (place = 1 and not jsonb_path_exists(product, '$.owners[*] ? (@.is_primary == true)')) as is_primary, place
  from jsonb_array_elements(coalesce(p_products, '[]')) as product
  left join lateral jsonb_array_elements(product -> 'owners') with ordinality as one (owner, place) on true;

  -- Without statistics the planner expects a short table, and thousands of rows would take hours.
  analyze named_owners;

  delete from public.product_owners as link using (select distinct product_id from named_owners) as target
  where link.product_id = target.product_id and link.workspace_id = p_workspace_id
    and not exists (select from named_owners as named
    where named.product_id = link.product_id and named.owner_id = link.owner_id);
  insert into public.product_owners as link (workspace_id, product_id, owner_id, is_primary, share_bps)
  select p_workspace_id, product_id, owner_id, is_primary, share_bps from named_owners where owner_id is not null
    order by product_id, place
  on conflict (product_id, owner_id) do update set is_primary = excluded.is_primary, share_bps = excluded.share_bps
    where (link.is_primary, link.share_bps) is distinct from (excluded.is_primary, excluded.share_bps);
  drop table named_owners;
end;
$$;

-- The columns that a person may write, as the API names them: `is_archived`, `is_deleted` and a null video title become
-- the columns that they stand for. `owners` and `custom_values` stay, because rules of their own write them.
create function private.product_columns(p_set jsonb) returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_key text;
begin
  for v_key in select jsonb_object_keys(p_set) loop
    if v_key not in ('title', 'image_url', 'brand', 'category', 'video_title', 'status_id', 'decision',
      'collaboration_type_id',
      'contact_source_id', 'marketplace_id', 'requirements', 'important_date', 'important_date_comment',
      'follow_up_date',
      'follow_up_note', 'cost_cents', 'fees_cents', 'currency', 'quantity', 'purchase_date', 'notes', 'source',
      'custom_values', 'owners', 'is_archived', 'is_deleted') then
      raise exception 'invalid_input'
        using errcode = 'PT400', detail = format('There is no field %s to write.', v_key), hint = v_key;
    end if;
  end loop;
  if p_set ? 'video_title' then
    p_set := case when p_set -> 'video_title' = 'null' then (p_set - 'video_title') || '{"is_video_title_typed": false}'
      else p_set || '{"is_video_title_typed": true}' end;
  end if;
  if p_set ? 'is_archived' then
    p_set := (p_set - 'is_archived') || jsonb_build_object('archived_at', case when (p_set ->> 'is_archived')::boolean
      then now() end);
  end if;
  if p_set ? 'is_deleted' then
    p_set := (p_set - 'is_deleted') || jsonb_build_object('deleted_at', case when (p_set ->> 'is_deleted')::boolean
      then now() end);
  end if;
  return p_set;
end;
$$;

-- Writes the same columns into many products of a workspace; answers the number of products that changed.
create function private.set_products(p_workspace_id uuid, p_ids uuid[], p_columns jsonb) returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_plain jsonb := p_columns - array['custom_values', 'owners'];
  v_set text;
  v_differs text;
  v_count integer;
begin
  select string_agg(format('%1$I = given.%1$I', key), ', '),
    string_agg(case
      -- A second archiving or deleting changes nothing, although its time differs.
      when key in ('archived_at', 'deleted_at') then format('(product.%1$I is null) <> (given.%1$I is null)', key)
      else format('product.%1$I is distinct from given.%1$I', key) end, ' or ')
  into v_set, v_differs
  from jsonb_object_keys(v_plain) as key;
  if p_columns ? 'custom_values' then
    v_set := concat_ws(', ', v_set, 'custom_values = jsonb_strip_nulls(product.custom_values || $4)');
    v_differs := concat_ws(' or ', v_differs,
      'product.custom_values <> jsonb_strip_nulls(product.custom_values || $4)');
  end if;
  if v_set is null then return 0; end if;
  execute format(
    'update public.sourced_products as product set %s from jsonb_populate_record(null::public.sourced_products, $3) as '
      'given
     where product.id = any($2) and product.workspace_id = $1 and (%s)', v_set, v_differs)
  using p_workspace_id, p_ids, v_plain, coalesce(p_columns -> 'custom_values', '{}');
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;

-- Security definer: it writes history and, in one transaction, two tables; it checks the workspace.
create function public.add_sourced_product(p_product jsonb) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_columns jsonb := private.product_columns(p_product - array['asin', 'owners']);
  v_set_id uuid := private.begin_change_set(v_workspace_id, 'add');
  v_id uuid;
begin
  insert into public.sourced_products (workspace_id, asin, title, image_url, brand, category, status_id, decision,
    collaboration_type_id, contact_source_id, marketplace_id, requirements, important_date, important_date_comment,
    follow_up_date, follow_up_note, cost_cents, fees_cents, currency, quantity, purchase_date, notes, source,
    custom_values)
  select v_workspace_id, p_product ->> 'asin', title, image_url, brand, category, status_id, decision,
    collaboration_type_id, contact_source_id, marketplace_id, requirements, important_date, important_date_comment,
    follow_up_date, follow_up_note, cost_cents, fees_cents, coalesce(currency, 'USD'), coalesce(quantity, 1),
    purchase_date, notes, source,
    jsonb_strip_nulls(coalesce(custom_values, '{}'))
  from jsonb_populate_record(null::public.sourced_products, v_columns)
  returning id into v_id;
  if jsonb_array_length(coalesce(p_product -> 'owners', '[]')) > 0 then
    perform private.set_owners(v_workspace_id,
      jsonb_build_array(jsonb_build_object('id', v_id, 'owners', p_product -> 'owners')));
  end if;
  perform private.end_change_set(v_set_id);
  return public.get_sourced_product(v_id);
end;
$$;
comment on function public.add_sourced_product
  is 'Adds a product with its owners; answers the product as the list shows it.';

create function public.update_sourced_product(p_id uuid, p_changes jsonb, p_if_match timestamptz default null)
  returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_set_id uuid;
begin
  perform from public.sourced_products
  where id = p_id and workspace_id = v_workspace_id and (p_if_match is null or updated_at = p_if_match)
    -- A product in Trash can only be restored.
    and (deleted_at is null) = (p_changes -> 'is_deleted' is distinct from 'false')
  for update;
  if not found then return jsonb_build_object('is_changed', false, 'product', public.get_sourced_product(p_id)); end if;
  v_set_id := private.begin_change_set(v_workspace_id, 'edit');
  perform private.set_products(v_workspace_id, array[p_id],
    private.product_columns(private.with_kept_amounts(v_workspace_id, p_id, p_changes)));
  if p_changes ? 'owners' then
    perform private.set_owners(v_workspace_id,
      jsonb_build_array(jsonb_build_object('id', p_id, 'owners', p_changes -> 'owners')));
  end if;
  perform private.end_change_set(v_set_id);
  return jsonb_build_object('is_changed', true, 'product', public.get_sourced_product(p_id));
end;
$$;
comment on function public.update_sourced_product
  is '{is_changed, product}: the current product, null when it does not exist or is in Trash. is_changed is false when '
  'the product does not exist or has another version than p_if_match names.';

-- The owners part of a bulk edit; the triggers of the table choose the primary.
create function private.bulk_owners(p_workspace_id uuid, p_ids uuid[], p_owners jsonb) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_owner_ids uuid[] := array(select value::uuid from jsonb_array_elements_text(p_owners -> 'owner_ids') as value);
begin
  if exists (select from unnest(v_owner_ids) as named (id)
             where not exists (select from public.crm_owners where id = named.id and workspace_id = p_workspace_id))
               then
    raise exception 'invalid_input'
      using errcode = 'PT400', detail = 'We can''t find this owner in the workspace.', hint = 'owners';
  end if;
  case p_owners ->> 'operation'
    when 'remove' then
      delete from public.product_owners
        where product_id = any(p_ids) and owner_id = any(v_owner_ids) and workspace_id = p_workspace_id;
    when 'add' then
      insert into public.product_owners (workspace_id, product_id, owner_id)
      select p_workspace_id, product.id, named.id
      from unnest(p_ids) as product (id), unnest(v_owner_ids) with ordinality as named (id, place)
      order by product.id, named.place
      on conflict (product_id, owner_id) do nothing;
    when 'set' then
      delete from public.product_owners
        where product_id = any(p_ids) and owner_id <> all(v_owner_ids) and workspace_id = p_workspace_id;
      insert into public.product_owners as link (workspace_id, product_id, owner_id, is_primary)
      select p_workspace_id, product.id, named.id, named.place = 1
      from unnest(p_ids) as product (id), unnest(v_owner_ids) with ordinality as named (id, place)
      order by product.id, named.place
      on conflict (product_id, owner_id) do update set is_primary = excluded.is_primary
        where link.is_primary <> excluded.is_primary;
  end case;
end;
$$;

-- The condition of a bulk edit's target. Products named by id are edited even when they are archived.
create function private.bulk_target_sql(p_target jsonb, p_workspace_id uuid) returns text
language sql
stable
set search_path = ''
as $$
  select private.product_filter_sql(case when p_target ? 'ids'
    then p_target
      || '{"filter": {"match": "any", "rules": [{"field": "is_archived", "operator": "is", "value": true}, {"field": '
      '"is_archived", "operator": "is", "value": false}]}}'
    else p_target end, p_workspace_id) || format(' and product.id <> all(array(
      select value::uuid from jsonb_array_elements_text(%L) as value))', coalesce(p_target -> 'except_ids', '[]'));
$$;

-- Sets fields of many products. Products that cannot have an amount are left alone; answers them with their reason.
create function private.bulk_set(p_workspace_id uuid, p_ids uuid[], p_set jsonb, p_digits integer) returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  v_changes jsonb;
  v_ids uuid[];
  v_failed jsonb := '[]';
begin
  if not private.concerns_amounts(p_workspace_id, p_set) then
    perform private.set_products(p_workspace_id, p_ids, private.product_columns(p_set));
    return v_failed;
  end if;
  create temporary table changing on commit drop as
  select * from private.changes_with_amounts(p_workspace_id, p_ids, p_set, p_digits);
  for v_changes, v_ids in
    select changes, array_agg(id) from changing where problem is null group by changes
  loop
    perform private.set_products(p_workspace_id, v_ids, private.product_columns(v_changes));
  end loop;
  select coalesce(jsonb_agg(jsonb_build_object('product_id', id, 'asin', asin, 'reason', problem) order by asin), '[]')
  into v_failed from changing where problem is not null;
  drop table changing;
  return v_failed;
end;
$$;

-- Goes through the selected products in the order of their ids; a changed product need not match any more.
create function private.bulk_chunk(p_operation private.product_operations, p_limit integer) returns private.chunk
language plpgsql
set search_path = ''
as $$
declare
  v_change jsonb := p_operation.args -> 'change';
  v_set jsonb;
  v_failed jsonb;
  v_kept uuid[];
  v_chunk private.chunk;
begin
  execute format('select array(select product.id from public.sourced_products as product where %s and product.id > $2
      order by product.id limit $3 for update)',
    private.bulk_target_sql(p_operation.args -> 'target', p_operation.workspace_id))
  into v_chunk.product_ids
  using p_operation.workspace_id, coalesce(p_operation.after_id, '00000000-0000-0000-0000-000000000000'), p_limit;
  v_chunk.is_last := cardinality(v_chunk.product_ids) < p_limit;
  v_chunk.last_id := v_chunk.product_ids[cardinality(v_chunk.product_ids)];
  v_set := coalesce(v_change -> 'set', '{}')
    || case when v_change ? 'is_archived' then jsonb_build_object('is_archived', v_change -> 'is_archived')
      else '{}' end
    || case when v_change ? 'is_deleted' then jsonb_build_object('is_deleted', v_change -> 'is_deleted')
      else '{}' end;
  -- Amounts are hundredths, or minor units of the currency that the change sets.
  v_failed := private.bulk_set(p_operation.workspace_id, v_chunk.product_ids, v_set, coalesce(
    (v_change ->> 'amount_digits')::integer, case when not v_set ? 'currency' then 2 end));
  v_chunk.result := private.more_listed(p_operation.result, 'failed', v_failed);
  v_kept := array(select (one ->> 'product_id')::uuid from jsonb_array_elements(v_failed) as one);
  if v_change ? 'owners' then
    perform private.bulk_owners(p_operation.workspace_id,
      array(select id from unnest(v_chunk.product_ids) as id where id <> all (v_kept)), v_change -> 'owners');
  end if;
  return v_chunk;
end;
$$;

-- Begins a bulk edit and runs its first chunk. Security definer for the same reason as the list, whose query it uses.
create function public.bulk_edit_products(p_target jsonb, p_change jsonb, p_limit integer default 1000) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_total integer;
  v_failed jsonb := '[]';
  v_operation private.product_operations;
begin
  execute format('select count(*) from public.sourced_products as product where %s',
    private.bulk_target_sql(p_target, v_workspace_id)) into v_total using v_workspace_id;
  if p_target ? 'ids' then
    select coalesce(jsonb_agg(jsonb_build_object('product_id', named.id, 'asin', product.asin,
      'reason', case when product.id is null then 'It is not in this workspace.' else 'It is in Trash.' end)), '[]')
    into v_failed
    from (select distinct value::uuid as id from jsonb_array_elements_text(p_target -> 'ids') as value) as named
    left join public.sourced_products as product on product.id = named.id and product.workspace_id = v_workspace_id
    where product.id is null or product.deleted_at is not null;
  end if;
  v_operation := private.run_operation(private.begin_operation(v_workspace_id, 'bulk', null,
    jsonb_build_object('target', p_target, 'change', p_change), 'bulk', v_total), private.page_limit(p_limit));
  return jsonb_build_object(
    'change_set_id', v_operation.change_set_id, 'changed', v_operation.changed_count,
    'unchanged', v_operation.done_count - v_operation.changed_count
      - (v_operation.result ->> 'failed_count')::integer, 'failed', v_failed,
    'operation', private.operation_json(v_operation));
end;
$$;
comment on function public.bulk_edit_products
  is '{change_set_id, changed, unchanged, failed: [{product_id, asin, reason}], operation: whose state says whether '
  'chunks are left}.';

-- Security definer for the same reason as for one product. A row that cannot be written is reported, and the other rows
-- are written.
create function public.edit_product_rows(p_rows jsonb) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_set_id uuid := private.begin_change_set(v_workspace_id, 'bulk');
  v_row jsonb;
  v_asin text;
  v_detail text;
  v_changed integer;
  v_failed jsonb := '[]';
begin
  for v_row in select value from jsonb_array_elements(p_rows) as value loop
    select asin into v_asin from public.sourced_products
    where id = (v_row ->> 'id')::uuid and workspace_id = v_workspace_id and deleted_at is null for update;
    if not found then
      v_failed := v_failed || jsonb_build_object('product_id', v_row -> 'id', 'asin', null, 'reason',
        'It is not in this workspace, or in the bin.');
      continue;
    end if;
    begin
      perform private.set_products(v_workspace_id, array[(v_row ->> 'id')::uuid], private.product_columns(
        private.with_kept_amounts(v_workspace_id, (v_row ->> 'id')::uuid, v_row -> 'set')));
      if v_row -> 'set' ? 'owners' then
        perform private.set_owners(v_workspace_id,
          jsonb_build_array(jsonb_build_object('id', v_row -> 'id', 'owners', v_row -> 'set' -> 'owners')));
      end if;
    exception
      when sqlstate 'PT400' then
        get stacked diagnostics v_detail = pg_exception_detail;
        v_failed := v_failed || jsonb_build_object('product_id', v_row -> 'id', 'asin', v_asin, 'reason', v_detail);
      when foreign_key_violation then
        v_failed := v_failed || jsonb_build_object('product_id', v_row -> 'id', 'asin', v_asin, 'reason',
          'It names an entry this workspace does not have.');
    end;
  end loop;
  v_set_id := private.end_change_set(v_set_id);
  select count(*) into v_changed from public.product_changes where change_set_id = v_set_id;
  return jsonb_build_object('change_set_id', v_set_id, 'changed', v_changed,
    'unchanged', jsonb_array_length(p_rows) - v_changed - jsonb_array_length(v_failed), 'failed', v_failed);
end;
$$;
comment on function public.edit_product_rows
  is 'Writes [{id, set}], each row with its own fields, as one change set; the answer is that of bulk_edit_products.';

grant execute on function public.add_sourced_product, public.update_sourced_product, public.bulk_edit_products,
  public.edit_product_rows to authenticated;
