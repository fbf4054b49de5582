-- Events of a product besides its fields: shipments, videos and tasks. Field changes are in public.product_changes; the
-- product's timeline shows both.

create table public.product_activity (
  id           uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  product_id   uuid not null references public.sourced_products (id) on delete cascade,
  kind         text not null,
  details      jsonb not null default '{}',
  actor_id     uuid,
  actor        text,
  created_at   timestamptz not null default now(),

  constraint product_activity_kind_known
    check (kind in ('shipment_added', 'shipment_removed', 'shipment_moved', 'video_added',
    'video_removed', 'tasks_added', 'tasks_removed', 'task_completed', 'task_skipped', 'task_reopened',
    'post_posted', 'post_failed'))
);
comment on table public.product_activity is 'Triggers on shipments, videos and tasks write this table; no role may.';
comment on column public.product_activity.actor is 'The job or integration that did it; null when a person did.';
create index product_activity_product_idx on public.product_activity (product_id, created_at desc, id desc);
create index product_activity_workspace_id_idx on public.product_activity (workspace_id);

alter table public.product_activity enable row level security;
grant select on public.product_activity to authenticated;
grant all on public.product_activity to service_role;
create policy "Editors can read what happened to their workspace's products" on public.product_activity
  for select to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));

-- Security definer: the only function that writes activity. Deleting a product deletes its activity.
create function private.note_activity(p_product_id uuid, p_kind text, p_details jsonb, p_default_actor text)
  returns void
language sql
security definer
set search_path = ''
as $$
  insert into public.product_activity (workspace_id, product_id, kind, details, actor_id, actor)
  select workspace_id, id, p_kind, p_details, (select auth.uid()),
    case when (select auth.uid()) is null
      then coalesce(nullif(current_setting('opsyncpro.actor', true), ''), p_default_actor) end
  from public.sourced_products where id = p_product_id;
$$;

create function private.note_shipment() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_row public.shipments := case when tg_op = 'DELETE' then old else new end;
begin
  perform private.note_activity(v_row.product_id,
    case tg_op when 'INSERT' then 'shipment_added' when 'DELETE' then 'shipment_removed' else 'shipment_moved' end,
    jsonb_build_object('tracking_number', v_row.tracking_number, 'carrier_slug', v_row.carrier_slug)
      || case when tg_op = 'UPDATE' then jsonb_build_object('tag', v_row.tag) else '{}' end, 'AfterShip');
  return null;
end;
$$;

create trigger _500_note_shipment after insert or delete on public.shipments
  for each row execute function private.note_shipment();
create trigger _510_note_moved_shipment after update of tag on public.shipments
  for each row when (new.tag is not null and new.tag is distinct from old.tag) execute function private.note_shipment();

create function private.note_video() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_row public.product_videos := case when tg_op = 'DELETE' then old else new end;
begin
  perform private.note_activity(v_row.product_id, case tg_op when 'INSERT' then 'video_added' else 'video_removed' end,
    jsonb_build_object('filename', v_row.filename), 'videos');
  return null;
end;
$$;

create trigger _500_note_video after insert or delete on public.product_videos
  for each row execute function private.note_video();

-- Per statement: accepting correlations in bulk creates hundreds of tasks, and that is one entry.
create function private.note_tasks() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform private.note_activity(product_id, case tg_op when 'INSERT' then 'tasks_added' else 'tasks_removed' end,
    jsonb_build_object('task_count', count(*), 'marketplaces', jsonb_agg(distinct marketplace)), 'tasks')
  from concerned where product_id is not null group by product_id;
  return null;
end;
$$;

create trigger _500_note_new_tasks after insert on public.influencer_tasks
  referencing new table as concerned for each statement execute function private.note_tasks();
create trigger _500_note_removed_tasks after delete on public.influencer_tasks
  referencing old table as concerned for each statement execute function private.note_tasks();

create function private.note_task_status() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform private.note_activity(new.product_id,
    case new.status when 'completed' then 'task_completed' when 'skipped' then 'task_skipped' else 'task_reopened' end,
    jsonb_build_object('asin', new.asin, 'marketplace', new.marketplace), 'tasks');
  return null;
end;
$$;

create trigger _510_note_task_status after update of status on public.influencer_tasks
  for each row when (new.status is distinct from old.status and new.product_id is not null)
  execute function private.note_task_status();

-- Null when the product does not exist.
create function public.list_product_activity(p_product_id uuid, p_limit integer, p_cursor jsonb default null)
  returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_at timestamptz := coalesce((p_cursor ->> 'created_at')::timestamptz, 'infinity');
  v_id uuid := coalesce((p_cursor ->> 'id')::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
begin
  if not exists (select from public.sourced_products where id = p_product_id and workspace_id = v_workspace_id) then
    return null;
  end if;
  return (
    select jsonb_build_object('rows', coalesce(jsonb_agg(
      jsonb_build_object('id', entry.id, 'at', entry.at, 'kind', entry.kind, 'actor_id', entry.actor_id,
        'actor_kind', case when entry.actor_id is not null or entry.actor is null then 'person'
          when entry.actor in ('AfterShip', 'Keepa') then 'integration' else 'job' end,
        'actor_name', coalesce(person.name, entry.actor)) || entry.details
      order by entry.at desc, entry.id desc), '[]'))
    from (
      (select change_set.id, change.created_at as at, 'fields' as kind, change_set.created_by as actor_id,
        case when change_set.created_by is null
          then coalesce(change_set.actor, case when change_set.kind = 'rule' then 'products' end) end as actor,
        jsonb_build_object('change_set_id', change_set.id, 'change_kind', change_set.kind, 'product_count',
          change_set.product_count,
          'undo_of', change_set.undo_of, 'undone_by', change_set.undone_by,
          'can_undo', change_set.undone_by is null and change_set.created_at > now() - interval '30 days',
          'before', change.before, 'after', change.after) as details
      from public.product_changes as change join public.change_sets as change_set
        on change_set.id = change.change_set_id
      where change.product_id = p_product_id and (change.created_at, change_set.id) < (v_at, v_id)
      order by change.created_at desc, change_set.id desc limit private.page_limit(p_limit))
      union all
      (select activity.id, activity.created_at, activity.kind, activity.actor_id, activity.actor, activity.details
      from public.product_activity as activity
      where activity.product_id = p_product_id and (activity.created_at, activity.id) < (v_at, v_id)
      order by activity.created_at desc, activity.id desc limit private.page_limit(p_limit))
      order by at desc, id desc limit private.page_limit(p_limit)
    ) as entry
    left join public.users as person on person.id = entry.actor_id);
end;
$$;
comment on function public.list_product_activity
  is '{rows}: the events of a product, newest first; null when the product does not exist.';
grant execute on function public.list_product_activity to authenticated;
