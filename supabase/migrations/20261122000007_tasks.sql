-- Upload tasks: this ASIN, in this country, with the video of its parent. The video comes down from the parent here
-- and nowhere else.

create table public.influencer_tasks (
  id             uuid primary key default gen_random_uuid(),
  workspace_id   uuid not null default private.current_workspace_id() references public.workspaces (id)
  on delete cascade,
  asin           text not null,
  search_asin    text not null,
  product_id     uuid,
  correlation_id uuid,
  title          text,
  image_url      text,
  thumbnail_url  text,
  video_id       uuid,
  video_lost_at  timestamptz,
  marketplace    text not null references public.marketplaces (code),
  status         text not null default 'pending',
  completed_at   timestamptz,
  completed_by   uuid references public.users (id) on delete set null,
  claimed_by     uuid references public.users (id) on delete set null,
  claimed_until  timestamptz,
  note           text,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),

  unique (workspace_id, search_asin, asin, marketplace),
  foreign key (workspace_id, product_id) references public.sourced_products (workspace_id, id)
    on delete set null (product_id),
  foreign key (workspace_id, correlation_id) references public.asin_correlations (workspace_id, id)
    on delete set null (correlation_id),
  foreign key (workspace_id, video_id) references public.product_videos (workspace_id, id)
    on delete set null (video_id),
  constraint influencer_tasks_status_known check (status in ('pending', 'completed', 'skipped')),
  constraint influencer_tasks_completed_at_matches_status check ((status = 'completed') = (completed_at is not null)),
  constraint influencer_tasks_note_length check (char_length(note) <= 2000)
);
comment on table public.influencer_tasks is 'One row per upload to do on Amazon.';
comment on column public.influencer_tasks.search_asin
  is 'The parent, whose video it is; equal to asin on the parent''s own task.';
comment on column public.influencer_tasks.video_id
  is 'Inherited from the parent''s own task by trigger; no client may write it.';
comment on column public.influencer_tasks.video_lost_at
  is 'When the video it had was deleted; null when it has one, or never had.';

-- Exactly the inheritance's update: the pending tasks of one parent.
create index influencer_tasks_pending_parent_idx on public.influencer_tasks (workspace_id, search_asin)
  where status = 'pending';
create index influencer_tasks_list_idx on public.influencer_tasks (workspace_id, created_at desc, id desc);
create index influencer_tasks_completed_idx on public.influencer_tasks (workspace_id, completed_at desc, id desc)
  where completed_at is not null;
create index influencer_tasks_product_id_idx on public.influencer_tasks (product_id, status);
create index influencer_tasks_correlation_id_idx on public.influencer_tasks (correlation_id);
create index influencer_tasks_video_id_idx on public.influencer_tasks (video_id);
create index influencer_tasks_completed_by_idx on public.influencer_tasks (completed_by);
create index influencer_tasks_claimed_by_idx on public.influencer_tasks (claimed_by);

create trigger _100_touch_updated_at before update on public.influencer_tasks
  for each row execute function private.touch_updated_at();

-- Completing sets when and who, once; reopening clears both. Completing twice is one completion.
create function private.stamp_task_status() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if new.status = 'completed' then
    new.completed_at := now();
    new.completed_by := (select auth.uid());
  else
    new.completed_at := null;
    new.completed_by := null;
  end if;
  if new.status <> 'pending' then
    new.claimed_by := null;
    new.claimed_until := null;
  end if;
  return new;
end;
$$;
create trigger _200_stamp_status before update of status on public.influencer_tasks
  for each row when (new.status is distinct from old.status) execute function private.stamp_task_status();

create function private.note_lost_video() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.video_lost_at := case when new.video_id is null then now() end;
  return new;
end;
$$;
create trigger _300_note_lost_video before update of video_id on public.influencer_tasks
  for each row when ((new.video_id is null) <> (old.video_id is null)) execute function private.note_lost_video();

-- The video that tasks of a parent carry: the one chosen for them, or what the parent's own task has.
create function private.parent_video(p_workspace_id uuid, p_search_asin text) returns uuid
language sql
stable
set search_path = ''
as $$
  select coalesce(
    (select id from public.product_videos
     where workspace_id = p_workspace_id and asin = p_search_asin and is_for_tasks),
    (select video_id from public.influencer_tasks
     where workspace_id = p_workspace_id and search_asin = p_search_asin and asin = p_search_asin
       and video_id is not null
     order by updated_at desc limit 1));
