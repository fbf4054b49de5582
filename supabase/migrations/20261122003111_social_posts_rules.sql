-- Writing, scheduling, cancelling and deleting posts: each with its jobs in one transaction, so that a worker never
-- meets half a change.

-- The moment that a time on a clock means. A time that the clock skips is moved to the next one that exists; a time
-- that it shows twice is the first of the two. core/src/social/posts/wall-time.ts is the same rule; a test compares
-- them.
create function private.resolve_wall_time(
  p_wall timestamp, p_zone text, out moment timestamptz, out rule text
)
language plpgsql
stable
set search_path = ''
as $$
declare
  v_read timestamptz := p_wall at time zone 'utc';
  -- What the clock is ahead of UTC before and after a change nearby. No zone changes twice within three days.
  v_before interval := (v_read - interval '36 hours') at time zone p_zone - (p_wall - interval '36 hours');
  v_after interval := (v_read + interval '36 hours') at time zone p_zone - (p_wall + interval '36 hours');
  v_low timestamptz := v_read - greatest(v_before, v_after);
  v_high timestamptz := v_read - least(v_before, v_after);
  v_middle timestamptz;
begin
  if v_low at time zone p_zone = p_wall then
    moment := v_low;
    if v_high <> v_low and v_high at time zone p_zone = p_wall then rule := 'first'; end if;
    return;
  end if;
  if v_high at time zone p_zone = p_wall then
    moment := v_high;
    return;
  end if;
  -- The clock jumps over it between the two: the jump is the first minute that shows more.
  while v_high - v_low > interval '1 minute' loop
    v_middle := v_low + floor(extract(epoch from v_high - v_low) / 120) * interval '1 minute';
    if v_middle at time zone p_zone > p_wall then v_high := v_middle; else v_low := v_middle; end if;
  end loop;
  moment := v_high;
  rule := 'moved';
end;
$$;

-- Gives the jobs of a scheduled post to the workers, at the time of the post.
create function private.release_post(p_post_id uuid) returns void
language sql
set search_path = ''
as $$
  update public.social_post_jobs as job
  set state = 'pending', run_at = post.scheduled_at, waiting_code = null, waiting_reason = null
  from public.social_posts as post
  where post.id = p_post_id and job.post_id = post.id and job.state in ('pending', 'cancelled');
  -- What is due now does not wait for the minute.
  select private.enqueue_job('social.publish', 'social.publish:' || workspace_id, '{}', workspace_id)
  from public.social_posts where id = p_post_id and scheduled_at <= now();
$$;

-- The post, locked after its jobs: workers lock in the same order, so a change and a claim wait for each other.
create function private.require_post(p_workspace_id uuid, p_id uuid, p_if_match timestamptz default null)
  returns public.social_posts
language plpgsql
set search_path = ''
as $$
declare
  v_post public.social_posts;
begin
  perform from public.social_post_jobs where post_id = p_id and workspace_id = p_workspace_id order by id for update;
  select * into v_post from public.social_posts where id = p_id and workspace_id = p_workspace_id for update;
  if not found then
    raise exception 'post_not_found' using errcode = 'PT404', detail = 'We can''t find this post in your workspace.';
  end if;
  if p_if_match is not null and p_if_match <> v_post.updated_at then
    raise exception 'row_changed' using errcode = 'PT409',
      detail = 'This post was changed in the meantime. Check it again.';
  end if;
  return v_post;
end;
$$;

-- Whether a worker has begun: from then on the post belongs to the network as much as to the person.
create function private.has_begun(p_post_id uuid) returns boolean
language sql
stable
set search_path = ''
as $$
  select exists (select from public.social_post_jobs where post_id = p_post_id
    and (state not in ('pending', 'cancelled') or leased_until > now() or container_id is not null));
$$;

create function private.refuse_begun(p_post public.social_posts, p_states text[]) returns void
language plpgsql
set search_path = ''
as $$
begin
  if p_post.state = any (p_states) and not private.has_begun(p_post.id) then
    return;
  end if;
  raise exception 'post_not_editable' using errcode = 'PT409', detail = case
    when p_post.state = 'posted' then 'This post is public already. Change it on the network itself.'
    when p_post.state in ('partial', 'failed')
      then 'Parts of this post were sent. Retry what failed, or make a copy of the post.'
    when p_post.state = 'cancelled' then 'This post is cancelled. Schedule it again, or make a copy.'
    when p_post.state = 'draft' then 'This post is a draft: it has no time.'
    else 'This post is being published now. Wait until that has ended.' end;
