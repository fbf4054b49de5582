-- Writing the lists of a workspace: statuses, product owners, collaboration types, contact sources, sales channels and
-- custom fields are added, changed, moved and deleted here.

-- New products need a visible status, so the last one cannot be deleted. Deleting the whole workspace may delete all.
create function private.keep_visible_status() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if not exists (select from public.crm_statuses where workspace_id = old.workspace_id and not is_hidden)
    and exists (select from public.workspaces where id = old.workspace_id) then
    raise exception 'last_status' using errcode = 'PT409',
      detail = 'One status has to stay visible: new products begin there. Show another one first.';
  end if;
  return null;
end;
$$;

create trigger _300_keep_visible after update of is_hidden on public.crm_statuses
  for each row when (new.is_hidden and not old.is_hidden) execute function private.keep_visible_status();
create trigger _301_keep_visible after delete on public.crm_statuses
  for each row when (not old.is_hidden) execute function private.keep_visible_status();

-- What differs between the lists: the columns that people may write, and the product's column that refers to an entry
-- (none for product owners and custom fields). A table that is no list has no row.
create function private.crm_list(p_list text) returns table (columns text[], product_column text)
language sql
immutable
set search_path = ''
as $$
  select list.columns, list.product_column
  from (values
    ('crm_statuses', array['name', 'color', 'is_hidden', 'is_open', 'automation'], 'status_id'),
    ('crm_owners', array['name', 'color', 'is_hidden', 'email', 'title_prefix'], null),
    ('crm_collaboration_types', array['name', 'color', 'is_hidden'], 'collaboration_type_id'),
    ('crm_contact_sources', array['name', 'color', 'is_hidden'], 'contact_source_id'),
    ('crm_marketplaces', array['name', 'color', 'is_hidden', 'has_quick_list'], 'marketplace_id'),
    ('crm_fields', array['name', 'is_hidden', 'options'], null)
  ) as list (name, columns, product_column)
  where list.name = p_list;
$$;

