-- Dubbing: variants in another language. A vendor makes them for money, so an order is stored before it is sent, found
-- again by its name, and never sent twice. Our files at the vendor are deleted afterwards.

alter table public.video_variants
  add column vendor_name      text,
  add column ordered_at       timestamptz,
  add column expected_seconds integer,
  add column cost_credits     integer,
  add constraint video_variants_order_has_name check ((ordered_at is null) = (vendor_name is null)),
  add constraint video_variants_vendor_id_has_order
  check (vendor_id is null or vendor_name is not null or kind <> 'dub');
comment on column public.video_variants.vendor_name
  is 'The name of the order at the vendor, stored before the order is sent; null when the vendor holds nothing of this '
  'variant.';
comment on column public.video_variants.expected_seconds is 'The duration that the vendor estimated.';
comment on column public.video_variants.cost_credits is 'The price that the person saw and accepted.';

-- Orders at the vendor that no variant needs. The table has no foreign key to the workspace, which may have been
-- deleted too.
create table private.orphan_dubs (
  vendor_name  text primary key,
  vendor_id    text,
  workspace_id uuid not null,
  created_at   timestamptz not null default now()
);
comment on column private.orphan_dubs.vendor_id
  is 'Null when it is unknown whether the order arrived; the sweep then searches by name.';

create function private.orphan_dub(p_workspace_id uuid, p_vendor_name text, p_vendor_id text) returns void
language plpgsql
set search_path = ''
as $$
begin
  if p_vendor_name is null then return; end if;
  insert into private.orphan_dubs as known (workspace_id, vendor_name, vendor_id)
  values (p_workspace_id, p_vendor_name, p_vendor_id)
  on conflict (vendor_name) do update set vendor_id = coalesce(excluded.vendor_id, known.vendor_id);
  perform private.enqueue_job('dubs.sweep', 'dubs.sweep');
end;
$$;

create function private.orphan_deleted_dub() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform private.orphan_dub(old.workspace_id, old.vendor_name, old.vendor_id);
  return null;
end;
$$;
create trigger _210_orphan_dub after delete on public.video_variants
  for each row when (old.vendor_name is not null) execute function private.orphan_deleted_dub();

-- The file is in our store, so the vendor's copy is deleted.
create function private.orphan_finished_dub() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform private.orphan_dub(new.workspace_id, new.vendor_name, new.vendor_id);
  new.vendor_name := null;
  new.vendor_id := null;
  new.ordered_at := null;
  new.expected_seconds := null;
  return new;
end;
$$;
create trigger _220_orphan_finished_dub before update of state on public.video_variants
  for each row when (new.state = 'ready' and new.vendor_name is not null)
    execute function private.orphan_finished_dub();

-- Once per language: a new job exists only when the video had no dub or a failed one. The job continues the vendor's
-- paid work of a failed dub.
create function public.request_dub(p_video_id uuid, p_language text, p_credits integer) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_variant public.video_variants;
  v_seconds double precision;
  v_credits integer;
begin
  select coalesce(duration_seconds, 0) into v_seconds from public.product_videos
  where id = p_video_id and workspace_id = v_workspace_id and check_state <> 'failed';
  if not found then
    raise exception 'video_not_found' using errcode = 'PT404', detail = 'We can''t find this video in your workspace.';
  elsif exists (select from public.video_variants
      where video_id = p_video_id and kind = 'dub' and language = p_language and state <> 'failed') then
    return (select jsonb_build_object('id', id, 'is_new', false) from public.video_variants
      where video_id = p_video_id and kind = 'dub' and language = p_language);
  elsif v_seconds <= 0 or v_seconds > 9000 then
    raise exception 'video_not_dubbable'
      using errcode = 'PT422', detail = 'Videos of a known length of at most 2.5 hours can be dubbed.';
  end if;
  -- Same price as estimateDubCredits in core; a test compares the two. A failed dub that was ordered is paid for.
  v_credits := case when exists (select from public.video_variants where video_id = p_video_id and kind = 'dub'
      and language = p_language and vendor_name is not null) then 0
    else ceil(ceil(v_seconds) * 3000 / 60) end;
  if p_credits is distinct from v_credits then
    raise exception 'cost_changed' using errcode = 'PT409',
      detail = format('This dub takes about %s credits. Nothing was spent; agree to it first.', v_credits);
  end if;
  insert into public.video_variants (workspace_id, video_id, kind, language, cost_credits)
  values (v_workspace_id, p_video_id, 'dub', p_language, p_credits)
  on conflict (video_id, kind, coalesce(profile, language)) do nothing
  returning * into v_variant;
  if not found then
    update public.video_variants
    set state = 'pending', progress = 0, work_key = null, error_code = null, error = null, started_at = null,
        requested_by = (select auth.uid()), cost_credits = case when vendor_name is null then p_credits
          else cost_credits end
    where video_id = p_video_id and kind = 'dub' and language = p_language and state = 'failed'
    returning * into v_variant;
  end if;
  if v_variant.id is null then
    return (select jsonb_build_object('id', id, 'is_new', false) from public.video_variants
      where video_id = p_video_id and kind = 'dub' and language = p_language);
  end if;
  -- The job gets a unique key: a job that just failed may still hold its own key and would swallow this request.
  perform private.enqueue_job('videos.dub', 'videos.dub:' || v_variant.id || ':' || gen_random_uuid(),
    jsonb_build_object('variant_id', v_variant.id), v_workspace_id);
  return jsonb_build_object('id', v_variant.id, 'is_new', true);
