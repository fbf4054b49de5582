-- The steps of a video after it is saved: the check, the cover image, and the variants.

alter table public.product_videos
  add column check_state      text not null default 'pending',
  add column check_error_code text,
  add column check_error      text,
  add column width            integer,
  add column height           integer,
  add column rotation         integer,
  add column video_codec      text,
  add column audio_codec      text,
  add column poster_path      text,
  add constraint product_videos_check_state_known check (check_state in ('pending', 'ready', 'failed')),
  add constraint product_videos_check_error_has_failed check (check_error_code is null or check_state = 'failed');
comment on column public.product_videos.check_state
  is 'Whether the server checked the file and found a complete video.';
comment on column public.product_videos.poster_path is 'The cover image, in bucket video-derivatives.';

create table public.video_variants (
  id             uuid primary key default gen_random_uuid(),
  workspace_id   uuid not null references public.workspaces (id) on delete cascade,
  video_id       uuid not null references public.product_videos (id) on delete cascade,
  kind           text not null,
  profile        text,
  language       text,
  state          text not null default 'pending',
  progress       integer not null default 0,
  error_code     text,
  error          text,
  waiting_code   text,
  waiting_reason text,
  work_key       text,
  output_path    text,
  storage_path   text,
  file_size      bigint,
  mime_type      text,
  vendor_id      text,
  requested_by   uuid default auth.uid(),
  started_at     timestamptz,
  finished_at    timestamptz,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),

  constraint video_variants_kind_known check (
    (kind = 'transcode' and profile in ('standard', 'reel') and language is null)
    or (kind = 'dub' and profile is null and language in ('de', 'fr', 'es', 'it', 'ja'))),
  constraint video_variants_state_known check (state in ('pending', 'processing', 'ready', 'failed')),
  constraint video_variants_progress_is_percent check (progress between 0 and 100),
  constraint video_variants_ready_has_file check (state <> 'ready' or (storage_path is not null and file_size > 0)),
  constraint video_variants_error_has_failed check (error_code is null or state = 'failed'),
  constraint video_variants_waiting_is_going check (waiting_code is null or state in ('pending', 'processing')),
  constraint video_variants_waiting_has_reason check ((waiting_code is null) = (waiting_reason is null))
);
comment on table public.video_variants
  is 'Files made from a video: converted for social networks, or dubbed into another language.';
comment on column public.video_variants.waiting_reason
  is 'Why the work waits without having failed; null when the work continues or ends.';
comment on column public.video_variants.work_key
  is 'Names the current attempt, so that the next worker finds its work and starts nothing twice.';
comment on column public.video_variants.output_path
  is 'Where the current attempt will store its file; storage_path has the file once it is stored.';
comment on column public.video_variants.vendor_id is 'The vendor''s id of the work, stored before the next step.';
create unique index video_variants_one_of_each_idx
  on public.video_variants (video_id, kind, coalesce(profile, language));
create index video_variants_workspace_id_idx on public.video_variants (workspace_id);

create trigger _100_touch_updated_at before update on public.video_variants
  for each row execute function private.touch_updated_at();

alter table public.video_variants enable row level security;
grant select on public.video_variants to authenticated;
grant all on public.video_variants to service_role;
create policy "Members can read their workspace's variants" on public.video_variants
  for select to authenticated using (workspace_id = (select private.current_workspace_id()));

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values ('video-derivatives', 'video-derivatives', false, 524288000, array['video/mp4', 'image/jpeg'])
on conflict (id) do nothing;
-- Jobs alone write variants; members read them.
create policy "Members can read what was made of their workspace's videos" on storage.objects
  for select to authenticated
  using (bucket_id = 'video-derivatives' and split_part(name, '/', 1) = (select private.current_workspace_id())::text);

create function private.orphan_derivative(p_path text) returns void
language plpgsql
set search_path = ''
as $$
begin
  if p_path is null then return; end if;
  insert into private.orphan_files (bucket, path) values ('video-derivatives', p_path) on conflict do nothing;
  perform private.enqueue_job('uploads.sweep', 'uploads.sweep');
end;
$$;

-- However the row is deleted, its files must be deleted too; a running attempt may have written one already.
create function private.orphan_variant_files() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform private.orphan_derivative(old.storage_path);
  perform private.orphan_derivative(old.output_path);
  return null;
end;
$$;
create trigger _200_orphan_files after delete on public.video_variants
  for each row execute function private.orphan_variant_files();