end;
$$;

-- What a post names: its video, product and link. A video brings its own product along.
create function private.set_post_fields(p_post public.social_posts, p_fields jsonb) returns public.social_posts
language plpgsql
set search_path = ''
as $$
declare
  v_post public.social_posts := p_post;
begin
  if p_fields ? 'video_id' then
    v_post.video_id := (p_fields ->> 'video_id')::uuid;
    if v_post.video_id is not null then
      select product_id into v_post.product_id from public.product_videos
      where id = v_post.video_id and workspace_id = v_post.workspace_id;
      if not found then
        raise exception 'video_not_found' using errcode = 'PT404',
          detail = 'We can''t find this video in your workspace.', hint = 'video_id';
      end if;
    end if;
  end if;
  -- Another video has other dubs.
  if p_fields ? 'dub_language' or v_post.video_id is distinct from p_post.video_id then
    v_post.dub_language := p_fields ->> 'dub_language';
  end if;
  if v_post.dub_language is distinct from p_post.dub_language and v_post.dub_language is not null then
    if not exists (select from public.video_variants where video_id = v_post.video_id and kind = 'dub'
      and language = v_post.dub_language and state = 'ready') then
      raise exception 'post_not_ready' using errcode = 'PT409', hint = 'dub_language',
        detail = 'This video has no finished dub in that language. Dub it first, or post the original.';
    end if;
    -- A dubbed voice is AI's, unless the person says otherwise.
    v_post.is_ai_generated := true;
  end if;
  if p_fields ? 'product_id' then
    v_post.product_id := (p_fields ->> 'product_id')::uuid;
    if v_post.product_id is not null and not exists (select from public.sourced_products
      where id = v_post.product_id and workspace_id = v_post.workspace_id and deleted_at is null) then
      raise exception 'product_not_found' using errcode = 'PT404',
        detail = 'We can''t find this product in your workspace.', hint = 'product_id';
    end if;
  end if;
  if p_fields ? 'link' then
    v_post.link := p_fields ->> 'link';
    if not private.is_link(v_post.link) then
      raise exception 'invalid_input' using errcode = 'PT400', detail = 'This is not a link.', hint = 'link';
    end if;
  end if;
  v_post.caption := coalesce(p_fields ->> 'caption', v_post.caption);
  v_post.covers := coalesce((p_fields ->> 'covers')::boolean, v_post.covers);
  v_post.is_ai_generated := coalesce((p_fields ->> 'is_ai_generated')::boolean, v_post.is_ai_generated);
  return v_post;
end;
$$;

-- The accounts of a post, each with its version of the text: one job each. Only what no worker has begun changes.
create function private.set_post_accounts(p_post public.social_posts, p_accounts jsonb) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_account jsonb;
  v_id uuid;
  v_seen uuid[] := '{}';
  v_connection public.social_connections;
begin
  if jsonb_typeof(p_accounts) <> 'array' or jsonb_array_length(p_accounts) > 20 then
    raise exception 'invalid_input' using errcode = 'PT400', detail = 'A post goes to at most 20 accounts.',
      hint = 'accounts';
  end if;
  for v_account in select value from jsonb_array_elements(p_accounts) loop
    v_id := (v_account ->> 'connection_id')::uuid;
    if v_id is null or v_id = any (v_seen) then
      raise exception 'invalid_input' using errcode = 'PT400', detail = 'An account is named twice.',
        hint = 'accounts';
    end if;
    v_seen := v_seen || v_id;
    select * into v_connection from public.social_connections
    where id = v_id and workspace_id = p_post.workspace_id;
    if not found then
      raise exception 'social_account_not_found' using errcode = 'PT404',
        detail = 'We can''t find this account in your workspace.', hint = 'accounts';
    end if;
    if not (v_connection.is_active and v_connection.can_post) and not exists (
      select from public.social_post_jobs where post_id = p_post.id and connection_id = v_id) then
      raise exception 'social_account_inactive' using errcode = 'PT409', detail = format(case
          when v_connection.is_active then '%s does not allow OpSyncPro to post. Reconnect it and allow posting.'
          else '%s is disconnected. Reconnect it, or choose another account.' end, v_connection.name),
        hint = 'accounts';
    end if;
    insert into public.social_post_jobs as job (workspace_id, post_id, connection_id, network, caption, title, privacy,
      tags)
    values (p_post.workspace_id, p_post.id, v_id, v_connection.network, v_account ->> 'caption',
      nullif(v_account ->> 'title', ''), v_account ->> 'privacy',
      array(select jsonb_array_elements_text(coalesce(nullif(v_account -> 'tags', 'null'), '[]'))))
    on conflict (post_id, connection_id) do update set caption = excluded.caption, title = excluded.title,
      privacy = excluded.privacy, tags = excluded.tags
    where (job.caption, job.title, job.privacy, job.tags)
      is distinct from (excluded.caption, excluded.title, excluded.privacy, excluded.tags);
  end loop;
  delete from public.social_post_jobs where post_id = p_post.id and connection_id <> all (v_seen);
