-- OneDrive as the place for videos: the sign-in under way, the workspace's connection, uploads to it, files to take away.
-- Tokens, code verifiers and upload addresses are sealed by the functions; nobody but the service role reads even that.

create table private.oauth_states (
  state_hash           text primary key,
  provider             text not null,
  workspace_id         uuid not null references public.workspaces (id) on delete cascade,
  user_id              uuid not null references public.users (id) on delete cascade,
  code_verifier_sealed text,
  expires_at           timestamptz not null
);
comment on table private.oauth_states is 'Sign-ins at vendors that have begun. The state itself is known to the browser alone; here is its SHA-256.';
comment on column private.oauth_states.code_verifier_sealed is 'Null for a vendor without PKCE (eBay).';

create index oauth_states_expires_at_idx on private.oauth_states (expires_at);
create index oauth_states_workspace_id_idx on private.oauth_states (workspace_id);
create index oauth_states_user_id_idx on private.oauth_states (user_id);

-- Security definer: the table is nobody's; a person writes their own sign-in and reads none.
create function public.begin_oauth(
  p_provider text, p_state_hash text, p_code_verifier_sealed text default null, p_seconds integer default 600
)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  delete from private.oauth_states where expires_at < now();
  insert into private.oauth_states (state_hash, provider, workspace_id, user_id, code_verifier_sealed, expires_at)
  values (p_state_hash, p_provider, v_workspace_id, (select auth.uid()), p_code_verifier_sealed,
    now() + make_interval(secs => p_seconds));
end;
$$;
grant execute on function public.begin_oauth to authenticated;

-- Security definer: the table is nobody's. Taken and gone in one statement, so a state works once; somebody who left the
-- workspace or may no longer edit it brings nothing home.
create function public.take_oauth_state(p_provider text, p_state_hash text) returns jsonb
language sql
security definer
set search_path = ''
as $$
  with taken as (
    delete from private.oauth_states where provider = p_provider and state_hash = p_state_hash returning *
  )
  select jsonb_build_object('workspace_id', taken.workspace_id, 'user_id', taken.user_id,
    'code_verifier_sealed', taken.code_verifier_sealed)
  from taken
  join public.workspace_members as member on member.workspace_id = taken.workspace_id and member.user_id = taken.user_id
  where taken.expires_at > now() and member.role in ('owner', 'manager');
$$;
comment on function public.take_oauth_state is 'Null for a state that is unknown, used, too old, or of somebody who may not connect.';
grant execute on function public.take_oauth_state to service_role;

-- Security definer: asks private.require_editor, which nobody may call by name.
create function public.editor_workspace_id() returns uuid
language sql
stable
security definer
set search_path = ''
as $$
  select private.require_editor();
$$;
grant execute on function public.editor_workspace_id to authenticated;

create table public.user_onedrive_connections (
  workspace_id            uuid primary key references public.workspaces (id) on delete cascade,
  user_id                 uuid not null references public.users (id) on delete cascade,
  account_email           text not null,
  drive_id                text not null,
  access_token_sealed     text not null,
  refresh_token_sealed    text not null,
  access_token_expires_at timestamptz not null,
  token_version           uuid not null default gen_random_uuid(),
  refreshed_at            timestamptz not null default now(),
  refresh_worker          text,
  refresh_leased_until    timestamptz,
  folder_id               text,
  folder_path             text,
  is_chosen               boolean not null default true,
  state                   text not null default 'connected',
  error_code              text,
  last_success_at         timestamptz,
  connected_at            timestamptz not null default now(),
  created_at              timestamptz not null default now(),
  updated_at              timestamptz not null default now(),

  constraint user_onedrive_connections_state_known check (state in ('connected', 'reconnect', 'error')),
  constraint user_onedrive_connections_folder_has_its_path check ((folder_id is null) = (folder_path is null))
);
comment on table public.user_onedrive_connections is 'One OneDrive per workspace, of the person who connected it; gone with that person.';
comment on column public.user_onedrive_connections.token_version is 'Another after every change of the tokens: whoever writes names the ones it began with.';
comment on column public.user_onedrive_connections.refresh_leased_until is 'Microsoft takes a refresh token once, so one process refreshes; it lost its turn when this passes.';
comment on column public.user_onedrive_connections.is_chosen is 'New videos go to OneDrive rather than to the private bucket.';