$$;

-- One indexed update, whatever the number of children.
create function private.give_video(p_workspace_id uuid, p_search_asin text, p_video_id uuid) returns void
language sql
set search_path = ''
as $$
  update public.influencer_tasks set video_id = p_video_id
  where workspace_id = p_workspace_id and search_asin = p_search_asin and status = 'pending'
    and video_id is distinct from p_video_id;
$$;

-- Security definer: the caller may not write video_id. Only a parent's own task gives; the children's rows do not
-- match the trigger's condition, so ten thousand of them cost one update and no calls.
create function private.inherit_video() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform private.give_video(new.workspace_id, new.search_asin, new.video_id);
  return null;
end;
$$;
create trigger _400_inherit_video after update of video_id on public.influencer_tasks
  for each row when (new.asin = new.search_asin and new.video_id is distinct from old.video_id)
  execute function private.inherit_video();
create trigger _410_inherit_video_at_insert after insert on public.influencer_tasks
  for each row when (new.asin = new.search_asin and new.video_id is not null)
  execute function private.inherit_video();

-- A task made later, or opened again, gets what its parent has by then.
create function private.take_parent_video() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  new.video_id := private.parent_video(new.workspace_id, new.search_asin);
  return new;
end;
$$;
create trigger _350_take_parent_video before insert on public.influencer_tasks
  for each row when (new.video_id is null) execute function private.take_parent_video();
create trigger _360_take_parent_video_again before update of status on public.influencer_tasks
  for each row when (new.status = 'pending' and old.status <> 'pending' and new.video_id is null)
  execute function private.take_parent_video();

alter table public.influencer_tasks enable row level security;
grant select on public.influencer_tasks to authenticated;
grant update (status, note, claimed_by, claimed_until) on public.influencer_tasks to authenticated;
grant all on public.influencer_tasks to service_role;

create policy "Members can read their workspace's tasks" on public.influencer_tasks
  for select to authenticated using (workspace_id = (select private.current_workspace_id()));
create policy "Members can work on their workspace's tasks" on public.influencer_tasks
  for update to authenticated
  using (workspace_id = (select private.current_workspace_id()))
  with check (workspace_id = (select private.current_workspace_id())
    and (claimed_by is null or claimed_by in (select private.my_teammate_ids())));