end;
$$;

-- p_schedule: {wall, time_zone}, or {now: true}. A post that goes out needs a video, and accounts that can post.
create function private.set_post_schedule(p_post public.social_posts, p_schedule jsonb) returns public.social_posts
language plpgsql
set search_path = ''
as $$
declare
  v_post public.social_posts := p_post;
  v_name text;
begin
  if v_post.video_id is null then
    raise exception 'post_not_ready' using errcode = 'PT409', detail = 'Choose a video first.', hint = 'video_id';
  end if;
  if not exists (select from public.social_post_jobs where post_id = v_post.id) then
    raise exception 'post_not_ready' using errcode = 'PT409', detail = 'Choose at least one account first.',
      hint = 'accounts';
  end if;
  select connection.name into v_name from public.social_post_jobs as job
  join public.social_connections as connection on connection.id = job.connection_id
  where job.post_id = v_post.id and not (connection.is_active and connection.can_post)
  order by connection.name limit 1;
  if found then
    raise exception 'social_account_inactive' using errcode = 'PT409', hint = 'accounts',
      detail = format('%s cannot post now. Reconnect it, or take it off this post.', v_name);
  end if;
  if (p_schedule ->> 'now')::boolean then
    v_post.time_zone := private.social_time_zone(v_post.workspace_id);
    v_post.scheduled_at := now();
    v_post.scheduled_wall := date_trunc('minute', now() at time zone v_post.time_zone);
    v_post.schedule_rule := null;
  else
    v_post.time_zone := p_schedule ->> 'time_zone';
    v_post.scheduled_wall := (p_schedule ->> 'wall')::timestamp;
    if v_post.scheduled_wall is null or v_post.time_zone is null or not private.is_time_zone(v_post.time_zone)
      or v_post.scheduled_wall <> date_trunc('minute', v_post.scheduled_wall)
      or v_post.scheduled_wall not between '2000-01-01' and '2100-01-01' then
      raise exception 'invalid_input' using errcode = 'PT400', hint = 'schedule',
        detail = 'Choose a date and a time, with its time zone.';
    end if;
    select moment, rule into v_post.scheduled_at, v_post.schedule_rule
    from private.resolve_wall_time(v_post.scheduled_wall, v_post.time_zone);
    if v_post.scheduled_at < now() then
      raise exception 'invalid_input' using errcode = 'PT400', hint = 'schedule',
        detail = 'This time is in the past. Choose a later one, or post now.';
    end if;
  end if;
  v_post.state := 'scheduled';
  return v_post;
end;
$$;

create function private.store_post(p_post public.social_posts) returns void
language sql
set search_path = ''
as $$
  update public.social_posts set product_id = p_post.product_id, video_id = p_post.video_id, caption = p_post.caption,
    link = p_post.link, covers = p_post.covers, dub_language = p_post.dub_language,
    is_ai_generated = p_post.is_ai_generated, state = p_post.state,
    scheduled_wall = p_post.scheduled_wall, time_zone = p_post.time_zone, scheduled_at = p_post.scheduled_at,
    schedule_rule = p_post.schedule_rule
  where id = p_post.id;
$$;

create function private.insert_post(p_workspace_id uuid, p_post jsonb, p_schedule jsonb) returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_post public.social_posts;
begin
  insert into public.social_posts (workspace_id) values (p_workspace_id) returning * into v_post;
  v_post := private.set_post_fields(v_post, p_post);
  perform private.set_post_accounts(v_post, coalesce(p_post -> 'accounts', '[]'));
  if p_schedule is not null then v_post := private.set_post_schedule(v_post, p_schedule); end if;
  perform private.store_post(v_post);
  if p_schedule is not null then perform private.release_post(v_post.id); end if;
  return v_post.id;
