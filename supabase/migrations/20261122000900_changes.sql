-- The history of products: what changed, who changed it, the values before and after, and what Undo needs. Triggers
-- write it for every writer.

create table public.change_sets (
  id            uuid primary key default gen_random_uuid(),
  workspace_id  uuid not null references public.workspaces (id) on delete cascade,
  kind          text not null,
  created_by    uuid,
  actor         text,
  product_count integer not null default 0,
  fields        text[] not null default '{}',
  undo_of       uuid references public.change_sets (id) on delete set null,
  undone_by     uuid references public.change_sets (id) on delete set null,
  created_at    timestamptz not null default now(),

  unique (workspace_id, id),
  constraint change_sets_kind_known check (kind in ('add', 'edit', 'bulk', 'import', 'rule', 'undo'))
);
comment on table public.change_sets is 'One row per action: an edit, a bulk edit, an import, an automation, an undo.';
comment on column public.change_sets.created_by
  is 'Null when a job or an integration made the change. No foreign key: see sourced_products.created_by.';
comment on column public.change_sets.actor
  is 'The job or integration that made the change (the setting opsyncpro.actor of its transaction); null for a person.';
comment on column public.change_sets.undone_by
  is 'The change set of the undo; null while this change set is in effect.';
create index change_sets_list_idx on public.change_sets (workspace_id, created_at desc, id desc);
create index change_sets_undo_of_idx on public.change_sets (undo_of);
create index change_sets_undone_by_idx on public.change_sets (undone_by);
create index change_sets_created_by_idx on public.change_sets (created_by, created_at desc);

create table public.product_changes (
  change_set_id uuid not null references public.change_sets (id) on delete cascade,
  product_id    uuid not null references public.sourced_products (id) on delete cascade,
  workspace_id  uuid not null references public.workspaces (id) on delete cascade,
  before        jsonb,
  after         jsonb not null,
  created_at    timestamptz not null default now(),

  primary key (change_set_id, product_id)
);
comment on column public.product_changes.before
  is 'The changed fields before the change; null when the product was added.';
comment on column public.product_changes.after is 'The same fields after the change.';
create index product_changes_product_idx on public.product_changes (product_id, created_at desc);
create index product_changes_workspace_id_idx on public.product_changes (workspace_id);

alter table public.change_sets enable row level security;
alter table public.product_changes enable row level security;
grant select on public.change_sets, public.product_changes to authenticated;
grant all on public.change_sets, public.product_changes to service_role;

create policy "Editors can read their workspace's changes" on public.change_sets
  for select to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can read what changed in their workspace" on public.product_changes
  for select to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));

-- The fields that Undo can restore; ids, versions and derived columns are left out. This function and the next have
-- bodies bound at creation, so they need no search_path, which would keep the planner from inlining them. Without
-- inlining, the two calls per row and version would be the largest cost of an import's history.
create function private.tracked_fields(p_product public.sourced_products) returns jsonb
language sql
stable
return jsonb_build_object(
    'title', p_product.title, 'image_url', p_product.image_url, 'brand', p_product.brand, 'category',
      p_product.category,
    'video_title', p_product.video_title, 'is_video_title_typed', p_product.is_video_title_typed,
    'status_id', p_product.status_id, 'decision', p_product.decision,
    'collaboration_type_id', p_product.collaboration_type_id, 'contact_source_id', p_product.contact_source_id,
    'marketplace_id', p_product.marketplace_id, 'owners', p_product.owners, 'requirements', p_product.requirements,
    'important_date', p_product.important_date, 'important_date_comment', p_product.important_date_comment,
    'follow_up_date', p_product.follow_up_date, 'follow_up_note', p_product.follow_up_note,
    'cost_cents', p_product.cost_cents, 'fees_cents', p_product.fees_cents, 'currency', p_product.currency,
    'quantity', p_product.quantity, 'purchase_date', p_product.purchase_date, 'notes', p_product.notes,
    'source', p_product.source, 'archived_at', p_product.archived_at, 'deleted_at', p_product.deleted_at);