-- A task as people see it. In the private schema: it reads across what an uploader may not open themselves
-- (the product's video title), one workspace at a time, for the functions below.
create view private.task_details as
select
  task.id, task.workspace_id, task.asin, task.search_asin, task.product_id, task.correlation_id,
  coalesce(task.title, product.title) as title, coalesce(task.image_url, product.image_url) as image_url,
  task.thumbnail_url, task.video_id,
  case when task.video_id is not null then null when task.video_lost_at is not null then 'video_deleted'
    else 'not_uploaded' end
    as no_video_reason,
  product.video_title, task.marketplace, task.status,
  market.language <> coalesce(video.language, 'en') as requires_dubbing,
  task.completed_at, task.completed_by, completer.name as completed_by_name,
  task.claimed_by, claimer.name as claimed_by_name, task.claimed_until, task.note, task.created_at, task.updated_at
from public.influencer_tasks as task
join public.marketplaces as market on market.code = task.marketplace
left join public.sourced_products as product on product.id = task.product_id
left join public.product_videos as video on video.id = task.video_id
left join public.users as completer on completer.id = task.completed_by
left join public.users as claimer on claimer.id = task.claimed_by;

create function private.task_filter_sql(p_filters jsonb) returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_sql text := 'workspace_id = $1';
  v_word text;
begin
  if p_filters ? 'status' then v_sql := v_sql || format(' and status = %L', p_filters ->> 'status'); end if;
  if p_filters ? 'marketplace'
    then v_sql := v_sql || format(' and marketplace = %L', p_filters ->> 'marketplace'); end if;
  if p_filters ? 'asin' then v_sql := v_sql || format(' and asin = %L', p_filters ->> 'asin'); end if;
  if p_filters ? 'product_id' then v_sql := v_sql || format(' and product_id = %L', p_filters ->> 'product_id'); end if;
  if p_filters ? 'has_video' then
    v_sql := v_sql || case when (p_filters ->> 'has_video')::boolean then ' and video_id is not null'
      else ' and video_id is null' end;
  end if;
  foreach v_word in array regexp_split_to_array(lower(coalesce(p_filters ->> 'search', '')), '\s+') loop
    if v_word <> '' then
      v_sql := v_sql || format($q$ and lower(asin || ' ' || search_asin || ' ' || coalesce(title, '')) like %L$q$,
        '%' || private.escape_like(v_word) || '%');
    end if;
  end loop;
  return v_sql;
end;
$$;

-- Security definer, because it reads the view above. The caller's workspace is the first condition of every query.
create function public.list_influencer_tasks(
  p_filters jsonb, p_limit integer, p_cursor jsonb default null, p_count boolean default false, p_sort text
    default 'created'
) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.current_workspace_id();
  v_moment text := case p_sort when 'completed' then 'completed_at' else 'created_at' end;
  v_filter text := private.task_filter_sql(p_filters)
    || case p_sort when 'completed' then ' and completed_at is not null' else '' end;
  v_page text := case when p_cursor is null then 'true'
    else format('(%I, id) < (%L::timestamptz, %L::uuid)', v_moment, p_cursor ->> v_moment, p_cursor ->> 'id') end;
  v_answer jsonb;
begin
  execute format($q$
    select jsonb_build_object('rows', coalesce(
      jsonb_agg(to_jsonb(row) - 'workspace_id' order by row.%1$I desc, row.id desc), '[]'))
    from (select * from private.task_details where %2$s and %3$s order by %1$I desc, id desc limit $2) as row
  $q$, v_moment, v_filter, v_page) into v_answer using v_workspace_id, p_limit;
  if p_count then
    execute format('select $2 || jsonb_build_object(''total'', count(*)) from private.task_details where %s', v_filter)
      into v_answer using v_workspace_id, v_answer;
  end if;
  return v_answer;
end;
$$;
comment on function public.list_influencer_tasks
  is '{rows, total?}: at most p_limit tasks after the cursor, newest first by p_sort: created ({created_at, id}) or '
  'completed ({completed_at, id}, completed tasks only).';

-- One question for the whole overview; a country that was switched off stays while it has tasks.
create function public.count_influencer_tasks() returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('marketplace', market.code, 'pending', coalesce(count.pending, 0),
    'completed', coalesce(count.completed, 0), 'skipped', coalesce(count.skipped, 0)) order by market.position), '[]')
  from public.workspace_marketplaces as own
  join public.marketplaces as market on market.code = own.marketplace
  left join (
    select marketplace, count(*) filter (where status = 'pending') as pending,
      count(*) filter (where status = 'completed') as completed, count(*) filter (where status = 'skipped') as skipped
    from public.influencer_tasks where workspace_id = (select private.current_workspace_id())
    group by marketplace) as count on count.marketplace = own.marketplace
  where own.workspace_id = (select private.current_workspace_id())
    and (own.is_enabled or count.marketplace is not null);
$$;

-- At most 200 tasks travel with a group; its counts cover all of them.
create function public.list_task_groups(
  p_filters jsonb, p_limit integer, p_cursor jsonb default null, p_count boolean default false
) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.current_workspace_id();
  v_filter text := private.task_filter_sql(p_filters);
  v_answer jsonb;
