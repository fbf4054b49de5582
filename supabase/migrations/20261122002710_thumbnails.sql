-- Thumbnails: templates of owners with their versions, finished pictures, and runs that make many of them. A thumbnail
-- belongs to an ASIN and the parent whose tasks show it, so it serves every marketplace at once.

alter table public.workspaces add column makes_thumbnails boolean not null default true;
comment on column public.workspaces.makes_thumbnails
  is 'Assigning an owner, a new task or a new product image makes the thumbnail automatically.';

-- Uploads of template images. An upload that no version took is deleted by the sweep.
create table private.thumbnail_uploads (
  id           uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  path         text not null unique,
  created_at   timestamptz not null default now()
);
create index thumbnail_uploads_workspace_id_idx on private.thumbnail_uploads (workspace_id);
create index thumbnail_uploads_created_at_idx on private.thumbnail_uploads (created_at);

create table public.thumbnail_templates (
  id                       uuid primary key default gen_random_uuid(),
  workspace_id             uuid not null default private.current_workspace_id() references public.workspaces (id)
    on delete cascade,
  owner_id                 uuid not null,
  name                     text not null,
  is_active                boolean not null default false,
  version                  integer not null default 1,
  image_path               text not null,
  image_sha256             text not null,
  image_width              integer not null,
  image_height             integer not null,
  placement_zone           jsonb not null,
  fit                      text not null,
  background               text,
  removes_white_background boolean not null,
  layers                   jsonb not null default '[]',
  created_by               uuid default auth.uid(),
  created_at               timestamptz not null default now(),
  updated_at               timestamptz not null default now(),

  unique (workspace_id, id),
  foreign key (workspace_id, owner_id) references public.crm_owners (workspace_id, id) on delete cascade,
  constraint thumbnail_templates_name_length check (char_length(name) between 1 and 60),
  constraint thumbnail_templates_version_positive check (version > 0)
);
comment on table public.thumbnail_templates is 'The image and design from which the thumbnails of an owner are made.';
comment on column public.thumbnail_templates.placement_zone
  is '{x, y, width, height} in percent of the frame; the product stands there.';
create unique index thumbnail_templates_active_idx on public.thumbnail_templates (workspace_id, owner_id)
  where is_active;
create unique index thumbnail_templates_name_idx on public.thumbnail_templates (workspace_id, owner_id, lower(name));

create table public.thumbnail_template_versions (
  id                       uuid primary key default gen_random_uuid(),
  workspace_id             uuid not null references public.workspaces (id) on delete cascade,
  template_id              uuid not null,
  version                  integer not null,
  image_path               text not null,
  image_sha256             text not null,
  image_width              integer not null,
  image_height             integer not null,
  placement_zone           jsonb not null,
  fit                      text not null,
  background               text,
  removes_white_background boolean not null,
  layers                   jsonb not null,
  changed                  text[] not null default '{}',
  restored_from            integer,
  created_by               uuid default auth.uid(),
  created_at               timestamptz not null default now(),

  unique (template_id, version),
  foreign key (workspace_id, template_id) references public.thumbnail_templates (workspace_id, id) on delete cascade
);
comment on table public.thumbnail_template_versions is 'Every version of a template, the current one included.';
create index thumbnail_template_versions_template_idx
  on public.thumbnail_template_versions (workspace_id, template_id);
-- Serves the question whether another version needs an image.
create index thumbnail_template_versions_image_idx on public.thumbnail_template_versions (image_path);