-- The fields of the list that are the same in two versions of a product. Removing one array of names from each version
-- is several times faster than comparing field by field, and an import does it ten thousand times.
create function private.same_fields(p_old public.sourced_products, p_new public.sourced_products) returns text[]
language sql
immutable
return array[
    case when p_old.title is not distinct from p_new.title then 'title' end,
    case when p_old.image_url is not distinct from p_new.image_url then 'image_url' end,
    case when p_old.brand is not distinct from p_new.brand then 'brand' end,
    case when p_old.category is not distinct from p_new.category then 'category' end,
    case when p_old.video_title is not distinct from p_new.video_title then 'video_title' end,
    case when p_old.is_video_title_typed is not distinct from p_new.is_video_title_typed
      then 'is_video_title_typed' end,
    case when p_old.status_id is not distinct from p_new.status_id then 'status_id' end,
    case when p_old.decision is not distinct from p_new.decision then 'decision' end,
    case when p_old.collaboration_type_id is not distinct from p_new.collaboration_type_id
      then 'collaboration_type_id' end,
    case when p_old.contact_source_id is not distinct from p_new.contact_source_id then 'contact_source_id' end,
    case when p_old.marketplace_id is not distinct from p_new.marketplace_id then 'marketplace_id' end,
    case when p_old.owners is not distinct from p_new.owners then 'owners' end,
    case when p_old.requirements is not distinct from p_new.requirements then 'requirements' end,
    case when p_old.important_date is not distinct from p_new.important_date then 'important_date' end,
    case when p_old.important_date_comment is not distinct from p_new.important_date_comment
      then 'important_date_comment' end,
    case when p_old.follow_up_date is not distinct from p_new.follow_up_date then 'follow_up_date' end,
    case when p_old.follow_up_note is not distinct from p_new.follow_up_note then 'follow_up_note' end,
    case when p_old.cost_cents is not distinct from p_new.cost_cents then 'cost_cents' end,
    case when p_old.fees_cents is not distinct from p_new.fees_cents then 'fees_cents' end,
    case when p_old.currency is not distinct from p_new.currency then 'currency' end,
    case when p_old.quantity is not distinct from p_new.quantity then 'quantity' end,
    case when p_old.purchase_date is not distinct from p_new.purchase_date then 'purchase_date' end,
    case when p_old.notes is not distinct from p_new.notes then 'notes' end,
    case when p_old.source is not distinct from p_new.source then 'source' end,
    case when p_old.archived_at is not distinct from p_new.archived_at then 'archived_at' end,
    case when p_old.deleted_at is not distinct from p_new.deleted_at then 'deleted_at' end];

-- Custom values as fields of their own, `custom.<field id>`, so that edits of two custom fields do not conflict.
create function private.custom_fields(p_values jsonb) returns jsonb
language sql
immutable
set search_path = ''
as $$
  select coalesce(jsonb_object_agg('custom.' || key, value), '{}') from jsonb_each(p_values);
$$;

-- The values of p_values that differ in p_others; null where only p_others has the field.
create function private.differing_custom_fields(p_values jsonb, p_others jsonb) returns jsonb
language sql
immutable
set search_path = ''
as $$
  select coalesce(jsonb_object_agg('custom.' || key, coalesce(p_values -> key, 'null')), '{}')
  from (select jsonb_object_keys(p_values) union select jsonb_object_keys(p_others)) as one (key)
  where p_values -> key is distinct from p_others -> key;
$$;

-- Statements of one action (the chunks of an import, an undo) name their change set for the transaction; any other
-- statement gets a change set of its own. A statement over two workspaces (only the service role can write one) gets
-- one per workspace.
create function private.named_change_set(p_workspace_id uuid) returns uuid
language sql
stable
set search_path = ''
as $$
  select id from public.change_sets
  where id = nullif(current_setting('opsyncpro.change_set_id', true), '')::uuid and workspace_id = p_workspace_id;
$$;

-- The job or integration that is running; null for a person.
create function private.acting() returns text
language sql
stable
set search_path = ''
as $$
  select case when (select auth.uid()) is null then nullif(current_setting('opsyncpro.actor', true), '') end;
$$;

-- The function that opens and closes the change set counts its products once.
create function private.count_own_change_set(p_id uuid) returns void
language plpgsql
set search_path = ''
as $$
begin
  if coalesce(current_setting('opsyncpro.change_set_id', true), '') <> p_id::text then
    perform private.count_change_set(p_id);
  end if;
end;
$$;

create function private.count_change_set(p_id uuid) returns void
language sql
set search_path = ''
as $$
  update public.change_sets set
    product_count = (select count(*) from public.product_changes where change_set_id = p_id),
    fields = (select coalesce(array_agg(distinct field order by field), '{}')
              from public.product_changes as change, jsonb_object_keys(change.after) as field
              where change.change_set_id = p_id and change.before is not null)
  where id = p_id;
$$;