begin
  execute format($q$
    with matching as (
      select id, search_asin, video_id, created_at, search_asin || ':' || coalesce(video_id::text, 'none') as key
      from private.task_details where %1$s
    ), groups as (
      select key, search_asin, video_id, max(created_at) as newest_at from matching group by key, search_asin, video_id
    ), page as (
      select * from groups
      where %2$s
      order by newest_at desc, key limit $2
    )
    select jsonb_build_object(
      'rows', coalesce(jsonb_agg(jsonb_build_object(
        'key', page.key, 'newest_at', page.newest_at, 'search_asin', page.search_asin,
        'title', product.title, 'image_url', product.image_url, 'video_title', product.video_title,
        'video', case when video.id is not null then jsonb_build_object('id', video.id, 'filename', video.filename,
          'file_size', video.file_size, 'duration_seconds', video.duration_seconds) end,
        'counts', (
          select jsonb_object_agg(marketplace, jsonb_build_object('pending', pending, 'completed', completed, 'skipped',
            skipped))
          from (
            select marketplace, count(*) filter (where status = 'pending') as pending,
              count(*) filter (where status = 'completed') as completed, count(*) filter (where status = 'skipped')
                as skipped
            from public.influencer_tasks
            where workspace_id = $1 and search_asin = page.search_asin and video_id is not distinct from page.video_id
            group by marketplace) as count),
        'tasks', (
          select jsonb_agg(to_jsonb(task) - 'workspace_id' - 'newest_rank'
            order by task.asin <> task.search_asin, task.asin, task.position)
          from (
            select detail.*, market.position
            from matching join private.task_details as detail on detail.id = matching.id
            join public.marketplaces as market on market.code = detail.marketplace
            where matching.key = page.key
            order by detail.asin <> detail.search_asin, detail.asin, market.position limit 200) as task)
      ) order by page.newest_at desc, page.key), '[]'),
      'total', case when $3 then (select count(*) from groups) end)
    from page
    left join public.product_videos as video on video.id = page.video_id
    left join lateral (
      select title, image_url, video_title from public.sourced_products
      where workspace_id = $1 and asin = page.search_asin
      order by deleted_at is not null, created_at desc limit 1) as product on true
  $q$, v_filter,
    case when p_cursor is null then 'true'
      else format('newest_at < %1$L::timestamptz or (newest_at = %1$L::timestamptz and key > %2$L)',
        p_cursor ->> 'newest_at', p_cursor ->> 'key') end)
    into v_answer using v_workspace_id, p_limit, p_count;
  return v_answer;
end;
$$;
grant execute on function public.list_influencer_tasks, public.count_influencer_tasks, public.list_task_groups
  to authenticated;

-- Security definer like the lists; the update itself is guarded by the workspace in its first condition.
create function public.update_influencer_task(p_id uuid, p_changes jsonb, p_if_match timestamptz default null)
  returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.current_workspace_id();
  v_user_id uuid := (select auth.uid());
  v_task public.influencer_tasks;
  v_answer jsonb;
begin
  select * into v_task from public.influencer_tasks where id = p_id and workspace_id = v_workspace_id for update;
  if not found then
    raise exception 'task_not_found' using errcode = 'PT404', detail = 'No such task in your workspace.';
  end if;
  if p_if_match is not null and p_if_match <> v_task.updated_at then
    raise exception 'row_changed'
      using errcode = 'PT409', detail = 'Somebody changed this task in the meantime. Look at it again.';
  end if;
  if (p_changes ->> 'claimed')::boolean and v_task.claimed_by <> v_user_id and v_task.claimed_until > now() then
    raise exception 'task_claimed' using errcode = 'PT409', detail = 'Somebody else is working on this task.';
  end if;

  update public.influencer_tasks set
    note = case when p_changes ? 'note' then p_changes ->> 'note' else note end,
    claimed_by = case p_changes ->> 'claimed' when 'true' then v_user_id when 'false' then null else claimed_by end,
    claimed_until = case p_changes ->> 'claimed' when 'true' then now() + interval '30 minutes' when 'false' then null
    else claimed_until end,
    status = coalesce(p_changes ->> 'status', status)
  where id = p_id
    and (status is distinct from coalesce(p_changes ->> 'status', status)
      or (p_changes ? 'note' and note is distinct from p_changes ->> 'note')
      or p_changes ? 'claimed');

  select to_jsonb(detail) - 'workspace_id' into v_answer from private.task_details as detail where id = p_id;
  return v_answer;
end;
$$;
grant execute on function public.update_influencer_task to authenticated;

-- Security definer like the lists.
create function public.get_influencer_task(p_id uuid) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select to_jsonb(detail) - 'workspace_id' from private.task_details as detail
  where id = p_id and workspace_id = private.current_workspace_id();
$$;
grant execute on function public.get_influencer_task to authenticated;