create index user_onedrive_connections_user_id_idx on public.user_onedrive_connections (user_id);

create trigger _100_touch_updated_at before update on public.user_onedrive_connections
  for each row execute function private.touch_updated_at();

alter table public.user_onedrive_connections enable row level security;
grant select (workspace_id, user_id, account_email, folder_id, folder_path, is_chosen, state, error_code, refreshed_at,
  last_success_at, connected_at, created_at, updated_at) on public.user_onedrive_connections to authenticated;
grant all on public.user_onedrive_connections to service_role;

create policy "Editors can read how their workspace's OneDrive is" on public.user_onedrive_connections
  for select to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));

-- Security definer: for the service role, which names the workspace. The same drive again keeps its folder; what waited
-- for the connection goes on.
create function public.store_onedrive_connection(
  p_workspace_id uuid, p_user_id uuid, p_account_email text, p_drive_id text, p_access_token_sealed text,
  p_refresh_token_sealed text, p_access_token_expires_at timestamptz
) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into public.user_onedrive_connections as known (workspace_id, user_id, account_email, drive_id, access_token_sealed,
    refresh_token_sealed, access_token_expires_at, last_success_at)
  values (p_workspace_id, p_user_id, p_account_email, p_drive_id, p_access_token_sealed, p_refresh_token_sealed,
    p_access_token_expires_at, now())
  on conflict (workspace_id) do update set
    user_id = excluded.user_id, account_email = excluded.account_email, drive_id = excluded.drive_id,
    access_token_sealed = excluded.access_token_sealed, refresh_token_sealed = excluded.refresh_token_sealed,
    access_token_expires_at = excluded.access_token_expires_at, token_version = gen_random_uuid(), refreshed_at = now(),
    refresh_worker = null, refresh_leased_until = null, state = 'connected', error_code = null, last_success_at = now(),
    connected_at = now(),
    folder_id = case when known.drive_id = excluded.drive_id then known.folder_id end,
    folder_path = case when known.drive_id = excluded.drive_id then known.folder_path end;
  perform private.enqueue_job('onedrive.sweep', 'onedrive.sweep:' || p_workspace_id, '{}', p_workspace_id);
  update private.jobs set run_at = now()
  where workspace_id = p_workspace_id and kind like 'videos.%' and finished_at is null and leased_until is null and run_at > now();
end;
$$;

-- Security definer: for the service role. One process at a time gets the refresh token; the others wait for its result.
create function public.claim_onedrive_refresh(p_workspace_id uuid, p_token_version uuid, p_worker text, p_lease_seconds integer)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_row public.user_onedrive_connections;
begin
  select * into v_row from public.user_onedrive_connections where workspace_id = p_workspace_id for update;
  if not found then
    return jsonb_build_object('turn', 'not_connected');
  elsif v_row.token_version <> p_token_version then
    return jsonb_build_object('turn', 'done');
  elsif v_row.state = 'reconnect' then
    return jsonb_build_object('turn', 'reconnect');
  elsif v_row.refresh_leased_until > now() then
    return jsonb_build_object('turn', 'busy');
  end if;
  update public.user_onedrive_connections
  set refresh_worker = p_worker, refresh_leased_until = now() + make_interval(secs => p_lease_seconds)
  where workspace_id = p_workspace_id;
  return jsonb_build_object('turn', 'mine', 'refresh_token_sealed', v_row.refresh_token_sealed);
end;
$$;
comment on function public.claim_onedrive_refresh is 'turn: mine (with the refresh token), busy (ask again), done (read the tokens again), reconnect, not_connected.';

-- Security definer: for the service role. Both tokens in one statement, and only in the place of those they come from. Who
-- lost the turn meanwhile still writes: Microsoft has taken the old token, so these are the ones that work.
create function public.finish_onedrive_refresh(
  p_workspace_id uuid, p_token_version uuid, p_access_token_sealed text, p_refresh_token_sealed text,
  p_access_token_expires_at timestamptz
) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.user_onedrive_connections
  set access_token_sealed = p_access_token_sealed, refresh_token_sealed = p_refresh_token_sealed,
      access_token_expires_at = p_access_token_expires_at, token_version = gen_random_uuid(), refreshed_at = now(),
      refresh_worker = null, refresh_leased_until = null, state = 'connected', error_code = null
  where workspace_id = p_workspace_id and token_version = p_token_version;
  return found;