create table public.thumbnails (
  id               uuid primary key default gen_random_uuid(),
  workspace_id     uuid not null references public.workspaces (id) on delete cascade,
  search_asin      text not null,
  asin             text not null,
  product_id       uuid not null,
  owner_id         uuid,
  template_id      uuid,
  template_version integer,
  state            text not null default 'pending',
  storage_path     text,
  text             jsonb not null default '[]',
  warnings         jsonb not null default '[]',
  error_code       text,
  error            text,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),

  unique (workspace_id, id),
  unique (workspace_id, search_asin, asin),
  foreign key (workspace_id, product_id) references public.sourced_products (workspace_id, id) on delete cascade,
  foreign key (workspace_id, owner_id) references public.crm_owners (workspace_id, id) on delete set null (owner_id),
  foreign key (workspace_id, template_id) references public.thumbnail_templates (workspace_id, id)
    on delete set null (template_id),
  constraint thumbnails_asin_shape check (asin ~ '^(B[0-9A-Z]{9}|[0-9]{9}[0-9X])$'),
  constraint thumbnails_search_asin_shape check (search_asin ~ '^(B[0-9A-Z]{9}|[0-9]{9}[0-9X])$'),
  constraint thumbnails_state_known check (state in ('pending', 'processing', 'ready', 'failed')),
  constraint thumbnails_ready_has_file check (state <> 'ready' or storage_path is not null),
  constraint thumbnails_error_has_failed check ((error_code is null) = (state <> 'failed')),
  constraint thumbnails_text_is_list check (jsonb_typeof(text) = 'array'),
  constraint thumbnails_warnings_is_list check (jsonb_typeof(warnings) = 'array')
);
comment on table public.thumbnails
  is 'One row per ASIN and parent: the tasks of that ASIN and parent show it in all their marketplaces.';
comment on column public.thumbnails.storage_path
  is 'In bucket generated-thumbnails: {workspace}/{asin}/{hash of the inputs}.jpg. It stays when a later render fails.';
create index thumbnails_product_idx on public.thumbnails (workspace_id, product_id);
create index thumbnails_owner_idx on public.thumbnails (workspace_id, owner_id);
create index thumbnails_template_idx on public.thumbnails (workspace_id, template_id, template_version);
-- Serves an ASIN without a task.
create index thumbnails_asin_idx on public.thumbnails (workspace_id, asin);
create index thumbnails_storage_path_idx on public.thumbnails (storage_path);

create table public.thumbnail_runs (
  id           uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  kind         text not null,
  template_id  uuid,
  created_by   uuid default auth.uid(),
  created_at   timestamptz not null default now(),
  finished_at  timestamptz,

  unique (workspace_id, id),
  foreign key (workspace_id, template_id) references public.thumbnail_templates (workspace_id, id)
    on delete set null (template_id),
  constraint thumbnail_runs_kind_known check (kind in ('template', 'products', 'automatic'))
);
comment on table public.thumbnail_runs is 'Many thumbnails made by one job; kept for 30 days with the files before.';
create index thumbnail_runs_list_idx on public.thumbnail_runs (workspace_id, created_at desc, id desc);
create index thumbnail_runs_template_idx on public.thumbnail_runs (workspace_id, template_id);
-- Serves the purge.
create index thumbnail_runs_created_at_idx on public.thumbnail_runs (created_at);

create table public.thumbnail_run_items (
  id           uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  run_id       uuid not null,
  thumbnail_id uuid not null,
  position     integer not null,
  state        text not null default 'waiting',
  before_path  text,
  after_path   text,
  text         jsonb not null default '[]',
  warnings     jsonb not null default '[]',
  error_code   text,
  error        text,

  unique (run_id, position),
  foreign key (workspace_id, run_id) references public.thumbnail_runs (workspace_id, id) on delete cascade,
  foreign key (workspace_id, thumbnail_id) references public.thumbnails (workspace_id, id) on delete cascade,
  constraint thumbnail_run_items_state_known check (state in ('waiting', 'made', 'unchanged', 'failed')),
  constraint thumbnail_run_items_error_has_failed check ((error_code is null) = (state <> 'failed')),
  constraint thumbnail_run_items_text_is_list check (jsonb_typeof(text) = 'array'),
  constraint thumbnail_run_items_warnings_is_list check (jsonb_typeof(warnings) = 'array')
);
create index thumbnail_run_items_run_idx on public.thumbnail_run_items (workspace_id, run_id, position);
create index thumbnail_run_items_thumbnail_idx on public.thumbnail_run_items (workspace_id, thumbnail_id);
create index thumbnail_run_items_before_idx on public.thumbnail_run_items (before_path) where before_path is not null;
create index thumbnail_run_items_after_idx on public.thumbnail_run_items (after_path) where after_path is not null;

