-- Upload tasks: one ASIN in one marketplace, with the video of its parent. Only this migration passes a parent's video
-- to the tasks of its correlations.

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
  video_id       uuid,
  video_lost_at  timestamptz,
  marketplace    text not null references public.marketplaces (code),
  status         text not null default 'pending',
  completed_at   timestamptz,
  completed_by   uuid,
  completion_id  uuid,
  page_url       text,
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
  constraint influencer_tasks_note_length check (char_length(note) <= 2000),
  constraint influencer_tasks_evidence_needs_completion
    check (status = 'completed' or (completion_id is null and page_url is null)),
  constraint influencer_tasks_page_url_is_https check (page_url ~ '^https://[^[:space:]]+$'
    and char_length(page_url) <= 2000)
);
comment on table public.influencer_tasks is 'One row per upload to do on Amazon.';
comment on column public.influencer_tasks.search_asin
  is 'The parent ASIN, whose video the task carries; equal to asin on the parent''s own task.';
comment on column public.influencer_tasks.video_id
  is 'Inherited from the parent''s own task by trigger; no client may write it.';
comment on column public.influencer_tasks.completion_id
  is 'The number that the side panel gave to this completion: a panel that asks again recognizes its own.';
comment on column public.influencer_tasks.page_url is 'Evidence: the Amazon page on which the person found the upload.';
comment on column public.influencer_tasks.video_lost_at
  is 'When the task''s video was deleted; null while the task has a video or never had one.';

-- Serves exactly the update that passes the video on: the pending tasks of one parent.
create index influencer_tasks_pending_parent_idx on public.influencer_tasks (workspace_id, search_asin)
  where status = 'pending';
create index influencer_tasks_list_idx on public.influencer_tasks (workspace_id, created_at desc, id desc);
create index influencer_tasks_completed_idx on public.influencer_tasks (workspace_id, completed_at desc, id desc)
  where completed_at is not null;
create index influencer_tasks_product_id_idx on public.influencer_tasks (product_id, status);
create index influencer_tasks_correlation_id_idx on public.influencer_tasks (correlation_id);
create index influencer_tasks_video_id_idx on public.influencer_tasks (video_id);
create index influencer_tasks_claimed_by_idx on public.influencer_tasks (claimed_by);

create trigger _100_touch_updated_at before update on public.influencer_tasks
  for each row execute function private.touch_updated_at();

-- Completing sets the time and the person once; reopening clears them, with the evidence. Completing twice counts as
-- once. A completion that waited for a network brings its own time, which lies between the task's creation and now.
create function private.stamp_task_status() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if new.status = 'completed' then
    new.completed_at := least(now(), greatest(coalesce(new.completed_at, now()), new.created_at));
    new.completed_by := (select auth.uid());
  else
    new.completed_at := null;
    new.completed_by := null;
    new.completion_id := null;
    new.page_url := null;
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

-- The video for the tasks of a parent: the one chosen for tasks, or the video of the parent's own task.
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

-- One indexed update, however many correlated tasks there are.
create function private.give_video(p_workspace_id uuid, p_search_asin text, p_video_id uuid) returns void
language sql
set search_path = ''
as $$
  update public.influencer_tasks set video_id = p_video_id
  where workspace_id = p_workspace_id and search_asin = p_search_asin and status = 'pending'
    and video_id is distinct from p_video_id;
$$;

-- Security definer: the caller may not write video_id. The trigger fires only for a parent's own task; its updates of
-- the other rows do not match the condition, so ten thousand tasks cost one update and no further calls. A
-- deleted video fires it after the next video was chosen, so a lost video passes on what the parent has by then.
create function private.inherit_video() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform private.give_video(new.workspace_id, new.search_asin,
    coalesce(new.video_id, private.parent_video(new.workspace_id, new.search_asin)));
  return null;
end;
$$;
create trigger _400_inherit_video after update of video_id on public.influencer_tasks
  for each row when (new.asin = new.search_asin and new.video_id is distinct from old.video_id)
  execute function private.inherit_video();
create trigger _410_inherit_video_at_insert after insert on public.influencer_tasks
  for each row when (new.asin = new.search_asin and new.video_id is not null)
  execute function private.inherit_video();

-- A task that is created later or reopened gets the parent's current video, also instead of the video that it had when
-- it was completed or skipped.
create function private.take_parent_video() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  new.video_id := coalesce(private.parent_video(new.workspace_id, new.search_asin), new.video_id);
  return new;
end;
$$;
create trigger _350_take_parent_video before insert on public.influencer_tasks
  for each row when (new.video_id is null) execute function private.take_parent_video();
create trigger _360_take_parent_video_again before update of status on public.influencer_tasks
  for each row when (new.status = 'pending' and old.status <> 'pending')
  execute function private.take_parent_video();

alter table public.influencer_tasks enable row level security;
-- Nobody writes a task's columns: update_influencer_task claims for the caller and for thirty minutes, and completes.
grant select on public.influencer_tasks to authenticated;
grant all on public.influencer_tasks to service_role;

create policy "Members can read their workspace's tasks" on public.influencer_tasks
  for select to authenticated using (workspace_id = (select private.current_workspace_id()));