end;
$$;

-- Security definer: for the service role. Says what a failure with those tokens means, unless there are newer ones.
-- p_state null: only the turn is given back.
create function public.fail_onedrive(
  p_workspace_id uuid, p_token_version uuid, p_worker text, p_state text default null, p_error_code text default null
) returns void
language sql
security definer
set search_path = ''
as $$
  update public.user_onedrive_connections
  set state = coalesce(p_state, state), error_code = case when p_state is null then error_code else p_error_code end,
      refresh_leased_until = case when refresh_worker = p_worker then null else refresh_leased_until end,
      refresh_worker = case when refresh_worker = p_worker then null else refresh_worker end
  where workspace_id = p_workspace_id and token_version = p_token_version;
$$;

alter table public.upload_sessions
  alter column storage_path drop not null,
  add column onedrive_drive_id text,
  add column onedrive_folder_id text,
  add column onedrive_name text,
  add column onedrive_item_id text,
  add column upload_url_sealed text,
  add constraint upload_sessions_has_its_place check (
    (source = 'storage' and storage_path is not null)
    or (source = 'onedrive' and onedrive_drive_id is not null and onedrive_folder_id is not null and onedrive_name is not null));
comment on column public.upload_sessions.onedrive_name is 'The name asked for, {ASIN}.{ext}; OneDrive adds a number when somebody else has taken it.';
comment on column public.upload_sessions.onedrive_item_id is 'Written once the functions have seen the whole file there.';
comment on column public.upload_sessions.upload_url_sealed is 'Whoever has the address may write the file; null before there is one and once the video is saved.';

create unique index upload_sessions_onedrive_name_idx on public.upload_sessions (workspace_id, onedrive_name)
  where onedrive_name is not null;

revoke select on public.upload_sessions from authenticated;
grant select (id, workspace_id, product_id, source, storage_path, filename, file_size, mime_type, video_id, created_by,
  created_at, expires_at, onedrive_drive_id, onedrive_folder_id, onedrive_name, onedrive_item_id)
  on public.upload_sessions to authenticated;

-- Files and unfinished uploads in OneDrive that nothing points at any more. The job takes them away as soon as that drive
-- is connected.
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
comment on column private.onedrive_orphans.drive_id is 'Null for a video, whose drive is whichever is connected; its item id is of no other.';

create index onedrive_orphans_workspace_id_idx on private.onedrive_orphans (workspace_id, id);

-- A workspace that is being deleted leaves the files where they are: they are in a person's own OneDrive.
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
    insert into private.onedrive_orphans (workspace_id, item_id, drive_id, session_id, upload_url_sealed, folder_id, name, file_size, began_at)
    values (old.workspace_id, old.onedrive_item_id, old.onedrive_drive_id, old.id, old.upload_url_sealed, old.onedrive_folder_id,
      old.onedrive_name, old.file_size, old.created_at);
  else
    insert into private.onedrive_orphans (workspace_id, item_id) values (old.workspace_id, old.onedrive_file_id);
  end if;
  perform private.enqueue_job('onedrive.sweep', 'onedrive.sweep:' || old.workspace_id, '{}', old.workspace_id);
  return null;
end;
$$;

-- Only where somebody said so: it is their own OneDrive.
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
  perform set_config('opsyncpro.delete_onedrive_file', case when p_delete_file then 'on' else 'off' end, true);
  delete from public.product_videos where id = p_id;
  return found;
end;
$$;
comment on function public.delete_video is 'False when there is none the caller may delete. A file in our own store always goes along.';
grant execute on function public.delete_video to authenticated;

-- Security definer: for the service role, which alone may see sealed addresses.
create function public.list_onedrive_orphans(p_workspace_id uuid, p_after bigint, p_limit integer)
returns table (id bigint, item_id text, drive_id text, session_id uuid, upload_url_sealed text, folder_id text, name text,
  file_size bigint, began_at timestamptz)
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