-- Opens a change set and names it for the rest of the transaction, so that all writes belong to one action.
create function private.begin_change_set(p_workspace_id uuid, p_kind text) returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_id uuid;
begin
  insert into public.change_sets (workspace_id, kind, created_by) values (p_workspace_id, p_kind, (select auth.uid()))
    returning id into v_id;
  perform set_config('opsyncpro.change_set_id', v_id::text, true);
  return v_id;
end;
$$;

-- Closes the change set; deletes it and answers null when nothing was written.
create function private.end_change_set(p_id uuid) returns uuid
language plpgsql
set search_path = ''
as $$
begin
  perform set_config('opsyncpro.change_set_id', '', true);
  -- Owners that were removed and added again are no change.
  update public.product_changes as change set
    before = before - array(select key from jsonb_each(before) as was where was.value = after -> was.key),
    after = after - array(select key from jsonb_each(before) as was where was.value = after -> was.key)
  where change_set_id = p_id and before ? 'owners';
  delete from public.product_changes where change_set_id = p_id and before = '{}';
  perform private.count_change_set(p_id);
  delete from public.change_sets
    where id = p_id and not exists (select from public.product_changes where change_set_id = p_id);
  return (select id from public.change_sets where id = p_id);
end;
$$;

-- Security definer: no role may write history, not even for its own changes.
create function private.record_added_products() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid;
  v_set_id uuid;
begin
  for v_workspace_id in select distinct workspace_id from added loop
    v_set_id := private.named_change_set(v_workspace_id);
    if v_set_id is null then
      insert into public.change_sets (workspace_id, kind, created_by, actor)
      values (v_workspace_id, 'add', (select auth.uid()), private.acting()) returning id into v_set_id;
    end if;
    insert into public.product_changes (change_set_id, product_id, workspace_id, after)
    select v_set_id, one.id, v_workspace_id,
      jsonb_strip_nulls(private.tracked_fields(one::public.sourced_products))
        || case when one.custom_values = '{}' then '{}' else private.custom_fields(one.custom_values) end
    from added as one
    where one.workspace_id = v_workspace_id;
    perform private.count_own_change_set(v_set_id);
  end loop;
  return null;
end;
$$;

create function private.record_changed_products() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid;
  v_named_id uuid;
  v_set_id uuid;
begin
  -- Only the service role can write two workspaces in one statement; each workspace gets a change set.
  for v_workspace_id in select distinct workspace_id from old_rows loop
    v_named_id := private.named_change_set(v_workspace_id);
    -- One comparison of all rows comes first. An update that changes nothing then opens no change set. A separate check
    -- for any change would make the planner compare every old row with every new one.
    with changed as materialized (
      select old_rows.id,
        (private.tracked_fields(old_rows::public.sourced_products) - compared.same) || case when compared.is_custom
          then private.differing_custom_fields(old_rows.custom_values, new_rows.custom_values) else '{}' end as before,
        (private.tracked_fields(new_rows::public.sourced_products) - compared.same) || case when compared.is_custom
          then private.differing_custom_fields(new_rows.custom_values, old_rows.custom_values) else '{}' end as after
      from old_rows
      join new_rows using (id)
      cross join lateral (
        select private.same_fields(old_rows::public.sourced_products, new_rows::public.sourced_products) as same,
          old_rows.custom_values <> new_rows.custom_values as is_custom
        offset 0
      ) as compared
      where old_rows.workspace_id = v_workspace_id
        and (compared.is_custom or array_position(compared.same, null) is not null)
    ), opened as (
      insert into public.change_sets (workspace_id, kind, created_by, actor)
      select v_workspace_id, case when (select auth.uid()) is null then 'rule'
        else 'edit' end, (select auth.uid()), private.acting()
      where v_named_id is null and exists (select from changed)
      returning id
    ), written as (
      insert into public.product_changes as known (change_set_id, product_id, workspace_id, before, after)
      select coalesce(v_named_id, (select id from opened)), id, v_workspace_id, before, after from changed
      -- A product that changed twice in one action: keeps the first state and the last.
      on conflict (change_set_id, product_id) do update
        set before = case when known.before is not null then excluded.before || known.before end,
            after = known.after || excluded.after
      returning change_set_id
    )
    select change_set_id into v_set_id from written limit 1;
    if v_set_id is not null then
      perform private.count_own_change_set(v_set_id);
    end if;
  end loop;
  return null;
end;
$$;

create trigger _900_record_added after insert on public.sourced_products
  referencing new table as added for each statement execute function private.record_added_products();
create trigger _900_record_changed after update on public.sourced_products
  referencing old table as old_rows new table as new_rows for each statement
    execute function private.record_changed_products();