create trigger _100_touch_updated_at before update on public.thumbnail_templates
  for each row execute function private.touch_updated_at();
create trigger _100_touch_updated_at before update on public.thumbnails
  for each row execute function private.touch_updated_at();

-- Functions write these tables; the dashboard reads them, and an uploader reads the thumbnails of the tasks.
alter table public.thumbnail_templates enable row level security;
alter table public.thumbnail_template_versions enable row level security;
alter table public.thumbnails enable row level security;
alter table public.thumbnail_runs enable row level security;
alter table public.thumbnail_run_items enable row level security;
grant select on public.thumbnail_templates, public.thumbnail_template_versions, public.thumbnails,
  public.thumbnail_runs, public.thumbnail_run_items to authenticated;
grant all on public.thumbnail_templates, public.thumbnail_template_versions, public.thumbnails,
  public.thumbnail_runs, public.thumbnail_run_items to service_role;

create policy "Editors can read their workspace's templates" on public.thumbnail_templates
  for select to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can read the versions of their workspace's templates" on public.thumbnail_template_versions
  for select to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Members can read their workspace's thumbnails" on public.thumbnails
  for select to authenticated using (workspace_id = (select private.current_workspace_id()));
create policy "Editors can read their workspace's runs" on public.thumbnail_runs
  for select to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can read what their workspace's runs made" on public.thumbnail_run_items
  for select to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));

-- Files. Their first folder is the workspace.
insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types) values
  ('thumbnail-templates', 'thumbnail-templates', false, 5242880, array['image/jpeg', 'image/png', 'image/webp']),
  ('generated-thumbnails', 'generated-thumbnails', false, 5242880, array['image/jpeg'])
on conflict (id) do nothing;
create policy "Editors can read their workspace's template images" on storage.objects
  for select to authenticated
  using (bucket_id = 'thumbnail-templates' and (select private.can_edit())
    and split_part(name, '/', 1) = (select private.current_workspace_id())::text);
create policy "Editors can upload images for templates" on storage.objects
  for insert to authenticated
  with check (bucket_id = 'thumbnail-templates' and (select private.can_edit())
    and split_part(name, '/', 1) = (select private.current_workspace_id())::text);
-- The server alone writes pictures; members read them.
create policy "Members can read their workspace's generated thumbnails" on storage.objects
  for select to authenticated
  using (bucket_id = 'generated-thumbnails'
    and split_part(name, '/', 1) = (select private.current_workspace_id())::text);

create function private.orphan_file(p_bucket text, p_path text) returns void
language plpgsql
set search_path = ''
as $$
begin
  insert into private.orphan_files (bucket, path) values (p_bucket, p_path) on conflict do nothing;
  perform private.enqueue_job('uploads.sweep', 'uploads.sweep');
end;
$$;

-- A picture is deleted when neither a thumbnail nor a run's sheet shows it.
create function private.release_thumbnail_file(p_path text) returns void
language plpgsql
set search_path = ''
as $$
begin
  if p_path is null or exists (select from public.thumbnails where storage_path = p_path)
    or exists (select from public.thumbnail_run_items where before_path = p_path)
    or exists (select from public.thumbnail_run_items where after_path = p_path) then
    return;
  end if;
  perform private.orphan_file('generated-thumbnails', p_path);
end;
$$;

create function private.release_thumbnail_files() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_table_name = 'thumbnails' then
    perform private.release_thumbnail_file(old.storage_path);
  else
    perform private.release_thumbnail_file(old.before_path);
    perform private.release_thumbnail_file(old.after_path);
  end if;
  return null;
end;
$$;
create trigger _200_release_files after delete on public.thumbnails
  for each row execute function private.release_thumbnail_files();
create trigger _200_release_files after delete on public.thumbnail_run_items
  for each row execute function private.release_thumbnail_files();