-- Security definer: for the service role, once an hour. What could not be taken away is tried again; after 90 days its drive
-- is not coming back, and the files stay with their owner.
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

-- Security definer: for the service role. Everything that opens the drive goes in one transaction: tokens, sign-ins under
-- way, addresses of unfinished uploads (the job still cancels those, which needs no token).
create function public.remove_onedrive_connection(p_workspace_id uuid) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  delete from private.oauth_states where workspace_id = p_workspace_id and provider = 'onedrive';
  delete from public.upload_sessions where workspace_id = p_workspace_id and source = 'onedrive' and video_id is null;
  delete from public.user_onedrive_connections where workspace_id = p_workspace_id;
  return found;
end;
$$;

grant execute on function public.store_onedrive_connection, public.claim_onedrive_refresh, public.finish_onedrive_refresh,
  public.fail_onedrive, public.remove_onedrive_connection, public.list_onedrive_orphans, public.forget_onedrive_orphan,
  public.enqueue_onedrive_sweeps to service_role;

-- Security definer: reserving a name must see the names of every session. The workspace is checked by hand. The same file
-- tried again by the same person, for the drive that is connected, gets its own session back; Microsoft is asked whether it
-- still holds.
create function public.begin_onedrive_upload(
  p_product_id uuid, p_filename text, p_file_size bigint, p_mime_type text, p_extension text
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
  -- Locked: two uploads to one product take their names one after the other.
  select asin into v_asin from public.sourced_products
  where id = p_product_id and workspace_id = v_workspace_id and deleted_at is null for update;
  if not found then
    raise exception 'product_not_found' using errcode = 'PT404', detail = 'No such product in your workspace.';
  end if;
  select * into v_connection from public.user_onedrive_connections where workspace_id = v_workspace_id;
  if not found then
    raise exception 'onedrive_not_connected' using errcode = 'PT409', detail = 'Connect OneDrive under Connections, or store the video with us.';
  elsif v_connection.state = 'reconnect' then
    raise exception 'onedrive_reconnect' using errcode = 'PT409', detail = 'Microsoft no longer lets us in. Connect OneDrive again under Connections.';
  end if;

  select * into v_session from public.upload_sessions
  where workspace_id = v_workspace_id and product_id = p_product_id and source = 'onedrive' and video_id is null
    and onedrive_drive_id = v_connection.drive_id
    and filename = p_filename and file_size = p_file_size and mime_type = p_mime_type and created_by = (select auth.uid())
  order by created_at limit 1;
  if found then
    return to_jsonb(v_session) - 'upload_url_sealed';
  end if;

  if v_connection.folder_id is null then
    raise exception 'onedrive_folder_missing' using errcode = 'PT409', detail = 'Choose a OneDrive folder for videos under Connections first.';
  end if;
  loop
    v_name := v_asin || case when v_number > 1 then '-' || v_number else '' end || '.' || p_extension;
    exit when not exists (select from public.upload_sessions where workspace_id = v_workspace_id and onedrive_name = v_name);
    v_number := v_number + 1;
  end loop;
  insert into public.upload_sessions (workspace_id, product_id, source, onedrive_drive_id, onedrive_folder_id, onedrive_name,
    filename, file_size, mime_type, created_by, expires_at)
  values (v_workspace_id, p_product_id, 'onedrive', v_connection.drive_id, v_connection.folder_id, v_name, p_filename, p_file_size,
    p_mime_type, (select auth.uid()), now() + interval '1 hour')
  returning * into v_session;
  return to_jsonb(v_session) - 'upload_url_sealed';
end;
$$;

-- Security definer: what has arrived is the store's own record, which a folder listing of one's own does not size. Editors
-- of the workspace only; everybody else meets nothing.
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
  where upload.id = p_id and upload.workspace_id = (select private.current_workspace_id()) and (select private.can_edit());
$$;
comment on function public.get_upload is 'The session with stored_size: bytes of its file in the private bucket, or null.';
grant execute on function public.begin_onedrive_upload, public.get_upload to authenticated;