-- The entries of a list with their products, as the text of a query over $1, the workspace; Trash included.
create function private.crm_usage_sql(p_list text) returns text
language sql
immutable
set search_path = ''
as $$
  select case p_list
    when 'crm_owners' then
      'select link.owner_id as id, product.id as product_id, product.deleted_at
       from public.product_owners as link join public.sourced_products as product on product.id = link.product_id
       where link.workspace_id = $1'
    when 'crm_fields' then
      'select field.key::uuid as id, product.id as product_id, product.deleted_at
       from public.sourced_products as product cross join jsonb_object_keys(product.custom_values) as field (key)
       where product.workspace_id = $1 and product.custom_values <> ''{}'''
    else format(
      'select product.%1$I as id, product.id as product_id, product.deleted_at from public.sourced_products as product
       where product.workspace_id = $1
         and product.%1$I is not null', (select product_column from private.crm_list(p_list)))
  end;
$$;

-- The lock serializes changes of the lists: two people who move, hide or delete at once would each decide by a list
-- that the other changes.
create function private.lock_crm_list(p_workspace_id uuid, p_list text) returns void
language plpgsql
set search_path = ''
as $$
begin
  if not exists (select from private.crm_list(p_list)) then
    raise exception 'There is no list %.', p_list;
  end if;
  perform pg_advisory_xact_lock(hashtextextended(p_list || p_workspace_id::text, 0));
end;
$$;

-- Numbers the list 1 to n, with p_id at p_position; null keeps the order.
create function private.place_crm_row(p_list text, p_workspace_id uuid, p_id uuid, p_position integer) returns void
language plpgsql
set search_path = ''
as $$
begin
  execute format($sql$
    with others as (
      select id, row_number() over (order by position, id) as place from public.%1$I
        where workspace_id = $1 and id is distinct from $2
    ), placed as (
      select id, case when place >= $3 then place + 1 else place end as position from others
      union all
      select $2, least($3, (select count(*) + 1 from others)) where $2 is not null
    )
    update public.%1$I as row set position = placed.position from placed
      where row.id = placed.id and row.position <> placed.position
  $sql$, p_list) using p_workspace_id, p_id, p_position;
end;
$$;

create function private.crm_name_taken(p_name text) returns void
language plpgsql
set search_path = ''
as $$
begin
  raise exception 'name_taken' using errcode = 'PT409', hint = 'name',
    detail = format('"%s" is in this list already. Capitals make no difference.', p_name);
end;
$$;

-- Security definer, to count in one query; an uploader reads an empty list, as under the policies.
create function public.list_crm_rows(p_list text, p_count boolean default false) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_answer jsonb;
begin
  if not exists (select from private.crm_list(p_list)) or not private.can_edit() then
    return '[]';
  end if;
  execute format(
    case when p_count then
      'with used as (select usage.id, count(*) as product_count from (%2$s) as usage where usage.deleted_at is null '
        'group by usage.id)
       select jsonb_agg(to_jsonb(row) || jsonb_build_object(''product_count'', coalesce(used.product_count, 0))
         order by row.position, row.id)
       from public.%1$I as row left join used on used.id = row.id where row.workspace_id = $1'
    else 'select jsonb_agg(to_jsonb(row) order by row.position, row.id) from public.%1$I as row where row.workspace_id '
      '= $1' end,
    p_list, private.crm_usage_sql(p_list)) into v_answer using private.current_workspace_id();
  return coalesce(v_answer, '[]');
end;
$$;
comment on function public.list_crm_rows
  is 'The rows of a list of the caller''s workspace in their order; product_count leaves Trash out.';

create function public.create_crm_row(p_list text, p_values jsonb) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_columns text;
  v_row jsonb;
begin
  perform private.lock_crm_list(v_workspace_id, p_list);
  select string_agg(format('%I', key), ', ') into v_columns
  from jsonb_object_keys(p_values) as key
  where key = any ((select list.columns from private.crm_list(p_list) as list) || case when p_list = 'crm_fields'
    then array['kind'] else '{}' end);
  if p_list = 'crm_statuses' then
    update public.crm_statuses set automation = null
      where workspace_id = v_workspace_id and automation = p_values ->> 'automation';
  end if;
  execute format($sql$
    insert into public.%1$I as row (workspace_id, position, %2$s)
    select $1, (select coalesce(max(position), 0) + 1 from public.%1$I where workspace_id = $1), %2$s
    from jsonb_populate_record(null::public.%1$I, $2)
    returning to_jsonb(row)
  $sql$, p_list, v_columns) into v_row using v_workspace_id, p_values;
  return v_row;
exception when unique_violation then
  perform private.crm_name_taken(p_values ->> 'name');
end;
$$;
comment on function public.create_crm_row
  is 'The new row, last in its list. A status takes its automation from the status that had it.';

-- No product keeps a removed option: its value becomes the one that p_moves names, {removed: kept}, or is removed. The
-- first thousand products change at once, the others by a job.
create function private.move_option_values(p_field_id uuid, p_before jsonb, p_moves jsonb) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_field public.crm_fields;
  v_removed jsonb;
  v_count integer;
  v_operation_id uuid;
begin
  select * into strict v_field from public.crm_fields where id = p_field_id;
  if exists (select from jsonb_each_text(p_moves) as move
    where private.custom_value_problem(v_field, to_jsonb(move.value)) is not null) then
    raise exception 'invalid_input'
      using errcode = 'PT400', hint = 'moved_options', detail = 'Values can only move to an option that stays.';
  end if;
  -- An earlier change of the options may still be moving values: its removed options are this one's too.
  select coalesce(jsonb_object_agg(option.id, p_moves -> option.id), '{}') into v_removed
  from (
    select one ->> 'id' as id from jsonb_array_elements(p_before) as one
    union
    select jsonb_object_keys(args) from private.product_operations
    where workspace_id = v_field.workspace_id and kind = 'move_options' and target_id = p_field_id and state <> 'done'
  ) as option
  where private.custom_value_problem(v_field, to_jsonb(option.id)) is not null;
  if v_removed = '{}' then
    return;
  end if;
  select count(*) into v_count from public.sourced_products
  where workspace_id = v_field.workspace_id and v_removed ? (custom_values ->> p_field_id::text);
  v_operation_id := private.begin_operation(v_field.workspace_id, 'move_options', p_field_id, v_removed, 'bulk',
    v_count);
  perform private.note_entry_change(change_set_id, 'crm_fields', p_field_id, to_jsonb(v_field)
    || jsonb_build_object('options', p_before), to_jsonb(v_field))
  from private.product_operations where id = v_operation_id;
  perform private.run_operation(v_operation_id, 1000);
end;
$$;

create function public.update_crm_row(p_list text, p_id uuid, p_changes jsonb, p_if_match timestamptz default null)
  returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_before jsonb;
  v_row jsonb;
  v_assignments text;
begin
  perform private.lock_crm_list(v_workspace_id, p_list);
  execute format('select to_jsonb(row) from public.%I as row where id = $1 and workspace_id = $2 for update', p_list)
    into v_before using p_id, v_workspace_id;
  if v_before is null then
    raise exception 'entry_not_found'
      using errcode = 'PT404', detail = 'This entry is not in your lists. It may have been deleted.';
  end if;
  if p_if_match is not null and (v_before ->> 'updated_at')::timestamptz <> p_if_match then
    return jsonb_build_object('is_changed', false, 'row', v_before);
  end if;

  if p_list = 'crm_fields' and v_before ->> 'kind' <> 'select' and coalesce(p_changes -> 'options', '[]') <> '[]' then
    raise exception 'invalid_input'
      using errcode = 'PT400', hint = 'options', detail = 'Only a field to choose from has options.';
  end if;
  if p_list = 'crm_statuses' then
    update public.crm_statuses set automation = null
    where workspace_id = v_workspace_id and automation = p_changes ->> 'automation' and id <> p_id;
  end if;
  select string_agg(format('%1$I = given.%1$I', key), ', ') into v_assignments
  from jsonb_object_keys(p_changes) as key
    where key = any ((select list.columns from private.crm_list(p_list) as list)::text[]);
  if v_assignments is not null then
    execute format(
      'update public.%1$I as row set %2$s from jsonb_populate_record(null::public.%1$I, $2) as given where row.id = $1',
      p_list, v_assignments) using p_id, p_changes;
  end if;
  if p_list = 'crm_fields' and p_changes ? 'options' then
    perform private.move_option_values(p_id, v_before -> 'options', coalesce(p_changes -> 'moved_options', '{}'));
  end if;
  if p_changes ? 'position' then
    perform private.place_crm_row(p_list, v_workspace_id, p_id, (p_changes ->> 'position')::integer);
  end if;

  execute format('select to_jsonb(row) from public.%I as row where id = $1', p_list) into v_row using p_id;
  return jsonb_build_object('is_changed', true, 'row', v_row, 'operation_id', (
    select id from private.product_operations
    where workspace_id = v_workspace_id and target_id = p_id and state = 'running' limit 1));
exception when unique_violation then
  perform private.crm_name_taken(p_changes ->> 'name');
end;
$$;
comment on function public.update_crm_row
  is '{is_changed, row, operation_id}: is_changed is false when p_if_match names another version. position moves the '
  'row and shifts the others; a status takes its automation from the status that had it. operation_id: the operation '
  'that still changes products.';

-- Security definer: the lists are closed to direct writes. Moving the products is one change set of the history; the
-- entry goes with the last of them.
create function public.delete_crm_row(p_list text, p_id uuid, p_move_to text default null,
  p_limit integer default 1000) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_target uuid := nullif(p_move_to, 'none')::uuid;
  v_row jsonb;
  v_name text;
  v_count integer;
  v_is_known boolean;
  v_operation_id uuid;
  v_operation private.product_operations;
begin
  perform private.lock_crm_list(v_workspace_id, p_list);
  -- The lock keeps products from getting this entry while it is deleted.
  execute format('select to_jsonb(row) from public.%I as row where id = $1 and workspace_id = $2 for update', p_list)
    into v_row using p_id, v_workspace_id;
  v_name := v_row ->> 'name';
  if v_row is null then
    raise exception 'entry_not_found'
      using errcode = 'PT404', detail = 'This entry is not in your lists. It may have been deleted.';
  end if;
  execute format('select count(*) from (%s) as usage where usage.id = $2 and usage.deleted_at is null',
    private.crm_usage_sql(p_list))
    into v_count using v_workspace_id, p_id;
  if v_count > 0 and (p_move_to is null or (p_list = 'crm_statuses' and v_target is null)) then
    raise exception 'entry_in_use' using errcode = 'PT409', hint = 'move_to',
      detail = format(case when v_count = 1 then '1 product has "%2$s". ' else '%1$s products have "%2$s". ' end
        || case when p_list = 'crm_statuses' then 'Say which status they move to.'
          else 'Say where they go.' end, v_count, v_name);
  end if;
  if v_target is not null then
    execute format('select exists (select from public.%I where id = $1 and id <> $2 and workspace_id = $3)', p_list)
      into v_is_known using v_target, p_id, v_workspace_id;
    if p_list = 'crm_fields' or not v_is_known then
      raise exception 'invalid_input'
        using errcode = 'PT400', hint = 'move_to', detail = 'Products can only move to another entry of the same list.';
    end if;
  end if;

  v_operation_id := private.begin_operation(v_workspace_id, 'delete_entry', p_id,
    jsonb_build_object('list', p_list, 'move_to', v_target), 'bulk', v_count);
  insert into private.entry_changes (change_set_id, list, entry_id, before)
  select change_set_id, p_list, p_id, v_row from private.product_operations where id = v_operation_id
  -- A deletion that continues hid the entry when it began.
  on conflict do nothing;
  v_operation := private.run_operation(v_operation_id, private.page_limit(p_limit));
  if v_operation.state = 'running' then
    -- No one chooses an entry that is about to go. Refused for the last visible status, before anything is lost.
    execute format('update public.%I set is_hidden = true where id = $1 and not is_hidden', p_list) using p_id;
  end if;
  return jsonb_build_object('id', p_id, 'moved', v_count, 'change_set_id', v_operation.change_set_id,
    'operation', private.operation_json(v_operation));
end;
$$;
comment on function public.delete_crm_row
  is '{id, moved, change_set_id, operation}: the entry is deleted when the operation is done. p_move_to is another '
  'row''s id, or ''none''; required while products outside Trash have the row.';

grant execute on function public.list_crm_rows, public.create_crm_row, public.update_crm_row, public.delete_crm_row
  to authenticated;
