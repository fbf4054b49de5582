-- Posts: one video and text for several accounts, with one job per post and account. A person writes posts; only the
-- publishing functions write what became of a job.

create table public.social_posts (
  id               uuid primary key default gen_random_uuid(),
  workspace_id     uuid not null default private.current_workspace_id() references public.workspaces (id)
    on delete cascade,
  product_id       uuid,
  video_id         uuid,
  caption          text not null default '',
  link             text,
  covers           boolean not null default true,
  dub_language     text,
  is_ai_generated  boolean not null default false,
  state            text not null default 'draft',
  scheduled_wall   timestamp,
  time_zone        text,
  scheduled_at     timestamptz,
  schedule_rule    text,
  repeats_post_id  uuid,
  created_by       uuid default auth.uid(),
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),

  unique (workspace_id, id),
  foreign key (workspace_id, product_id) references public.sourced_products (workspace_id, id)
    on delete set null (product_id),
  foreign key (workspace_id, video_id) references public.product_videos (workspace_id, id)
    on delete set null (video_id),
  foreign key (workspace_id, repeats_post_id) references public.social_posts (workspace_id, id)
    on delete set null (repeats_post_id),
  constraint social_posts_state_known
    check (state in ('draft', 'scheduled', 'publishing', 'posted', 'partial', 'failed', 'cancelled')),
  constraint social_posts_schedule_is_whole check (
    (scheduled_wall is null) = (scheduled_at is null) and (time_zone is null) = (scheduled_at is null)
    and (schedule_rule is null or scheduled_at is not null)),
  constraint social_posts_scheduled_has_its_time check (state <> 'scheduled' or scheduled_at is not null),
  constraint social_posts_dub_language_known check (dub_language in ('de', 'fr', 'es', 'it', 'ja')),
  constraint social_posts_schedule_rule_known check (schedule_rule in ('moved', 'first')),
  constraint social_posts_caption_length check (char_length(caption) <= 70000),
  constraint social_posts_link_length check (char_length(link) <= 2000)
);
comment on table public.social_posts is
  'draft, scheduled and cancelled are a person''s choice; publishing, posted, partial and failed follow from its jobs.';
comment on column public.social_posts.scheduled_wall is
  'The time on the clock of time_zone that the person chose; scheduled_at is the moment that it means.';
comment on column public.social_posts.schedule_rule is
  'moved: that time does not exist on that day, and the next one that does was taken. first: it exists twice, and the '
  'first was taken.';
comment on column public.social_posts.dub_language is
  'The dub of the video that is posted, whose voice is AI''s; null: the video itself.';
comment on column public.social_posts.covers is 'The thumbnail of the product is sent as the cover.';

create index social_posts_list_idx on public.social_posts (workspace_id, scheduled_at, id);
-- Serves the list of posts without a state.
create index social_posts_newest_idx on public.social_posts (workspace_id, created_at desc, id desc);
create index social_posts_state_idx on public.social_posts (workspace_id, state, created_at desc, id desc);
create index social_posts_video_id_idx on public.social_posts (video_id);
create index social_posts_product_id_idx on public.social_posts (product_id, created_at desc);
create index social_posts_repeats_post_id_idx on public.social_posts (repeats_post_id);

