-- Videos of products, the uploads that bring them, and the private bucket that holds them.

create table public.product_videos (
  id               uuid primary key default gen_random_uuid(),
  workspace_id     uuid not null default private.current_workspace_id() references public.workspaces (id)
    on delete cascade,
  product_id       uuid,
  asin             text not null,
  source           text not null,
  storage_path     text,
  onedrive_file_id text,
  filename         text not null,
  file_size        bigint not null,
  mime_type        text not null,
  language         text not null default 'en',
  duration_seconds double precision,
  thumbnail_url    text,
  is_for_tasks     boolean not null default false,
  -- No foreign key: deleting a person would rewrite all their videos in one statement.
  created_by       uuid default auth.uid(),
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),

  unique (workspace_id, id),
  foreign key (workspace_id, product_id) references public.sourced_products (workspace_id, id)
    on delete set null (product_id),
  constraint product_videos_source_known check (source in ('storage', 'onedrive')),
  constraint product_videos_has_its_file check (
    (source = 'storage' and storage_path is not null) or (source = 'onedrive' and onedrive_file_id is not null)),
  constraint product_videos_file_size_positive check (file_size > 0),
  constraint product_videos_type_known check (mime_type in ('video/mp4', 'video/quicktime', 'video/webm'))
);
comment on column public.product_videos.is_for_tasks is 'The one video of its product that upload tasks carry.';
comment on column public.product_videos.storage_path
  is 'In bucket product-videos: {workspace}/{ASIN}.{ext}; never overwritten.';

create unique index product_videos_for_tasks_idx on public.product_videos (workspace_id, asin) where is_for_tasks;
create unique index product_videos_storage_path_idx on public.product_videos (storage_path)
  where storage_path is not null;
create unique index product_videos_onedrive_file_id_idx on public.product_videos (workspace_id, onedrive_file_id)
  where onedrive_file_id is not null;
create index product_videos_list_idx on public.product_videos (workspace_id, created_at desc, id desc);
create index product_videos_product_id_idx on public.product_videos (product_id, created_at desc, id desc);

-- An upload in progress. The row exists before the file can exist, so every file in the store has an owner.
create table public.upload_sessions (
  id           uuid primary key default gen_random_uuid(),
  workspace_id uuid not null default private.current_workspace_id() references public.workspaces (id) on delete cascade,
  product_id   uuid not null,
  source       text not null default 'storage',
  storage_path text not null,
  filename     text not null,
  file_size    bigint not null,
  mime_type    text not null,
  fingerprint  text,
  video_id     uuid,
  created_by   uuid default auth.uid() references public.users (id) on delete set null,
  created_at   timestamptz not null default now(),
  expires_at   timestamptz not null,

  unique (workspace_id, id),
  foreign key (workspace_id, product_id) references public.sourced_products (workspace_id, id) on delete cascade,
  foreign key (workspace_id, video_id) references public.product_videos (workspace_id, id) on delete cascade,
  constraint upload_sessions_file_size_positive check (file_size > 0)
);
comment on column public.upload_sessions.fingerprint
  is 'SHA-256 of what the client read of the file: two files of one name and size are two uploads.';
comment on column public.upload_sessions.video_id is 'Set when the file became a video; the session is then finished.';

-- The session reserves its file name, so two uploads at once cannot write one file.
create unique index upload_sessions_storage_path_idx on public.upload_sessions (storage_path);
-- Finds the session of a file that is uploaded again.
create index upload_sessions_open_idx on public.upload_sessions (workspace_id, product_id, file_size)
  where video_id is null;
create index upload_sessions_expires_at_idx on public.upload_sessions (expires_at) where video_id is null;
create index upload_sessions_video_id_idx on public.upload_sessions (video_id);
create index upload_sessions_created_by_idx on public.upload_sessions (created_by);

-- Files without a row. The transaction that deletes or replaces the row writes the orphan; a job deletes the file.
create table private.orphan_files (
  bucket     text not null,
  path       text not null,
  created_at timestamptz not null default now(),
  primary key (bucket, path)
);

create trigger _100_touch_updated_at before update on public.product_videos
  for each row execute function private.touch_updated_at();

-- However the row is deleted (directly, with its workspace or with its session), its file must be deleted too.
create function private.orphan_file() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if old.storage_path is not null then
    insert into private.orphan_files (bucket, path) values ('product-videos', old.storage_path) on conflict do nothing;
    perform private.enqueue_job('uploads.sweep', 'uploads.sweep');
  end if;
  return null;
end;
$$;

create trigger _200_orphan_file after delete on public.product_videos
  for each row execute function private.orphan_file();
create trigger _200_orphan_file after delete on public.upload_sessions
  for each row when (old.video_id is null) execute function private.orphan_file();

alter table public.product_videos enable row level security;
alter table public.upload_sessions enable row level security;

grant select on public.product_videos, public.upload_sessions to authenticated;
grant delete on public.product_videos to authenticated;
grant delete on public.upload_sessions to authenticated;
grant all on public.product_videos, public.upload_sessions to service_role;

create policy "Members can read their workspace's videos" on public.product_videos
  for select to authenticated using (workspace_id = (select private.current_workspace_id()));
create policy "Editors can delete their workspace's videos" on public.product_videos
  for delete to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can read their workspace's uploads" on public.upload_sessions
  for select to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can give up unfinished uploads" on public.upload_sessions
  for delete to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()) and video_id is null);

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values ('product-videos', 'product-videos', false, 524288000, array['video/mp4', 'video/quicktime', 'video/webm'])
on conflict (id) do nothing;