create function private.orphan_poster() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform private.orphan_derivative(old.poster_path);
  return null;
end;
$$;
create trigger _210_orphan_poster after delete on public.product_videos
  for each row when (old.poster_path is not null) execute function private.orphan_poster();

create function private.enqueue_transcode(p_variant public.video_variants) returns void
language sql
set search_path = ''
as $$
  select private.enqueue_job('videos.transcode', 'videos.transcode:' || p_variant.id,
    jsonb_build_object('variant_id', p_variant.id), p_variant.workspace_id);
$$;

-- Every video is checked and converted for social networks; the first of both also makes the cover image.
create function private.prepare_new_video() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_variant public.video_variants;
begin
  insert into public.video_variants (workspace_id, video_id, kind, profile, requested_by)
  values (new.workspace_id, new.id, 'transcode', 'standard', new.created_by) returning * into v_variant;
  perform private.enqueue_transcode(v_variant);
  return null;
end;
$$;
create trigger _300_prepare_new_video after insert on public.product_videos
  for each row execute function private.prepare_new_video();

-- A dead job marks its attempt as failed, whatever ended the job.
create function private.fail_variant() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.video_variants set state = 'failed', waiting_code = null, waiting_reason = null,
    error_code = coalesce(new.last_error_code, 'unexpected'),
    error = case when new.last_error_code = 'worker_lost'
    then 'The work stopped in the middle several times. Try again.'
      else coalesce(left(new.last_error, 500), 'This did not work. Try again.') end
  where id = (new.payload ->> 'variant_id')::uuid and state in ('pending', 'processing');
  return null;
end;
$$;
create trigger _210_fail_variant after update of is_dead on private.jobs
  for each row when (new.is_dead and new.kind in ('videos.transcode', 'videos.dub'))
    execute function private.fail_variant();

-- A request while a variant is made changes nothing; a request after it is ready or has failed makes it again.
create function public.request_transcode(p_video_id uuid, p_profile text) returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_variant public.video_variants;
begin
  if not exists (select from public.product_videos where id = p_video_id and workspace_id = v_workspace_id) then
    raise exception 'video_not_found' using errcode = 'PT404', detail = 'We can''t find this video in your workspace.';
  end if;
  insert into public.video_variants as variant (workspace_id, video_id, kind, profile)
  values (v_workspace_id, p_video_id, 'transcode', p_profile)
  on conflict (video_id, kind, coalesce(profile, language)) do update
    set state = case when variant.state = 'processing' then 'processing' else 'pending' end,
        progress = case when variant.state = 'processing' then variant.progress else 0 end,
        work_key = case when variant.state = 'processing' then variant.work_key end,
        waiting_code = case when variant.state = 'processing' then variant.waiting_code end,
        waiting_reason = case when variant.state = 'processing' then variant.waiting_reason end,
        error_code = null, error = null, requested_by = excluded.requested_by
  returning * into v_variant;
  update public.product_videos set check_state = 'pending', check_error_code = null, check_error = null
  where id = p_video_id and check_state = 'failed';
  perform private.enqueue_transcode(v_variant);
  return v_variant.id;
end;
$$;
comment on function public.request_transcode is 'Answers the variant''s id; its job is waiting.';
grant execute on function public.request_transcode to authenticated;