-- The tasks a product has a right to: its own in the home countries, and one per accepted correlation and country.
-- Existing rows stay as they are: a completed task is never opened again. Answers how many are new.
create function private.make_tasks(p_product public.sourced_products, p_correlation_id uuid default null)
  returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_own integer := 0;
  v_correlated integer;
begin
  if p_correlation_id is null then
    insert into public.influencer_tasks (workspace_id, asin, search_asin, product_id, marketplace)
    select p_product.workspace_id, p_product.asin, p_product.asin, p_product.id, home.marketplace
    from public.workspace_marketplaces as home
    where home.workspace_id = p_product.workspace_id and home.is_home
    on conflict (workspace_id, search_asin, asin, marketplace) do nothing;
    get diagnostics v_own = row_count;
  end if;

  insert into public.influencer_tasks (workspace_id, asin, search_asin, product_id, correlation_id, title, image_url,
    marketplace)
  select p_product.workspace_id, other.similar_asin, p_product.asin, p_product.id, other.id, other.title,
    other.image_url, enabled.marketplace
  from public.asin_correlations as other
  join public.workspace_marketplaces as enabled
    on enabled.workspace_id = other.workspace_id and enabled.is_enabled
      and enabled.marketplace = any (other.marketplaces)
  where other.workspace_id = p_product.workspace_id and other.product_id = p_product.id and other.decision = 'accepted'
    and (p_correlation_id is null or other.id = p_correlation_id)
  on conflict (workspace_id, search_asin, asin, marketplace) do nothing;
  get diagnostics v_correlated = row_count;
  return v_own + v_correlated;
end;
$$;

