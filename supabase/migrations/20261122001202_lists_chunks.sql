-- The chunks of operations on lists: deleting an entry, moving the values of removed options, and the titles of an
-- owner's products.

-- Merges two owners of products: the remaining one is primary where the other was primary, and has both shares.
create function private.move_owner(p_from_id uuid, p_to_id uuid, p_product_ids uuid[]) returns void
language plpgsql
set search_path = ''
as $$
begin
  with gone as (
    delete from public.product_owners as link where link.owner_id = p_from_id and link.product_id = any (p_product_ids)
      and exists (select from public.product_owners as other
      where other.product_id = link.product_id and other.owner_id = p_to_id)
    returning link.product_id, link.is_primary, link.share_bps
  )
  update public.product_owners as link set is_primary = link.is_primary or gone.is_primary,
    share_bps = case when link.share_bps is not null or gone.share_bps is not null
      then least(coalesce(link.share_bps, 0) + coalesce(gone.share_bps, 0), 10000) end
  from gone where link.product_id = gone.product_id and link.owner_id = p_to_id;
  update public.product_owners set owner_id = p_to_id where owner_id = p_from_id and product_id = any (p_product_ids);
end;
$$;

-- Deletes the entry once no product has it. The list is numbered again.
create function private.drop_crm_row(p_list text, p_workspace_id uuid, p_id uuid) returns void
language plpgsql
set search_path = ''
as $$
begin
  execute format('delete from public.%I where id = $1', p_list) using p_id;
  perform private.place_crm_row(p_list, p_workspace_id, null, null);
end;
$$;

-- The products go through the chunk in the order of their ids. When none is left, the entry is locked, so that no
-- product gets it any more; what got it in the meantime is moved, and the entry is deleted in the same transaction.
create function private.delete_entry_chunk(p_operation private.product_operations, p_limit integer)
  returns private.chunk
language plpgsql
set search_path = ''
as $$
declare
  v_list text := p_operation.args ->> 'list';
  v_target uuid := (p_operation.args ->> 'move_to')::uuid;
  v_workspace_id uuid := p_operation.workspace_id;
  v_id uuid := p_operation.target_id;
  v_column text := (select list.product_column from private.crm_list(v_list) as list);
  v_chunk private.chunk;
  v_find text := case v_list
    when 'crm_owners' then 'select product_id from public.product_owners
      where workspace_id = $1 and owner_id = $2 and product_id > $3 order by product_id limit $4'
    when 'crm_fields' then 'select id from public.sourced_products
      where workspace_id = $1 and custom_values ? $2::text and id > $3 order by id limit $4'
    else format('select id from public.sourced_products
      where workspace_id = $1 and %I = $2 and id > $3 order by id limit $4', v_column) end;
begin
  perform private.lock_crm_list(v_workspace_id, v_list);
  -- A product in Trash needs a status too, for when it is restored. A status to move to may be gone by now.
  if v_target is null or not private.has_crm_row(v_list, v_target) then
    v_target := case when v_list = 'crm_statuses' then (select id from public.crm_statuses
      where workspace_id = v_workspace_id and id <> v_id and not is_hidden order by position, id limit 1) end;
  end if;
  execute format('select array(%s)', v_find) into v_chunk.product_ids
  using v_workspace_id, v_id, coalesce(p_operation.after_id, '00000000-0000-0000-0000-000000000000'), p_limit;
  v_chunk.last_id := v_chunk.product_ids[cardinality(v_chunk.product_ids)];
  v_chunk.is_last := false;
  if cardinality(v_chunk.product_ids) < p_limit then
    execute format('select from public.%I where id = $1 for update', v_list) using v_id;
    execute format('select array(%s)', v_find) into v_chunk.product_ids
    using v_workspace_id, v_id, '00000000-0000-0000-0000-000000000000'::uuid, p_limit;
    v_chunk.is_last := cardinality(v_chunk.product_ids) < p_limit;
    v_chunk.last_id := null;
  end if;

  if v_list = 'crm_owners' then
    if v_target is not null then
      perform private.move_owner(v_id, v_target, v_chunk.product_ids);
    end if;
    delete from public.product_owners where owner_id = v_id and product_id = any (v_chunk.product_ids);
  elsif v_list = 'crm_fields' then
    update public.sourced_products set custom_values = custom_values - v_id::text
    where id = any (v_chunk.product_ids) and custom_values ? v_id::text;
  else
    execute format('update public.sourced_products set %1$I = $3 where id = any ($2) and %1$I = $1', v_column)
      using v_id, v_chunk.product_ids, v_target;
  end if;
  if v_chunk.is_last then
    perform private.drop_crm_row(v_list, v_workspace_id, v_id);
  end if;
  return v_chunk;
end;
$$;

create function private.has_crm_row(p_list text, p_id uuid) returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
  v_is_known boolean;
begin
  execute format('select exists (select from public.%I where id = $1)', p_list) into v_is_known using p_id;
  return v_is_known;
end;
$$;

-- args are {removed option: the option that its values become, or null}.
create function private.move_options_chunk(p_operation private.product_operations, p_limit integer)
  returns private.chunk
language plpgsql
set search_path = ''
as $$
declare
  v_field_id uuid := p_operation.target_id;
  v_key text := p_operation.target_id::text;
  v_chunk private.chunk;
begin
  v_chunk.product_ids := array(
    select id from public.sourced_products
    where workspace_id = p_operation.workspace_id and p_operation.args ? (custom_values ->> v_key)
      and id > coalesce(p_operation.after_id, '00000000-0000-0000-0000-000000000000')
    order by id limit p_limit for update);
  v_chunk.is_last := cardinality(v_chunk.product_ids) < p_limit;
  v_chunk.last_id := v_chunk.product_ids[cardinality(v_chunk.product_ids)];
  update public.sourced_products as product set custom_values = custom_values || jsonb_build_object(v_key, case
      -- The option that the values were to become may be gone by now.
      when exists (select from public.crm_fields as field where field.id = v_field_id and field.options
        @> jsonb_build_array(jsonb_build_object('id', p_operation.args -> (custom_values ->> v_key))))
      then p_operation.args -> (custom_values ->> v_key) end)
  where id = any (v_chunk.product_ids);
  return v_chunk;
end;
$$;

create function private.retitle_chunk(p_operation private.product_operations, p_limit integer) returns private.chunk
language plpgsql
set search_path = ''
as $$
declare
  v_chunk private.chunk;
begin
  v_chunk.product_ids := array(
    select product_id from public.product_owners
    where workspace_id = p_operation.workspace_id and owner_id = p_operation.target_id
      and product_id > coalesce(p_operation.after_id, '00000000-0000-0000-0000-000000000000')
    order by product_id limit p_limit);
  v_chunk.is_last := cardinality(v_chunk.product_ids) < p_limit;
  v_chunk.last_id := v_chunk.product_ids[cardinality(v_chunk.product_ids)];
  -- The trigger of the table writes the title.
  update public.sourced_products as product set is_video_title_typed = false
  from public.product_owners as link
  where product.id = any (v_chunk.product_ids) and link.product_id = product.id and link.is_primary
    and link.owner_id = p_operation.target_id and not product.is_video_title_typed;
  return v_chunk;
end;
$$;