create table public.social_post_jobs (
  id             uuid primary key default gen_random_uuid(),
  workspace_id   uuid not null default private.current_workspace_id() references public.workspaces (id)
    on delete cascade,
  post_id        uuid not null,
  connection_id  uuid not null,
  network        text not null,
  caption        text,
  title          text,
  privacy        text,
  tags           text[] not null default '{}',
  state          text not null default 'pending',
  run_at         timestamptz,
  worker         uuid,
  leased_until   timestamptz,
  failures       smallint not null default 0,
  started_at     timestamptz,
  container_id   text,
  container_at   timestamptz,
  media_id       text,
  permalink      text,
  cover_state    text,
  cover_error    text,
  waiting_code   text,
  waiting_reason text,
  error_code     text,
  error          text,
  publish_at     timestamptz,
  posted_at      timestamptz,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),

  unique (workspace_id, id),
  foreign key (workspace_id, post_id) references public.social_posts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, connection_id) references public.social_connections (workspace_id, id) on delete cascade,
  constraint social_post_jobs_network_known check (network in ('instagram', 'facebook', 'youtube', 'tiktok')),
  constraint social_post_jobs_state_known
    check (state in ('pending', 'preparing', 'publishing', 'posted', 'failed', 'unknown', 'cancelled')),
  constraint social_post_jobs_posted_has_its_media check (state <> 'posted' or (media_id is not null
    and posted_at is not null)),
  constraint social_post_jobs_failed_has_its_reason check ((state = 'failed') = (error_code is not null)
    and (error_code is null) = (error is null)),
  constraint social_post_jobs_waiting_is_whole check ((waiting_code is null) = (waiting_reason is null)),
  constraint social_post_jobs_cover_state_known check (cover_state in ('sent', 'failed')),
  constraint social_post_jobs_privacy_known check (privacy in ('public', 'unlisted', 'private')),
  constraint social_post_jobs_caption_length check (char_length(caption) <= 70000),
  constraint social_post_jobs_permalink_is_link
    check (permalink ~* '^https?://[^ \t\r\n]+$' and char_length(permalink) <= 2000),
  constraint social_post_jobs_media_id_length check (char_length(media_id) between 1 and 128),
  constraint social_post_jobs_title_length check (char_length(title) <= 300),
  constraint social_post_jobs_tags_length check (array_position(tags, null) is null and cardinality(tags) <= 60
    and char_length(array_to_string(tags, ',')) <= 3000)
);
comment on table public.social_post_jobs is
  'One per post and account. pending → preparing (a container or an upload exists) → publishing (the network was asked '
  'to make it public) → posted, failed or unknown; unknown is looked up and never repeated blindly.';
comment on column public.social_post_jobs.caption is 'The version for this network; null: the caption of the post.';
comment on column public.social_post_jobs.run_at is
  'When it may next be worked on; null while nothing is to be done.';
comment on column public.social_post_jobs.failures is 'How often in a row it went wrong and was put off.';
comment on column public.social_post_jobs.started_at is
  'When this attempt was first worked on; a retry begins another.';
comment on column public.social_post_jobs.container_id is
  'What the network gave before anything was public: a container, an upload, a video that is not published.';
comment on column public.social_post_jobs.publish_at is 'When the network was asked to make it public.';
comment on column public.social_post_jobs.waiting_code is 'Why it waits without having failed.';

create unique index social_post_jobs_post_idx on public.social_post_jobs (post_id, connection_id);
create unique index social_post_jobs_media_idx on public.social_post_jobs (connection_id, media_id)
  where media_id is not null;
create index social_post_jobs_connection_id_idx on public.social_post_jobs (connection_id);
create index social_post_jobs_workspace_id_idx on public.social_post_jobs (workspace_id);
-- The claim reads the beginning of this index.
create index social_post_jobs_due_idx on public.social_post_jobs (run_at, id) where run_at is not null;

create trigger _100_touch_updated_at before update on public.social_posts
  for each row execute function private.touch_updated_at();
create trigger _100_touch_updated_at before update on public.social_post_jobs
  for each row execute function private.touch_updated_at();

alter table public.social_posts enable row level security;
alter table public.social_post_jobs enable row level security;
grant select on public.social_posts, public.social_post_jobs to authenticated;
grant all on public.social_posts, public.social_post_jobs to service_role;

create policy "Editors can read their workspace's posts" on public.social_posts
  for select to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can read what became of their workspace's posts" on public.social_post_jobs
  for select to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));

select private.note_writes_of('public.social_posts'), private.note_writes_of('public.social_post_jobs');
