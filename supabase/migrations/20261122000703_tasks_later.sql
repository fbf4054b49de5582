-- What happens to tasks after they were created: their video is deleted, their product is deleted or restored, or a
-- marketplace is turned on. Also repairs rows that were written past the triggers.

-- Deleting the chosen video chooses another one of the product: the newest that is not known to be damaged. Tasks say
-- "No video" only when the product has none left. The product's row is locked first, as saving a video does, so that
-- the two see each other's video.
create function private.choose_next_video() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_id uuid;
begin
  perform from public.sourced_products
  where workspace_id = old.workspace_id and asin = old.asin and deleted_at is null for update;
  if exists (select from public.product_videos
    where workspace_id = old.workspace_id and asin = old.asin and is_for_tasks) then
    return null;
  end if;
  select id into v_id from public.product_videos where workspace_id = old.workspace_id and asin = old.asin
  order by check_state = 'failed', created_at desc, id desc limit 1 for update;
  if found then
    update public.product_videos set is_for_tasks = true where id = v_id;
    perform private.give_video(old.workspace_id, old.asin, v_id);
  end if;
  return null;
end;
$$;
create trigger _400_choose_next_video after delete on public.product_videos
  for each row when (old.is_for_tasks) execute function private.choose_next_video();

-- The tasks and correlations of an ASIN belong to its product outside Trash. A product that is added again or restored
-- takes over those of the one in Trash, per statement because an import adds thousands.
create function private.adopt_tasks() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  -- Correlations before tasks, as decisions do.
  update public.asin_correlations as other set product_id = added.id
  from added
  where added.deleted_at is null and other.workspace_id = added.workspace_id and other.search_asin = added.asin
    and other.product_id <> added.id;
  update public.influencer_tasks as task set product_id = added.id
  from added
  where added.deleted_at is null and task.workspace_id = added.workspace_id and task.search_asin = added.asin
    and task.product_id is distinct from added.id;
  return null;
end;
$$;
create trigger _600_adopt_tasks after insert on public.sourced_products
  referencing new table as added for each statement execute function private.adopt_tasks();

create function private.restore_tasks() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.asin_correlations set product_id = new.id
  where workspace_id = new.workspace_id and search_asin = new.asin and product_id <> new.id;
  update public.influencer_tasks set product_id = new.id
  where workspace_id = new.workspace_id and search_asin = new.asin and product_id is distinct from new.id;
  perform private.make_tasks(new);
  return null;
end;
$$;
create trigger _600_restore_tasks after update of deleted_at on public.sourced_products
  for each row when (old.deleted_at is not null and new.deleted_at is null) execute function private.restore_tasks();

-- A product that is deleted for good takes its open tasks along; the completed ones stay as history. A workspace that
-- is being deleted takes all of its rows along, so there is nothing to do.
create function private.remove_open_tasks() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if exists (select from public.workspaces where id = old.workspace_id) then
    delete from public.influencer_tasks where product_id = old.id and status <> 'completed';
  end if;
  return old;
end;
$$;
create trigger _600_remove_open_tasks before delete on public.sourced_products
  for each row execute function private.remove_open_tasks();

-- A marketplace that is turned on later gets the tasks that it would have: the own tasks of every product with a video
-- when it becomes home, and those of accepted correlations that are sold there when it is turned on; where nobody knows
-- that, a job looks. Existing tasks stay.
create function private.make_marketplace_tasks() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if new.is_home and not old.is_home then
    insert into public.influencer_tasks (workspace_id, asin, search_asin, product_id, marketplace, video_id)
    select product.workspace_id, product.asin, product.asin, product.id, new.marketplace, video.id
    from public.product_videos as video
    join public.sourced_products as product
      on product.workspace_id = video.workspace_id and product.asin = video.asin and product.deleted_at is null
    where video.workspace_id = new.workspace_id and video.is_for_tasks
    on conflict (workspace_id, search_asin, asin, marketplace) do nothing;
  end if;
  if new.is_enabled and not old.is_enabled then
    perform from public.asin_correlations
    where workspace_id = new.workspace_id and decision = 'accepted' order by id for share;
    perform private.make_correlated_tasks(new.workspace_id, p_marketplace => new.marketplace);
    perform private.request_availability(new.workspace_id);
  end if;
  return null;
end;
$$;
create trigger _200_make_tasks after update of is_enabled, is_home on public.workspace_marketplaces
  for each row execute function private.make_marketplace_tasks();

-- For scripts/backfill-video-ids.ts: pending tasks that do not carry their parent's video, and products with videos of
-- which none is chosen. Both come from rows that were written past the triggers, such as a restored backup. A second
-- run finds nothing. The dry run answers what a run would repair.
create function public.backfill_video_ids(p_is_dry_run boolean default true) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_answer jsonb;
begin
  create temporary table if not exists backfill (workspace_id uuid, asin text, video_id uuid, is_chosen boolean,
    tasks integer) on commit drop;
  truncate pg_temp.backfill;
  insert into pg_temp.backfill
  select parent.workspace_id, parent.asin, parent.video_id, parent.is_chosen, (
    select count(*) from public.influencer_tasks as task
    where task.workspace_id = parent.workspace_id and task.search_asin = parent.asin and task.status = 'pending'
      and task.video_id is distinct from parent.video_id)
  from (
    select distinct on (video.workspace_id, video.asin) video.workspace_id, video.asin, video.id as video_id,
      video.is_for_tasks as is_chosen
    from public.product_videos as video
    order by video.workspace_id, video.asin, video.is_for_tasks desc, exists (
      select from public.influencer_tasks as own
      where own.video_id = video.id and own.search_asin = video.asin and own.asin = video.asin) desc,
      video.check_state = 'failed', video.created_at desc, video.id desc) as parent;
  delete from pg_temp.backfill where is_chosen and tasks = 0;
  select jsonb_build_object('videos', count(*) filter (where not is_chosen), 'tasks', coalesce(sum(tasks), 0),
    'workspaces', count(distinct workspace_id)) into v_answer from pg_temp.backfill;
  if not p_is_dry_run then
    update public.product_videos as video set is_for_tasks = true
    from pg_temp.backfill as found where not found.is_chosen and video.id = found.video_id;
    update public.influencer_tasks as task set video_id = found.video_id
    from pg_temp.backfill as found
    where task.workspace_id = found.workspace_id and task.search_asin = found.asin and task.status = 'pending'
      and task.video_id is distinct from found.video_id;
  end if;
  return v_answer;
end;
$$;
comment on function public.backfill_video_ids
  is '{videos, tasks, workspaces}: videos to choose, tasks to give their parent''s video, workspaces that have any.';
grant execute on function public.backfill_video_ids to service_role;