end;
$$;

-- The functions below are security definer: no client may write posts, and each checks the role and the workspace.
create function public.create_social_post(p_post jsonb, p_schedule jsonb default null) returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  return private.insert_post(v_workspace_id, p_post, p_schedule);
end;
$$;

create function public.update_social_post(p_id uuid, p_changes jsonb, p_if_match timestamptz default null) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_post public.social_posts := private.require_post(private.require_editor(), p_id, p_if_match);
begin
  perform private.refuse_begun(v_post, array['draft', 'scheduled']);
  v_post := private.set_post_fields(v_post, p_changes);
  if p_changes ? 'accounts' then perform private.set_post_accounts(v_post, p_changes -> 'accounts'); end if;
  if v_post.state = 'scheduled' and (v_post.video_id is null
    or not exists (select from public.social_post_jobs where post_id = p_id)) then
    raise exception 'post_not_ready' using errcode = 'PT409',
      detail = 'A scheduled post needs a video and an account. Unschedule it first.';
  end if;
  -- Always, so that the version of the post covers the versions of its text.
  perform private.store_post(v_post);
  if v_post.state = 'scheduled' then perform private.release_post(p_id); end if;
end;
$$;

create function public.schedule_social_post(p_id uuid, p_schedule jsonb, p_if_match timestamptz default null)
  returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_post public.social_posts := private.require_post(private.require_editor(), p_id, p_if_match);
begin
  perform private.refuse_begun(v_post, array['draft', 'scheduled', 'cancelled']);
  perform private.store_post(private.set_post_schedule(v_post, p_schedule));
  perform private.release_post(p_id);
end;
$$;

create function public.unschedule_social_post(p_id uuid, p_if_match timestamptz default null) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_post public.social_posts := private.require_post(private.require_editor(), p_id, p_if_match);
begin
  perform private.refuse_begun(v_post, array['scheduled']);
  update public.social_post_jobs set run_at = null, waiting_code = null, waiting_reason = null where post_id = p_id;
  update public.social_posts set state = 'draft', scheduled_wall = null, time_zone = null, scheduled_at = null,
    schedule_rule = null where id = p_id;
end;
$$;

-- What no network was asked to publish is given up, also while it waits for its account or a quota; what is public, or
-- may be, stays. So a post ends of which one account never works again.
create function public.cancel_social_post(p_id uuid, p_if_match timestamptz default null) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_post public.social_posts := private.require_post(private.require_editor(), p_id, p_if_match);
begin
  if v_post.state not in ('scheduled', 'publishing') then
    perform private.refuse_begun(v_post, '{}');
  end if;
  update public.social_post_jobs set state = 'cancelled', run_at = null, waiting_code = null, waiting_reason = null,
    container_id = null, container_at = null, worker = null, leased_until = null
  where post_id = p_id and state in ('pending', 'preparing') and (leased_until > now()) is not true
    and (container_id is null or waiting_code is not null);
  if not found then
    perform private.refuse_begun(v_post, '{}');
  end if;
end;
$$;

create function public.delete_social_post(p_id uuid, p_if_match timestamptz default null) returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_post public.social_posts := private.require_post(private.require_editor(), p_id, p_if_match);
begin
  if exists (select from public.social_post_jobs where post_id = p_id
    and (state in ('posted', 'unknown') or media_id is not null)) then
    raise exception 'post_is_public' using errcode = 'PT409', detail = 'Parts of this post are public, or may be. '
      || 'Delete it on the network itself; the record stays here.';
  end if;
  if exists (select from public.social_post_jobs where post_id = p_id
    and (state in ('preparing', 'publishing') or leased_until > now())) then
    raise exception 'post_not_editable' using errcode = 'PT409',
      detail = 'This post is being published now. Wait until that has ended.';
  end if;
  delete from public.social_posts where id = v_post.id;
  return p_id;
end;
$$;

grant execute on function public.create_social_post, public.update_social_post, public.schedule_social_post,
  public.unschedule_social_post, public.cancel_social_post, public.delete_social_post to authenticated;
