-- Undo of changes of lists: entries that an import added, deleted entries and removed options belong to the change set
-- of the products that they concern.

create function private.note_entry_change(p_set_id uuid, p_list text, p_entry_id uuid, p_before jsonb, p_after jsonb)
  returns void
language sql
set search_path = ''
as $$
  insert into private.entry_changes as known (change_set_id, list, entry_id, before, after)
  values (p_set_id, p_list, p_entry_id, p_before, p_after)
  -- An entry that changed twice in one change set keeps the first state and the last.
  on conflict (change_set_id, list, entry_id) do update set after = excluded.after;
$$;

-- A name that is free in the list: another entry may have got it since.
create function private.free_name(p_list text, p_workspace_id uuid, p_name text) returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  v_name text := p_name;
  v_number integer := 1;
  v_is_taken boolean;
begin
  loop
    execute format('select exists (select from public.%I where workspace_id = $1 and lower(name) = lower($2))', p_list)
      into v_is_taken using p_workspace_id, v_name;
    exit when not v_is_taken;
    v_number := v_number + 1;
    v_name := private.cut_text(p_name, 55) || ' ' || v_number;
  end loop;
  return v_name;
end;
$$;

-- The options of the first list that the second does not have, in their order.
create function private.options_without(p_options jsonb, p_others jsonb) returns jsonb
language sql
immutable
set search_path = ''
as $$
  select coalesce(jsonb_agg(option order by place), '[]')
  from jsonb_array_elements(p_options) with ordinality as one (option, place)
  where not p_others @> jsonb_build_array(jsonb_build_object('id', option -> 'id'));
$$;

-- The first step of an undo: the entries and options that the change set removed are back, with their ids, so that the
-- products can get their values again.
create function private.restore_entries(p_workspace_id uuid, p_target_id uuid, p_undo_id uuid) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_change private.entry_changes;
  v_now jsonb;
  v_row jsonb;
  v_lost jsonb;
begin
  for v_change in
    select * from private.entry_changes where change_set_id = p_target_id and before is not null order by list, entry_id
  loop
    perform private.lock_crm_list(p_workspace_id, v_change.list);
    execute format('select to_jsonb(row) from public.%I as row where id = $1', v_change.list)
      into v_now using v_change.entry_id;
    if v_now is not null and v_change.after is null then
      -- Its deletion stopped before the end.
      execute format('update public.%I set is_hidden = $2 where id = $1', v_change.list)
        using v_change.entry_id, (v_change.before ->> 'is_hidden')::boolean;
    elsif v_now is not null then
      v_lost := private.options_without(private.options_without(v_change.before -> 'options',
        v_change.after -> 'options'), v_now -> 'options');
      if v_lost <> '[]' then
        -- An option with this name may be there again, under another id.
        select jsonb_agg(case when exists (select from jsonb_array_elements(v_now -> 'options') as other
          where lower(other ->> 'name') = lower(option ->> 'name'))
          then option || jsonb_build_object('name', private.cut_text(option ->> 'name', 55) || ' 2') else option end
          order by place) into v_lost from jsonb_array_elements(v_lost) with ordinality as one (option, place);
        update public.crm_fields set options = (
          -- Each at its old place, the ones since then after them.
          select jsonb_agg(option order by array_position(array(
            select was ->> 'id' from jsonb_array_elements(v_change.before -> 'options') as was), option ->> 'id'))
          from jsonb_array_elements(v_lost || (v_now -> 'options')) as option)
        where id = v_change.entry_id returning to_jsonb(crm_fields) into v_row;
        perform private.note_entry_change(p_undo_id, v_change.list, v_change.entry_id, v_now, v_row);
      end if;
    elsif v_change.after is null then
      v_row := v_change.before || jsonb_build_object('name',
        private.free_name(v_change.list, p_workspace_id, v_change.before ->> 'name'));
      if v_row ->> 'automation' is not null and exists (select from public.crm_statuses
        where workspace_id = p_workspace_id and automation = v_row ->> 'automation') then
        v_row := v_row || '{"automation": null}';
      end if;
      execute format('insert into public.%1$I as row select * from jsonb_populate_record(null::public.%1$I, $1)
        returning to_jsonb(row)', v_change.list) into v_row using v_row;
      perform private.note_entry_change(p_undo_id, v_change.list, v_change.entry_id, null, v_row);
      perform private.place_crm_row(v_change.list, p_workspace_id, v_change.entry_id,
        (v_change.before ->> 'position')::integer);
    end if;
  end loop;
end;
$$;

-- Takes an entry, or one option of a field, from at most p_limit products; answers them. Null as p_option means the
-- whole entry.
create function private.take_entry_from_products(p_list text, p_workspace_id uuid, p_id uuid, p_option text,
  p_limit integer) returns uuid[]
language plpgsql
set search_path = ''
as $$
declare
  v_ids uuid[];
  v_column text := (select list.product_column from private.crm_list(p_list) as list);
begin
  execute format('select array(select product_id from (%s) as usage where usage.id = $2
    and ($4 is null or exists (select from public.sourced_products as product
      where product.id = usage.product_id and product.custom_values ->> $2::text = $4)) limit $3)',
    private.crm_usage_sql(p_list)) into v_ids using p_workspace_id, p_id, p_limit, p_option;
  if p_list = 'crm_owners' then
    delete from public.product_owners where owner_id = p_id and product_id = any (v_ids);
  elsif p_list = 'crm_fields' then
    update public.sourced_products set custom_values = custom_values - p_id::text where id = any (v_ids);
  else
    -- A product in Trash needs a status too, for when it is restored.
    execute format('update public.sourced_products set %I = $2 where id = any ($1)', v_column)
      using v_ids, case when p_list = 'crm_statuses' then (select id from public.crm_statuses
        where workspace_id = p_workspace_id and id <> p_id and not is_hidden order by position, id limit 1) end;
  end if;
  return v_ids;