end;
$$;
comment on function public.request_dub is '{id, is_new}: is_new is false when a dub waits, runs or is ready.';
grant execute on function public.request_dub to authenticated;

create function public.begin_dub(p_variant_id uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_work jsonb := public.begin_variant(p_variant_id);
begin
  if v_work is null then return null; end if;
  return v_work || (
    select jsonb_build_object('vendor_name', vendor_name, 'ordered_at', ordered_at, 'expected_seconds',
      expected_seconds,
      'started_at', started_at)
    from public.video_variants where id = p_variant_id);
end;
$$;
comment on function public.begin_dub is 'What the job needs; null when nothing is left to do.';

-- Stores the order before it can exist at the vendor.
create function public.note_dub_order(p_variant_id uuid, p_work_key text, p_vendor_name text) returns boolean
language sql
security definer
set search_path = ''
as $$
  with noted as (
    update public.video_variants set vendor_name = p_vendor_name, ordered_at = now()
    where id = p_variant_id and work_key = p_work_key and state = 'processing' and vendor_id is null returning 1)
  select exists (select from noted);
$$;

-- The vendor rejected the order, so there is none to find.
create function public.take_back_dub_order(p_variant_id uuid, p_work_key text) returns void
language sql
security definer
set search_path = ''
as $$
  update public.video_variants set vendor_name = null, ordered_at = null
  where id = p_variant_id and work_key = p_work_key and vendor_id is null;
$$;

-- An order whose variant was deleted belongs to no one, and the sweep deletes it.
create function public.record_dub_order(
  p_variant_id uuid, p_work_key text, p_workspace_id uuid, p_vendor_name text, p_vendor_id text,
    p_expected_seconds integer
) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.video_variants
    set vendor_id = p_vendor_id, expected_seconds = coalesce(p_expected_seconds, expected_seconds)
  where id = p_variant_id and work_key = p_work_key and vendor_name = p_vendor_name;
  if found then return true; end if;
  perform private.orphan_dub(p_workspace_id, p_vendor_name, p_vendor_id);
  return false;
end;
$$;

-- p_is_lost: the vendor's work is useless, so the next attempt sends a new order.
create function public.fail_dub(p_variant_id uuid, p_work_key text, p_code text, p_message text, p_is_lost boolean)
  returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_variant public.video_variants;
begin
  select * into v_variant from public.video_variants where id = p_variant_id and work_key = p_work_key for update;
  if not found then return; end if;
  perform public.fail_variant(p_variant_id, p_work_key, p_code, p_message);
  if p_is_lost then
    perform private.orphan_dub(v_variant.workspace_id, v_variant.vendor_name, v_variant.vendor_id);
    update public.video_variants set vendor_id = null, vendor_name = null, ordered_at = null, expected_seconds = null
    where id = p_variant_id;
  end if;
end;
$$;

-- Security definer: only the sweep may read the leftover orders.
create function public.list_orphan_dubs(p_limit integer default 100)
returns table (vendor_name text, vendor_id text, workspace_id uuid, created_at timestamptz)
language sql
security definer
set search_path = ''
as $$
  select vendor_name, vendor_id, workspace_id, created_at from private.orphan_dubs
    order by created_at, vendor_name limit p_limit;
$$;

create function public.forget_orphan_dub(p_vendor_name text) returns void
language sql
security definer
set search_path = ''
as $$
  delete from private.orphan_dubs where vendor_name = p_vendor_name;
$$;

-- The names of the list that a variant still needs.
create function public.needed_dubs(p_vendor_names text[]) returns setof text
language sql
stable
security definer
set search_path = ''
as $$
  select vendor_name from public.video_variants where vendor_name = any (p_vendor_names);
$$;
create unique index video_variants_vendor_name_idx on public.video_variants (vendor_name) where vendor_name is not null;

grant execute on function public.begin_dub, public.note_dub_order, public.take_back_dub_order, public.record_dub_order,
  public.fail_dub, public.list_orphan_dubs, public.forget_orphan_dub, public.needed_dubs to service_role;