-- Saves an uploaded file as a video: the row, the tasks, the link to waiting tasks and the product's automation, or
-- none. Security definer: video_id and is_for_tasks are no client's to write. Sent twice, the second changes nothing.
create function public.save_video(
  p_product_id uuid, p_upload_session_id uuid, p_filename text, p_file_size bigint, p_mime_type text,
  p_duration_seconds double precision default null, p_thumbnail_url text default null
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_product public.sourced_products;
  v_session public.upload_sessions;
  v_video public.product_videos;
  v_status_id uuid;
  v_waiting integer;
  v_created integer := 0;
  v_linked integer := 0;
begin
  select * into v_product from public.sourced_products
  where id = p_product_id and workspace_id = v_workspace_id and deleted_at is null for update;
  if not found then
    raise exception 'product_not_found' using errcode = 'PT404', detail = 'No such product in your workspace.';
  end if;
  select * into v_session from public.upload_sessions
  where id = p_upload_session_id and workspace_id = v_workspace_id and product_id = p_product_id for update;
  if not found then
    raise exception 'upload_session_not_found'
      using errcode = 'PT404', detail = 'This upload has expired or belongs to another product. Upload the file again.';
  end if;

  if v_session.video_id is not null then
    select * into v_video from public.product_videos where id = v_session.video_id;
    return jsonb_build_object('video', to_jsonb(v_video), 'tasks', jsonb_build_object('created', 0, 'linked', 0));
  end if;

  -- The store's own record, not the client's word. In OneDrive our functions have looked, and written down which item
  -- it is.
  if v_session.file_size <> p_file_size or (v_session.source = 'onedrive' and v_session.onedrive_item_id is null)
    or (v_session.source = 'storage' and not exists (
      select from storage.objects
      where bucket_id = 'product-videos' and name = v_session.storage_path
        and (metadata ->> 'size')::bigint = p_file_size))
  then
    raise exception 'upload_incomplete' using errcode = 'PT409',
      detail = 'The file has not arrived completely. Upload it again; nothing was saved.';
  end if;

  insert into public.product_videos (workspace_id, product_id, asin, source, storage_path, onedrive_file_id, filename,
    file_size,
    mime_type, duration_seconds, thumbnail_url, is_for_tasks, created_by)
  values (v_workspace_id, v_product.id, v_product.asin, v_session.source, v_session.storage_path,
    v_session.onedrive_item_id,
    p_filename, p_file_size, p_mime_type, p_duration_seconds, p_thumbnail_url,
    not exists (select from public.product_videos
    where workspace_id = v_workspace_id and asin = v_product.asin and is_for_tasks),
    (select auth.uid()))
  returning * into v_video;
  update public.upload_sessions set video_id = v_video.id, upload_url_sealed = null where id = v_session.id;

  if v_video.is_for_tasks then
    -- Counted before they change: these wait for a video and are about to get one.
    select count(*) into v_waiting from public.influencer_tasks
    where workspace_id = v_workspace_id and search_asin = v_product.asin and video_id is null and status = 'pending';
    v_created := private.make_tasks(v_product);
    update public.influencer_tasks set video_id = v_video.id
    where workspace_id = v_workspace_id and search_asin = v_product.asin and asin = v_product.asin and video_id is null;
    perform private.give_video(v_workspace_id, v_product.asin, v_video.id);
    v_linked := v_waiting;

    select id into v_status_id from public.crm_statuses
      where workspace_id = v_workspace_id and automation = 'video_made';
    if found then
      update public.sourced_products set status_id = v_status_id where id = v_product.id and status_id is distinct
        from v_status_id;
    end if;
  end if;

  return jsonb_build_object('video', to_jsonb(v_video), 'tasks',
    jsonb_build_object('created', v_created, 'linked', v_linked));
end;
$$;

-- A person picks which of a product's videos the waiting tasks carry; finished tasks keep the one they were done with.
create function public.choose_video(p_id uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_video public.product_videos;
begin
  select * into v_video from public.product_videos where id = p_id and workspace_id = v_workspace_id for update;
  if not found then
    raise exception 'video_not_found' using errcode = 'PT404', detail = 'No such video in your workspace.';
  end if;
  if not v_video.is_for_tasks then
    update public.product_videos set is_for_tasks = false
    where workspace_id = v_workspace_id and asin = v_video.asin and is_for_tasks;
    update public.product_videos set is_for_tasks = true where id = p_id returning * into v_video;
  end if;
  perform private.give_video(v_workspace_id, v_video.asin, v_video.id);
  return to_jsonb(v_video);
end;
$$;

-- Accepting makes the tasks, with the parent's video at once. Declining or taking back withdraws those nobody touched.
create function public.decide_correlation(p_id uuid, p_decision text, p_is_shown_in_video boolean default null)
  returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_correlation public.asin_correlations;
  v_product public.sourced_products;
  v_created integer := 0;
  v_withdrawn integer := 0;
begin
  select * into v_correlation from public.asin_correlations
    where id = p_id and workspace_id = v_workspace_id for update;
  if not found then
    raise exception 'correlation_not_found' using errcode = 'PT404', detail = 'No such correlation in your workspace.';
  end if;
  if p_decision = 'accepted' and v_correlation.relation = 'similar'
    and not coalesce(p_is_shown_in_video, v_correlation.is_shown_in_video) then
    raise exception 'invalid_input' using errcode = 'PT400', hint = 'is_shown_in_video',
      detail = 'Amazon forbids tagging a merely similar product. Accept it only if you show it in the video.';
  end if;

  if v_correlation.decision is distinct from p_decision
    or (p_is_shown_in_video is not null and p_is_shown_in_video <> v_correlation.is_shown_in_video) then
    update public.asin_correlations set
      decision = p_decision,
      is_shown_in_video = coalesce(p_is_shown_in_video, is_shown_in_video),
      decided_at = case when p_decision is not null then now() end,
      decided_by = case when p_decision is not null then (select auth.uid()) end
    where id = p_id returning * into v_correlation;
  end if;

  if p_decision = 'accepted' then
    select * into strict v_product from public.sourced_products where id = v_correlation.product_id;
    v_created := private.make_tasks(v_product, p_id);
  else
    delete from public.influencer_tasks
    where workspace_id = v_workspace_id and correlation_id = p_id and status = 'pending'
      and note is null and claimed_by is null and thumbnail_url is null;
    get diagnostics v_withdrawn = row_count;
  end if;
  return jsonb_build_object('correlation', to_jsonb(v_correlation),
    'tasks', jsonb_build_object('created', v_created, 'withdrawn', v_withdrawn));
end;
$$;
grant execute on function public.save_video, public.choose_video, public.decide_correlation to authenticated;
