-- OneDrive as the store for videos: the workspace's account, uploads to it, and files to delete. The server seals the
-- upload links; only the service role can read the sealed links.

create table public.user_onedrive_connections (
  workspace_id    uuid primary key references public.workspaces (id) on delete cascade,
  user_id         uuid not null references public.users (id) on delete cascade,
  account_email   text not null,
  drive_id        text not null,
  refreshed_at    timestamptz not null default now(),
  folder_id       text,
  folder_path     text,
  is_chosen       boolean not null default true,
  state           text not null default 'connected',
  error_code      text,
  error_since     timestamptz,
  error_count     integer not null default 0,
  last_success_at timestamptz,
  connected_at    timestamptz not null default now(),
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),

  constraint user_onedrive_connections_state_known check (state in ('connected', 'reconnect', 'error')),
  constraint user_onedrive_connections_folder_has_its_path check ((folder_id is null) = (folder_path is null))
);
comment on table public.user_onedrive_connections
  is 'One OneDrive per workspace, connected by one person; deleted with that person.';
comment on column public.user_onedrive_connections.is_chosen
  is 'New videos go to OneDrive instead of the private bucket.';

create index user_onedrive_connections_user_id_idx on public.user_onedrive_connections (user_id);

create trigger _100_touch_updated_at before update on public.user_onedrive_connections
  for each row execute function private.touch_updated_at();

alter table public.user_onedrive_connections enable row level security;
grant select (workspace_id, user_id, account_email, folder_id, folder_path, is_chosen, state, error_code, error_since,
  error_count, refreshed_at, last_success_at, connected_at, created_at, updated_at)
  on public.user_onedrive_connections to authenticated;
grant all on public.user_onedrive_connections to service_role;

create policy "Editors can read how their workspace's OneDrive is" on public.user_onedrive_connections
  for select to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));

insert into private.connection_providers (provider, shown_in, account_column, keeps_one, waiting_jobs)
values ('onedrive', 'user_onedrive_connections', 'drive_id', true, '{videos.%,onedrive.%}');

create trigger _900_forget_tokens after delete on public.user_onedrive_connections
  for each row execute function private.forget_tokens();

-- For the service role, which names the workspace. Connecting the same drive again keeps its folder.
create function public.store_onedrive_connection(
  p_workspace_id uuid, p_user_id uuid, p_account_email text, p_drive_id text, p_tokens jsonb
) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into public.user_onedrive_connections as known (workspace_id, user_id, account_email, drive_id)
  values (p_workspace_id, p_user_id, p_account_email, p_drive_id)
  on conflict (workspace_id) do update set
    user_id = excluded.user_id, account_email = excluded.account_email, drive_id = excluded.drive_id,
    connected_at = now(),
    folder_id = case when known.drive_id = excluded.drive_id then known.folder_id end,
    folder_path = case when known.drive_id = excluded.drive_id then known.folder_path end;
  perform private.store_tokens('onedrive', p_workspace_id, p_drive_id, p_tokens);
  perform private.enqueue_job('onedrive.sweep', 'onedrive.sweep:' || p_workspace_id, '{}', p_workspace_id);
end;
$$;
grant execute on function public.store_onedrive_connection to service_role;

alter table public.upload_sessions
  alter column storage_path drop not null,
  add column onedrive_drive_id text,
  add column onedrive_folder_id text,
  add column onedrive_name text,
  add column onedrive_item_id text,
  add column upload_url_sealed text,
  add constraint upload_sessions_has_its_place check (
    (source = 'storage' and storage_path is not null)
    or (source = 'onedrive' and onedrive_drive_id is not null and onedrive_folder_id is not null
      and onedrive_name is not null));
comment on column public.upload_sessions.onedrive_name
  is 'The requested name, {ASIN}.{ext}; OneDrive adds a number when the name is taken.';
comment on column public.upload_sessions.onedrive_item_id is 'Set when the server has seen the whole file in OneDrive.';
comment on column public.upload_sessions.upload_url_sealed
  is 'Anyone with this link may write the file; null before OneDrive answers a link and after the video is saved.';

create unique index upload_sessions_onedrive_name_idx on public.upload_sessions (workspace_id, onedrive_name)
  where onedrive_name is not null;