-- The functions from here on are for the job. A running attempt keeps its name and path; a new attempt gets new ones,
-- and the file of the attempt before is deleted.
create function public.begin_variant(p_variant_id uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_variant public.video_variants;
  v_video public.product_videos;
begin
  select * into v_variant from public.video_variants where id = p_variant_id for update;
  if not found or v_variant.state in ('ready', 'failed') then return null; end if;
  select * into v_video from public.product_videos where id = v_variant.video_id;
  if v_variant.work_key is null then
    perform private.orphan_derivative(v_variant.output_path);
    v_variant.work_key := gen_random_uuid();
    v_variant.output_path := v_variant.workspace_id || '/' || v_variant.video_id || '/' || v_variant.work_key || '.mp4';
  end if;
  update public.video_variants set state = 'processing', work_key = v_variant.work_key,
    output_path = v_variant.output_path,
    started_at = coalesce(started_at, now()), finished_at = null
  where id = p_variant_id;
  return jsonb_build_object('id', v_variant.id, 'workspace_id', v_variant.workspace_id, 'video_id', v_variant.video_id,
    'kind', v_variant.kind, 'profile', v_variant.profile, 'language', v_variant.language, 'work_key',
      v_variant.work_key,
    'output_path', v_variant.output_path, 'vendor_id', v_variant.vendor_id, 'source', v_video.source,
    'storage_path', v_video.storage_path, 'onedrive_file_id', v_video.onedrive_file_id, 'asin', v_video.asin,
    'filename', v_video.filename, 'file_size', v_video.file_size, 'duration_seconds', v_video.duration_seconds,
    'has_poster', v_video.poster_path is not null);
end;
$$;
comment on function public.begin_variant is 'What the job needs; null when nothing is left to do.';

create function public.record_variant_progress(p_variant_id uuid, p_work_key text, p_progress integer) returns boolean
language sql
security definer
set search_path = ''
as $$
  with written as (
    update public.video_variants set progress = p_progress, waiting_code = null, waiting_reason = null
    where id = p_variant_id and work_key = p_work_key and state = 'processing' returning 1)
  select exists (select from written);
$$;
comment on function public.record_variant_progress is 'False when another attempt replaced this one.';

-- The job runs again automatically; until then people read this reason.
create function public.note_variant_waiting(p_variant_id uuid, p_work_key text, p_code text, p_reason text) returns void
language sql
security definer
set search_path = ''
as $$
  update public.video_variants set waiting_code = p_code, waiting_reason = left(p_reason, 500)
  where id = p_variant_id and work_key = p_work_key and state = 'processing';
$$;

-- A video with known facts counts as checked, even when the variant fails.
create function public.record_video_facts(p_video_id uuid, p_facts jsonb) returns void
language sql
security definer
set search_path = ''
as $$
  update public.product_videos set check_state = 'ready', check_error_code = null, check_error = null,
    duration_seconds = (p_facts ->> 'duration_seconds')::double precision, width = (p_facts ->> 'width')::integer,
    height = (p_facts ->> 'height')::integer, rotation = (p_facts ->> 'rotation')::integer,
    video_codec = p_facts ->> 'video_codec', audio_codec = p_facts ->> 'audio_codec'
  where id = p_video_id;
$$;

-- Makes the file the variant's; deletes the file it replaces and an unused cover image.
create function public.finish_variant(p_variant_id uuid, p_work_key text, p_file_size bigint, p_poster_path text
  default null) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_before public.video_variants;
begin
  select * into v_before from public.video_variants where id = p_variant_id for update;
  if not found or v_before.work_key is distinct from p_work_key or v_before.state <> 'processing' then
    perform private.orphan_derivative(p_poster_path);
    return false;
  end if;
  if v_before.storage_path is distinct from v_before.output_path then
    perform private.orphan_derivative(v_before.storage_path);
  end if;
  update public.video_variants set state = 'ready', progress = 100, storage_path = output_path, output_path = null,
    work_key = null,
    file_size = p_file_size, mime_type = 'video/mp4', error_code = null, error = null, waiting_code = null,
    waiting_reason = null,
    finished_at = now()
  where id = p_variant_id;
  if p_poster_path is not null then
    perform private.orphan_derivative(poster_path) from public.product_videos
      where id = v_before.video_id and poster_path <> p_poster_path;
    update public.product_videos set poster_path = p_poster_path where id = v_before.video_id;
  end if;
  return true;
end;
$$;

-- p_is_video_unfit: the original is not a complete video, so every variant fails.
create function public.fail_variant(
  p_variant_id uuid, p_work_key text, p_code text, p_message text, p_is_video_unfit boolean default false
) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_variant public.video_variants;
begin
  select * into v_variant from public.video_variants where id = p_variant_id and work_key = p_work_key for update;
  if not found then return; end if;
  perform private.orphan_derivative(v_variant.output_path);
  update public.video_variants set state = 'failed', error_code = p_code, error = left(p_message, 500), work_key = null,
    output_path = null,
    waiting_code = null, waiting_reason = null, finished_at = now()
  where id = p_variant_id;
  if p_is_video_unfit then
    update public.product_videos set check_state = 'failed', check_error_code = p_code,
      check_error = left(p_message, 500)
    where id = v_variant.video_id;
  end if;
end;
$$;
grant execute on function public.begin_variant, public.record_variant_progress, public.note_variant_waiting,
  public.record_video_facts, public.finish_variant,
  public.fail_variant to service_role;