-- The first folder of a path is the workspace. Uploaders may download; only editors may upload.
create policy "Members can read their workspace's files" on storage.objects
  for select to authenticated
  using (bucket_id = 'product-videos' and split_part(name, '/', 1) = (select private.current_workspace_id())::text);
create policy "Editors can upload files" on storage.objects
  for insert to authenticated
  with check (bucket_id = 'product-videos' and split_part(name, '/', 1) = (select private.current_workspace_id())::text
    and (select private.can_edit()));
create policy "Editors can delete their workspace's files" on storage.objects
  for delete to authenticated
  using (bucket_id = 'product-videos' and split_part(name, '/', 1) = (select private.current_workspace_id())::text
    and (select private.can_edit()));

-- The arguments of an upload: a signed-in person may call the functions below without the API.
create function private.check_upload(
  p_filename text, p_file_size bigint, p_mime_type text, p_extension text, p_fingerprint text
) returns void
language plpgsql
set search_path = ''
as $$
begin
  if p_fingerprint !~ '^[0-9a-f]{64}$' then
    raise exception 'invalid_input' using errcode = 'PT400', hint = 'fingerprint',
      detail = 'A fingerprint is a SHA-256 as 64 hexadecimal digits.';
  end if;
  if char_length(p_filename) between 1 and 500 and p_file_size between 1 and 9007199254740991
    and (p_mime_type, p_extension) in (('video/mp4', 'mp4'), ('video/quicktime', 'mov'), ('video/webm', 'webm')) then
    return;
  end if;
  raise exception 'invalid_input' using errcode = 'PT400', hint = 'filename',
    detail = 'An upload is an MP4, MOV or WebM file with a name and a size.';
end;
$$;

-- Security definer: reserving a name must see the names of all sessions, so this function checks the workspace. The
-- same file uploaded again gets its earlier session, so a broken upload leaves no second row. Another file of the same
-- name and size has another fingerprint, and gets a session of its own.
create function public.begin_upload(
  p_product_id uuid, p_filename text, p_file_size bigint, p_mime_type text, p_extension text, p_seconds integer,
  p_fingerprint text default null
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_asin text;
  v_session public.upload_sessions;
  v_number integer := 1;
  v_path text;
begin
  perform private.check_upload(p_filename, p_file_size, p_mime_type, p_extension, p_fingerprint);
  if coalesce(p_seconds, 0) not between 60 and 604800 then
    raise exception 'invalid_input'
      using errcode = 'PT400', hint = 'seconds', detail = 'An upload stays open for a minute to a week.';
  end if;
  -- The lock makes two uploads to one product choose their names one after the other.
  select asin into v_asin from public.sourced_products
  where id = p_product_id and workspace_id = v_workspace_id and deleted_at is null for update;
  if not found then
    raise exception 'product_not_found'
      using errcode = 'PT404', detail = 'We can''t find this product in your workspace.';
  end if;

  update public.upload_sessions
  set expires_at = now() + make_interval(secs => p_seconds)
  where id = (
    select id from public.upload_sessions
    where workspace_id = v_workspace_id and product_id = p_product_id and source = 'storage' and video_id is null
      and expires_at > now() and filename = p_filename and file_size = p_file_size and mime_type = p_mime_type
      and fingerprint is not distinct from p_fingerprint and created_by = (select auth.uid())
    order by created_at limit 1)
  returning * into v_session;
  if found then
    return to_jsonb(v_session);
  end if;

  loop
    v_path := v_workspace_id || '/' || v_asin || case when v_number > 1 then '-' || v_number
      else '' end || '.' || p_extension;
    exit when not exists (select from public.upload_sessions where storage_path = v_path)
      and not exists (select from public.product_videos where storage_path = v_path)
      and not exists (select from private.orphan_files where bucket = 'product-videos' and path = v_path);
    v_number := v_number + 1;
  end loop;

  insert into public.upload_sessions (workspace_id, product_id, storage_path, filename, file_size, mime_type,
    fingerprint, created_by, expires_at)
  values (v_workspace_id, p_product_id, v_path, p_filename, p_file_size, p_mime_type, p_fingerprint,
    (select auth.uid()), now() + make_interval(secs => p_seconds))
  returning * into v_session;
  return to_jsonb(v_session);
end;
$$;
grant execute on function public.begin_upload to authenticated;

-- For the sweep: ends uploads that were never finished and answers the files to delete.
create function public.list_orphan_files(p_limit integer default 100) returns table (bucket text, path text)
language sql
security definer
set search_path = ''
as $$
  -- One hour longer than the upload link is valid, because a slow last byte may still arrive. OneDrive extends its link
  -- with every fragment; our server learns of it only when it requests the upload's state.
  delete from public.upload_sessions
  where video_id is null and expires_at < now() - case source when 'onedrive' then interval '1 day'
    else interval '1 hour' end;
  select bucket, path from private.orphan_files order by created_at limit p_limit;
$$;

create function public.forget_orphan_files(p_bucket text, p_paths text[]) returns void
language sql
security definer
set search_path = ''
as $$
  delete from private.orphan_files where bucket = p_bucket and path = any (p_paths);
$$;
grant execute on function public.list_orphan_files, public.forget_orphan_files to service_role;