revoke select on public.upload_sessions from authenticated;
grant select (id, workspace_id, product_id, source, storage_path, filename, file_size, mime_type, video_id, created_by,
  created_at, expires_at, onedrive_drive_id, onedrive_folder_id, onedrive_name, onedrive_item_id)
  on public.upload_sessions to authenticated;

-- Files and unfinished uploads in OneDrive without a row of ours. The job deletes them as soon as their drive is
-- connected.
create table private.onedrive_orphans (
  id                bigint generated always as identity primary key,
  workspace_id      uuid not null references public.workspaces (id) on delete cascade,
  item_id           text,
  drive_id          text,
  session_id        uuid,
  upload_url_sealed text,
  folder_id         text,
  name              text,
  file_size         bigint,
  began_at          timestamptz,
  created_at        timestamptz not null default now()
);
comment on column private.onedrive_orphans.drive_id
  is 'Null for a video: the job looks on the connected drive, and no other drive has this item id.';

create index onedrive_orphans_workspace_id_idx on private.onedrive_orphans (workspace_id, id);

-- Deleting a workspace leaves its files in OneDrive: the OneDrive belongs to a person.
create function private.orphan_onedrive_file() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if not exists (select from public.workspaces where id = old.workspace_id) then
    return null;
  end if;
  if tg_table_name = 'upload_sessions' then
    insert into private.onedrive_orphans (workspace_id, item_id, drive_id, session_id, upload_url_sealed, folder_id,
      name, file_size, began_at)
    values (old.workspace_id, old.onedrive_item_id, old.onedrive_drive_id, old.id, old.upload_url_sealed,
      old.onedrive_folder_id, old.onedrive_name, old.file_size, old.created_at);
  else
    insert into private.onedrive_orphans (workspace_id, item_id) values (old.workspace_id, old.onedrive_file_id);
  end if;
  perform private.enqueue_job('onedrive.sweep', 'onedrive.sweep:' || old.workspace_id, '{}', old.workspace_id);
  return null;
end;
$$;

-- Deletes the file only when the person chose to: the OneDrive is their own.
create trigger _210_orphan_onedrive_file after delete on public.product_videos
  for each row when (old.source = 'onedrive' and current_setting('opsyncpro.delete_onedrive_file', true) = 'on')
  execute function private.orphan_onedrive_file();
create trigger _210_orphan_onedrive_file after delete on public.upload_sessions
  for each row when (old.source = 'onedrive' and old.video_id is null)
  execute function private.orphan_onedrive_file();

create function public.delete_video(p_id uuid, p_delete_file boolean) returns boolean
language plpgsql
set search_path = ''
as $$
begin
  perform private.require_editor();
  perform set_config('opsyncpro.delete_onedrive_file', case when p_delete_file then 'on' else 'off' end, true);
  delete from public.product_videos where id = p_id;
  return found;
end;
$$;
comment on function public.delete_video
  is 'False when the caller''s workspace has no video with this id. A file in our own store is always deleted too.';
grant execute on function public.delete_video to authenticated;

-- For the service role, which alone may read sealed links.
create function public.list_onedrive_orphans(p_workspace_id uuid, p_after bigint, p_limit integer)
returns table (id bigint, item_id text, drive_id text, session_id uuid, upload_url_sealed text, folder_id text,
  name text, file_size bigint, began_at timestamptz)
language sql
security definer
set search_path = ''
as $$
  select id, item_id, drive_id, session_id, upload_url_sealed, folder_id, name, file_size, began_at
  from private.onedrive_orphans where workspace_id = p_workspace_id and id > p_after order by id limit p_limit;
$$;

create function public.forget_onedrive_orphan(p_id bigint) returns void
language sql
security definer
set search_path = ''
as $$
  delete from private.onedrive_orphans where id = p_id;
$$;

-- For the service role, once an hour. A file that could not be deleted is tried again; after 90 days the drive counts
-- as gone, and the file stays with its owner.
create function public.enqueue_onedrive_sweeps() returns void
language sql
security definer
set search_path = ''
as $$
  delete from private.onedrive_orphans where created_at < now() - interval '90 days';
  select private.enqueue_job('onedrive.sweep', 'onedrive.sweep:' || workspace_id, '{}', workspace_id)
  from (select distinct orphan.workspace_id from private.onedrive_orphans as orphan
    join public.user_onedrive_connections as connection on connection.workspace_id = orphan.workspace_id
    where connection.state <> 'reconnect') as waiting;