end;
$$;

-- Whether anything but the products of a change set that are in Trash has the entry, or the option.
create function private.is_entry_used(p_list text, p_workspace_id uuid, p_id uuid, p_option text, p_set_id uuid)
  returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
  v_is_used boolean;
begin
  execute format('select exists (select from (%s) as usage where usage.id = $2
    and ($3 is null or exists (select from public.sourced_products as product
      where product.id = usage.product_id and product.custom_values ->> $2::text = $3))
    and (usage.deleted_at is null or not exists (select from public.product_changes as change
      where change.change_set_id = $4 and change.product_id = usage.product_id)))',
    private.crm_usage_sql(p_list)) into v_is_used using p_workspace_id, p_id, p_option, p_set_id;
  return v_is_used or cardinality(private.pointing_at(format('public.%I', p_list)::regclass, array[p_id],
    '{public.sourced_products,public.product_owners}')) > 0;
end;
$$;

-- The last step of an undo: the entries and options that the change set added go when nobody uses or changed them.
-- Answers the products in Trash from which they were taken; null when none is left.
create function private.release_entries(p_workspace_id uuid, p_target_id uuid, p_undo_id uuid, p_limit integer)
  returns uuid[]
language plpgsql
set search_path = ''
as $$
declare
  v_change private.entry_changes;
  v_now jsonb;
  v_option text;
  v_ids uuid[];
  v_row jsonb;
begin
  for v_change in
    select * from private.entry_changes where change_set_id = p_target_id and after is not null order by list, entry_id
  loop
    perform private.lock_crm_list(p_workspace_id, v_change.list);
    execute format('select to_jsonb(row) from public.%I as row where id = $1 for update', v_change.list)
      into v_now using v_change.entry_id;
    continue when v_now is null;
    for v_option in
      select null where v_change.before is null
        and v_now - array['position', 'updated_at'] = v_change.after - array['position', 'updated_at']
        and (v_change.list <> 'crm_statuses' or exists (select from public.crm_statuses
          where workspace_id = p_workspace_id and id <> v_change.entry_id and not is_hidden))
      union all
      select option ->> 'id' from jsonb_array_elements(case when v_change.before is not null
        then private.options_without(v_change.after -> 'options', v_change.before -> 'options') else '[]' end) as option
      where v_now -> 'options' @> jsonb_build_array(option)
    loop
      continue when private.is_entry_used(v_change.list, p_workspace_id, v_change.entry_id, v_option, p_target_id);
      v_ids := private.take_entry_from_products(v_change.list, p_workspace_id, v_change.entry_id, v_option, p_limit);
      if cardinality(v_ids) > 0 then
        return v_ids;
      end if;
      if v_option is null then
        perform private.drop_crm_row(v_change.list, p_workspace_id, v_change.entry_id);
        v_row := null;
      else
        update public.crm_fields set options = private.options_without(options,
          jsonb_build_array(jsonb_build_object('id', v_option)))
        where id = v_change.entry_id returning to_jsonb(crm_fields) into v_row;
      end if;
      perform private.note_entry_change(p_undo_id, v_change.list, v_change.entry_id, v_now, v_row);
    end loop;
  end loop;
  return null;
end;
$$;