create function private.release_template_image() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_path text := case when tg_table_name = 'thumbnail_uploads' then to_jsonb(old) ->> 'path'
    else to_jsonb(old) ->> 'image_path' end;
begin
  if not exists (select from public.thumbnail_template_versions where image_path = v_path) then
    perform private.orphan_file('thumbnail-templates', v_path);
  end if;
  return null;
end;
$$;
create trigger _200_release_image after delete on public.thumbnail_template_versions
  for each row execute function private.release_template_image();
create trigger _200_release_image after delete on private.thumbnail_uploads
  for each row execute function private.release_template_image();

-- The picture of a task: its own, that of its ASIN as a product, or its parent's. Two rows at most are read.
create function private.thumbnail_of_task(p_workspace_id uuid, p_search_asin text, p_asin text)
  returns table (source text, storage_path text)
language sql
stable
set search_path = ''
as $$
  select case when found.asin = p_asin then 'own' else 'inherited' end, found.storage_path
  from public.thumbnails as found
  where found.workspace_id = p_workspace_id and found.storage_path is not null
    and (found.search_asin, found.asin)
      in ((p_search_asin, p_asin), (p_asin, p_asin), (p_search_asin, p_search_asin))
  order by found.asin <> p_asin, found.search_asin <> p_search_asin limit 1;
$$;

-- A task with everything that people see: where the workspace uploads in another language than the video's, the state
-- of the dub that it needs, and the picture that it would hand on. The view is private because it reads the product's
-- video title, which an uploader may not read directly; the functions of tasks show it for one workspace at a time.
create view private.task_details as
select
  task.id, task.workspace_id, task.asin, task.search_asin, task.product_id, task.correlation_id,
  coalesce(task.title, product.title) as title, coalesce(task.image_url, product.image_url) as image_url,
  task.video_id,
  case when task.video_id is not null then null when task.video_lost_at is not null then 'video_deleted'
    else 'not_uploaded' end
    as no_video_reason,
  product.video_title, task.marketplace, task.status,
  coalesce(own.language, market.language) as upload_language,
  coalesce(own.language, market.language) <> coalesce(video.language, 'en') as requires_dubbing,
  -- Why nobody can do a pending upload yet.
  case when task.status = 'pending' then array_remove(array[
    case when task.video_id is null then 'no_video' end,
    case when coalesce(own.language, market.language) <> coalesce(video.language, 'en')
      and dub.state is distinct from 'ready' then 'needs_dub' end,
    case when sold.availability = 'unavailable' then 'not_available' end], null) else '{}'::text[] end as missing,
  task.completed_at, task.completed_by, completer.name as completed_by_name, task.completion_id, task.page_url,
  claimer.id as claimed_by, claimer.name as claimed_by_name,
  case when task.claimed_until > now() then task.claimed_until end as claimed_until, task.note,
  task.created_at, task.updated_at,
  case when dub.id is not null then jsonb_build_object('id', dub.id, 'language', dub.language, 'state', dub.state) end
    as variant,
  sold.availability, sold.checked_at as availability_checked_at,
  (select picture.storage_path
    from private.thumbnail_of_task(task.workspace_id, task.search_asin, task.asin) as picture) as thumbnail_path
from public.influencer_tasks as task
join public.marketplaces as market on market.code = task.marketplace
left join public.workspace_marketplaces as own
  on own.workspace_id = task.workspace_id and own.marketplace = task.marketplace
left join public.sourced_products as product on product.id = task.product_id
left join public.product_videos as video on video.id = task.video_id
left join public.asin_facts as sold on task.correlation_id is not null and sold.workspace_id = task.workspace_id
  and sold.asin = task.asin and sold.marketplace = task.marketplace
left join public.users as completer on completer.id = task.completed_by
left join public.users as claimer on claimer.id = task.claimed_by and task.claimed_until > now()
left join public.video_variants as dub
  on dub.video_id = task.video_id and dub.kind = 'dub'
    and coalesce(dub.profile, dub.language) = coalesce(own.language, market.language)
    and coalesce(own.language, market.language) <> coalesce(video.language, 'en');
