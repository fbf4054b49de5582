-- Undoing a change set, and the list of change sets.

create table private.entry_changes (
  change_set_id uuid not null references public.change_sets (id) on delete cascade,
  list          text not null,
  entry_id      uuid not null,
  before        jsonb,
  after         jsonb,

  primary key (change_set_id, list, entry_id),
  constraint entry_changes_has_a_version check (before is not null or after is not null)
);
comment on table private.entry_changes is 'What a change set did to the entries of lists, for its undo.';
comment on column private.entry_changes.before is 'The row before; null when the change set added the entry.';
comment on column private.entry_changes.after is 'The row after; null when the change set deleted the entry.';

-- What a change set did to entries, for the history.
create function private.entry_changes_json(p_set_id uuid) returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('list', list, 'name', coalesce(after, before) ->> 'name', 'change', case
      when before is null then 'added' when after is null then 'deleted' else 'options' end)
    order by list, coalesce(after, before) ->> 'name'), '[]')
  from private.entry_changes where change_set_id = p_set_id;
$$;

-- Whether a field can get an earlier value again: the row that the value refers to may have been deleted.
create function private.can_hold(p_workspace_id uuid, p_field text, p_value jsonb) returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return case
    when p_value = 'null' then true
    when p_field = 'status_id' then exists (select from public.crm_statuses where id = (p_value #>> '{}')::uuid)
    when p_field = 'collaboration_type_id'
      then exists (select from public.crm_collaboration_types where id = (p_value #>> '{}')::uuid)
    when p_field = 'contact_source_id'
      then exists (select from public.crm_contact_sources where id = (p_value #>> '{}')::uuid)
    when p_field = 'marketplace_id'
      then exists (select from public.crm_marketplaces where id = (p_value #>> '{}')::uuid)
    when p_field = 'owners' then not exists (
      select from jsonb_array_elements(p_value) as one
      where not exists (select from public.crm_owners where id = (one ->> 'owner_id')::uuid))
    when p_field like 'custom.%' then exists (
      select from public.crm_fields as field
      where field.id = substr(p_field, 8)::uuid and field.workspace_id = p_workspace_id
        and (field.kind <> 'select' or field.options @> jsonb_build_array(jsonb_build_object('id', p_value))))
    else true
  end;
end;
$$;

-- Which of these rows other rows point at, by any foreign key of the database: a table that comes later is included.
-- p_except are tables whose rows are part of what they point at.
create function private.pointing_at(p_table regclass, p_ids uuid[], p_except text[]) returns uuid[]
language plpgsql
stable
set search_path = ''
as $$
declare
  v_sql text;
  v_ids uuid[];
begin
  select string_agg(format('select %1$I from %2$s where %1$I = any ($1)', own.attname, link.conrelid::regclass),
    ' union ')
  into v_sql
  from pg_catalog.pg_constraint as link
  cross join lateral unnest(link.conkey, link.confkey) as pair (own_no, other_no)
  join pg_catalog.pg_attribute as own on own.attrelid = link.conrelid and own.attnum = pair.own_no
  join pg_catalog.pg_attribute as other on other.attrelid = link.confrelid and other.attnum = pair.other_no
  where link.contype = 'f' and link.confrelid = p_table and other.attname = 'id'
    and link.conrelid <> all (p_except::regclass[]);
  if v_sql is null then
    return '{}';
  end if;
  execute format('select array(%s)', v_sql) into v_ids using p_ids;
  return v_ids;
end;
$$;

-- Products that somebody worked on: they have a shipment, a video, a task, a listing. Their owners and their history
-- are part of the product itself.
create function private.worked_on(p_product_ids uuid[]) returns uuid[]
language sql
stable
set search_path = ''
as $$
  select private.pointing_at('public.sourced_products', p_product_ids,
    '{public.product_owners,public.product_changes,public.product_activity}');
$$;

-- The undo of a change set: restores what no later change touched, and reports what it left alone.
create function private.undo_chunk(p_operation private.product_operations, p_limit integer) returns private.chunk
language plpgsql
set search_path = ''
as $$
declare
  v_chunk private.chunk;
  v_left jsonb;
  v_worked_on uuid[];
  v_released uuid[];
begin
  v_chunk.product_ids := array(
    select product_id from public.product_changes
    where change_set_id = p_operation.target_id
      and product_id > coalesce(p_operation.after_id, '00000000-0000-0000-0000-000000000000')
    order by product_id limit p_limit);
  v_chunk.is_last := cardinality(v_chunk.product_ids) < p_limit;
  v_chunk.last_id := coalesce(v_chunk.product_ids[cardinality(v_chunk.product_ids)], p_operation.after_id);
  -- An edit that is under way is waited for and compared with.
  perform from public.sourced_products where id = any (v_chunk.product_ids) order by id for update;
  v_worked_on := private.worked_on(v_chunk.product_ids);

  create temporary table undoing on commit drop as
  select change.product_id, product.asin, change.before, change.after,
    -- An added product goes to Trash when nobody worked on it, and it is unchanged or only a lookup changed it. A
    -- changed field gets its earlier value when it still has the value that this change set wrote.
    case when change.before is null
      then case when product.deleted_at is null and change.product_id <> all (v_worked_on)
             and (jsonb_strip_nulls(fields.now) = jsonb_strip_nulls(change.after)
             or not exists (
               select from public.product_changes as later join public.change_sets as later_set
                 on later_set.id = later.change_set_id
               where later.product_id = change.product_id and later.change_set_id <> p_operation.target_id
                 and later_set.kind <> 'rule'))
           then jsonb_build_object('deleted_at', to_jsonb(now())) end
      else (select jsonb_object_agg(was.key, was.value) from jsonb_each(change.before) as was
            where coalesce(fields.now -> was.key, 'null') = coalesce(change.after -> was.key, 'null')
              and private.can_hold(p_operation.workspace_id, was.key, was.value)
              and not (was.key = 'deleted_at' and was.value = 'null'
                and exists (select from public.sourced_products as other where other.workspace_id = product.workspace_id
                            and other.asin = product.asin and other.deleted_at is null and other.id <> product.id)))
    end as back
  from public.product_changes as change
  join public.sourced_products as product on product.id = change.product_id
  cross join lateral (select private.tracked_fields(product) || private.custom_fields(product.custom_values) as now)
    as fields
  where change.change_set_id = p_operation.target_id and change.product_id = any (v_chunk.product_ids);
  analyze undoing;

  update public.sourced_products as product set
    title = target.title, image_url = target.image_url, brand = target.brand, category = target.category,
    video_title = target.video_title, is_video_title_typed = target.is_video_title_typed, status_id = target.status_id,
    decision = target.decision, collaboration_type_id = target.collaboration_type_id,
    contact_source_id = target.contact_source_id, marketplace_id = target.marketplace_id,
    requirements = target.requirements, important_date = target.important_date,
    important_date_comment = target.important_date_comment, follow_up_date = target.follow_up_date,
    follow_up_note = target.follow_up_note, cost_cents = target.cost_cents,
    fees_cents = target.fees_cents, currency = target.currency, quantity = target.quantity,
    purchase_date = target.purchase_date, notes = target.notes, source = target.source,
    archived_at = target.archived_at, deleted_at = target.deleted_at,
    custom_values = jsonb_strip_nulls(target.custom_values || undone_values.back)
  from (
    -- The owners are rows of their own table; the statement below restores them.
    select (jsonb_populate_record(current_row, undoing.back - 'owners')).*
    from undoing join public.sourced_products as current_row on current_row.id = undoing.product_id
    where undoing.back is not null
  ) as target
  join (
    select product_id, coalesce(jsonb_object_agg(substr(key, 8), value) filter (where key like 'custom.%'), '{}')
      as back
    from undoing left join lateral jsonb_each(undoing.back) as one on true
    group by product_id
  ) as undone_values on undone_values.product_id = target.id
  where product.id = target.id;
  perform private.set_owners(p_operation.workspace_id, (
    select jsonb_agg(jsonb_build_object('id', product_id, 'owners', back -> 'owners')) from undoing
      where back ? 'owners'));

  -- The fields that stay because they were changed later, by the names of the table.
  select coalesce(jsonb_agg(jsonb_build_object('product_id', product_id, 'asin', asin, 'fields', fields) order by asin),
    '[]')
  into v_left
  from (
    select product_id, asin,
      case when before is null then case when back is null then array['asin'] else '{}' end
        else array(select key from jsonb_object_keys(before) as key where back is null or not back ? key
          order by key) end as fields
    from undoing) as kept
  where cardinality(fields) > 0;
  drop table undoing;
  v_chunk.result := private.more_listed(p_operation.result, 'left', v_left);
  if v_chunk.is_last then
    v_released := private.release_entries(p_operation.workspace_id, p_operation.target_id, p_operation.change_set_id,
      p_limit);
    v_chunk.is_last := v_released is null;
    v_chunk.product_ids := v_chunk.product_ids || coalesce(v_released, '{}');
  end if;
  return v_chunk;
end;
$$;

-- Begins the undo of a change set and runs its first chunk; an undo that is under way continues. Security definer: it
-- marks history as undone, and it checks the workspace. The undo is a change set too, so it can be undone.
create function public.undo_change_set(p_id uuid, p_limit integer default 1000) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_set public.change_sets;
  v_is_begun boolean;
  v_id uuid;
  v_operation private.product_operations;
begin
  select * into v_set from public.change_sets where id = p_id and workspace_id = v_workspace_id for update;
  if not found then
    raise exception 'change_not_found'
      using errcode = 'PT404', detail = 'We can''t find this change in your workspace.';
  end if;
  v_is_begun := exists (select from private.product_operations
    where workspace_id = v_workspace_id and kind = 'undo' and target_id = p_id and state <> 'done');
  if v_set.undone_by is not null and not v_is_begun then
    raise exception 'already_undone' using errcode = 'PT409', detail = 'This was undone already.';
  end if;
  if v_set.created_at < now() - interval '30 days' then
    raise exception 'undo_expired' using errcode = 'PT409', detail = 'Changes can be undone for 30 days.';
  end if;
  if exists (select from private.product_operations where change_set_id = p_id and state = 'running') then
    raise exception 'change_running'
      using errcode = 'PT409', detail = 'This change is not complete yet. Undo it when it is.';
  end if;
  v_id := private.begin_operation(v_workspace_id, 'undo', p_id, '{}', 'undo', v_set.product_count);
  if not v_is_begun then
    -- From now on an import that is running stops, and no second undo begins.
    update public.change_sets as change_set set undone_by = operation.change_set_id
    from private.product_operations as operation where operation.id = v_id and change_set.id = p_id;
    update public.change_sets as change_set set undo_of = p_id
    from private.product_operations as operation
    where operation.id = v_id and change_set.id = operation.change_set_id;
    perform private.restore_entries(v_workspace_id, p_id, (
      select change_set_id from private.product_operations where id = v_id));
  end if;
  v_operation := private.run_operation(v_id, private.page_limit(p_limit));
  return jsonb_build_object(
    'change_set_id', v_operation.change_set_id, 'reverted', v_operation.changed_count,
    'left', v_operation.result -> 'left', 'left_count', v_operation.result -> 'left_count',
    'operation', private.operation_json(v_operation));
end;
$$;
comment on function public.undo_change_set
  is '{change_set_id, reverted: number of restored products, left: [{product_id, asin, fields}] changed later, '
  'operation: whose state says whether chunks are left}.';
grant execute on function public.undo_change_set to authenticated;

-- Security definer, because it reads the names of members; require_editor refuses uploaders, who see no history.
create function public.list_change_sets(p_product_id uuid, p_limit integer, p_cursor jsonb default null) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object('rows', coalesce(jsonb_agg(to_jsonb(row) order by row.created_at desc, row.id desc), '[]'))
  from (
    select change_set.id, change_set.kind, change_set.product_count, change_set.fields, change_set.undo_of,
      change_set.undone_by, change_set.created_at, change_set.created_by, person.name as created_by_name,
        change_set.actor, private.entry_changes_json(change_set.id) as entries,
      change_set.undone_by is null and change_set.created_at > now() - interval '30 days'
        and not exists (select from private.product_operations as operation
          where operation.change_set_id = change_set.id and operation.state = 'running') as can_undo,
      (select coalesce(jsonb_agg(jsonb_build_object('product_id', product.id, 'asin', product.asin, 'title',
      product.title,
          'currency', product.currency, 'before', sample.before, 'after', sample.after) order by product.asin), '[]')
       from (select * from public.product_changes as change
             where change.change_set_id = change_set.id and (p_product_id is null or change.product_id = p_product_id)
             order by change.product_id limit 5) as sample
       join public.sourced_products as product on product.id = sample.product_id) as products
    from public.change_sets as change_set
    left join public.users as person on person.id = change_set.created_by
    where change_set.workspace_id = private.require_editor()
      and (p_product_id is null or exists (
        select from public.product_changes as change
          where change.change_set_id = change_set.id and change.product_id = p_product_id))
      and (p_cursor is null or (change_set.created_at, change_set.id) < ((p_cursor ->> 'created_at')::timestamptz,
      (p_cursor ->> 'id')::uuid))
    order by change_set.created_at desc, change_set.id desc
    limit private.page_limit(p_limit)
  ) as row;
$$;
comment on function public.list_change_sets
  is '{rows}: change sets, newest first, each with at most five of its products.';
grant execute on function public.list_change_sets to authenticated;