$$;

-- Disconnecting ends unfinished uploads; their own trigger gives them to the job that cancels them at Microsoft.
create function private.give_up_onedrive_uploads() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  delete from public.upload_sessions
  where workspace_id = old.workspace_id and source = 'onedrive' and video_id is null;
  return null;
end;
$$;
create trigger _200_give_up_uploads after delete on public.user_onedrive_connections
  for each row execute function private.give_up_onedrive_uploads();

grant execute on function public.list_onedrive_orphans, public.forget_onedrive_orphan, public.enqueue_onedrive_sweeps
  to service_role;

-- Security definer: reserving a name must see the names of every session. The same file from the same person for the
-- connected drive gets its earlier session; the server then checks at Microsoft that the upload link still works.
create function public.begin_onedrive_upload(
  p_product_id uuid, p_filename text, p_file_size bigint, p_mime_type text, p_extension text,
  p_fingerprint text default null
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_asin text;
  v_connection public.user_onedrive_connections;
  v_session public.upload_sessions;
  v_number integer := 1;
  v_name text;
begin
  perform private.check_upload(p_filename, p_file_size, p_mime_type, p_extension, p_fingerprint);
  -- The lock makes two uploads to one product choose their names one after the other.
  select asin into v_asin from public.sourced_products
  where id = p_product_id and workspace_id = v_workspace_id and deleted_at is null for update;
  if not found then
    raise exception 'product_not_found'
      using errcode = 'PT404', detail = 'We can''t find this product in your workspace.';
  end if;
  select * into v_connection from public.user_onedrive_connections where workspace_id = v_workspace_id;
  if not found then
    raise exception 'onedrive_not_connected' using errcode = 'PT409',
      detail = 'Connect OneDrive under Connections, or store the video with us.';
  elsif v_connection.state = 'reconnect' then
    raise exception 'onedrive_reconnect' using errcode = 'PT409',
      detail = 'Microsoft no longer lets us in. Connect OneDrive again under Connections.';
  end if;

  select * into v_session from public.upload_sessions
  where workspace_id = v_workspace_id and product_id = p_product_id and source = 'onedrive' and video_id is null
    and onedrive_drive_id = v_connection.drive_id
    and filename = p_filename and file_size = p_file_size and mime_type = p_mime_type
    and fingerprint is not distinct from p_fingerprint and created_by = (select auth.uid())
  order by created_at limit 1;
  if found then
    return to_jsonb(v_session) - 'upload_url_sealed';
  end if;

  if v_connection.folder_id is null then
    raise exception 'onedrive_folder_missing' using errcode = 'PT409',
      detail = 'Choose a OneDrive folder for videos under Connections first.';
  end if;
  loop
    v_name := v_asin || case when v_number > 1 then '-' || v_number else '' end || '.' || p_extension;
    exit when not exists (
      select from public.upload_sessions where workspace_id = v_workspace_id and onedrive_name = v_name);
    v_number := v_number + 1;
  end loop;
  insert into public.upload_sessions (workspace_id, product_id, source, onedrive_drive_id, onedrive_folder_id,
    onedrive_name, filename, file_size, mime_type, fingerprint, created_by, expires_at)
  values (v_workspace_id, p_product_id, 'onedrive', v_connection.drive_id, v_connection.folder_id, v_name, p_filename,
    p_file_size, p_mime_type, p_fingerprint, (select auth.uid()), now() + interval '1 hour')
  returning * into v_session;
  return to_jsonb(v_session) - 'upload_url_sealed';
end;
$$;

-- The stored size is in the store's own table, because a folder listing has no size of an unfinished file. Only editors
-- of the workspace get an answer.
create function public.get_upload(p_id uuid) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select to_jsonb(upload) - 'upload_url_sealed' || jsonb_build_object('stored_size', (
    select (metadata ->> 'size')::bigint from storage.objects
    where bucket_id = 'product-videos' and name = upload.storage_path))
  from public.upload_sessions as upload
  where upload.id = p_id and upload.workspace_id = (select private.current_workspace_id())
    and (select private.can_edit());
$$;
comment on function public.get_upload
  is 'The session with stored_size: bytes of its file in the private bucket, or null.';
grant execute on function public.begin_onedrive_upload, public.get_upload to authenticated;
