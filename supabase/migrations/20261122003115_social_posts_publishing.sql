-- Publishing: which worker has a job, what the network has answered, and what a post is by its jobs. Functions here are
-- for the service role, and security definer, unless their comment says otherwise. A worker that lost its lease may
-- store what became public, and nothing else.

create table private.youtube_inserts (
  day          date not null,
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  count        integer not null default 0,

  primary key (day, workspace_id),
  constraint youtube_inserts_count_not_negative check (count >= 0)
);
comment on table private.youtube_inserts is
  'Uploads that were begun on a day of California: YouTube counts 100 a day for all users of a project together.';
create index youtube_inserts_workspace_id_idx on private.youtube_inserts (workspace_id);

-- The state of a post by its jobs. A person's draft, scheduled or cancelled stays until work begins.
create function private.settle_post() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  -- Two accounts of one post end at the same moment: without the lock each would miss the other, and the post would
  -- stay publishing for ever.
  perform from public.social_posts where id = new.post_id for update;
  update public.social_posts as post set state = found.state
  from (
    select case
        when bool_or(state in ('preparing', 'publishing', 'unknown')) then 'publishing'
        when bool_or(state = 'pending') and bool_or(state in ('posted', 'failed')) then 'publishing'
        when bool_or(state = 'pending') then null
        when bool_and(state = 'posted') then 'posted'
        when bool_or(state = 'posted') then 'partial'
        when bool_or(state = 'failed') then 'failed'
        else 'cancelled' end as state
    from public.social_post_jobs where post_id = new.post_id
  ) as found
  where post.id = new.post_id and found.state is not null and post.state <> found.state;
  return null;
end;
$$;

create trigger _500_settle_post after update of state on public.social_post_jobs
  for each row when (new.state is distinct from old.state) execute function private.settle_post();

-- What the timeline of the product says of a post.
create function private.note_post() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_product_id uuid;
begin
  select product_id into v_product_id from public.social_posts where id = new.post_id;
  if v_product_id is not null then
    perform private.note_activity(v_product_id, 'post_' || new.state,
      jsonb_strip_nulls(jsonb_build_object('post_id', new.post_id, 'network', new.network,
        'account', (select name from public.social_connections where id = new.connection_id),
        'permalink', new.permalink, 'error', new.error)), 'social.publish');
  end if;
  return null;
end;
$$;

create trigger _510_note_post after update of state on public.social_post_jobs
  for each row when (new.state is distinct from old.state and new.state in ('posted', 'failed'))
  execute function private.note_post();

-- Everything that a worker needs to know of a job.
create function private.social_work(p_job public.social_post_jobs) returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'id', p_job.id, 'workspace_id', p_job.workspace_id, 'post_id', p_job.post_id,
    'connection_id', p_job.connection_id, 'network', p_job.network, 'account_id', account.account_id,
    'page_id', account.page_id, 'is_active', account.is_active, 'can_post', account.can_post,
    'caption', coalesce(p_job.caption, post.caption), 'title', p_job.title, 'tags', p_job.tags,
    'privacy', p_job.privacy, 'dub_language', post.dub_language,
    'is_ai_generated', post.is_ai_generated, 'state', p_job.state, 'failures', p_job.failures,
    'started_at', p_job.started_at, 'container_id', p_job.container_id, 'container_at', p_job.container_at,
    'publish_at', p_job.publish_at, 'media_id', p_job.media_id, 'waiting_code', p_job.waiting_code,
    'cover_path', case when post.covers then (
      select thumbnail.storage_path from public.thumbnails as thumbnail
      where thumbnail.workspace_id = p_job.workspace_id and thumbnail.asin = video.asin
        and thumbnail.storage_path is not null
      order by thumbnail.search_asin = thumbnail.asin desc, thumbnail.updated_at desc limit 1) end,
    'video', case when video.id is not null then jsonb_build_object(
      'id', video.id, 'source', video.source, 'storage_path', video.storage_path, 'mime_type', video.mime_type,
      'file_size', video.file_size, 'duration_seconds', video.duration_seconds, 'width', video.width,
      'height', video.height, 'asin', video.asin) end,
    'variants', coalesce((
      select jsonb_agg(jsonb_build_object('profile', coalesce(variant.profile, 'dub'), 'state', variant.state,
        'storage_path', variant.storage_path, 'file_size', variant.file_size, 'error', variant.error))
      from public.video_variants as variant
      where variant.video_id = video.id
        and (variant.kind = 'transcode' or variant.language = post.dub_language)), '[]'))
  from public.social_posts as post
  join public.social_connections as account on account.id = p_job.connection_id
  left join public.product_videos as video on video.id = post.video_id
  where post.id = p_job.post_id;
$$;

-- Due jobs in one statement, the longest due first. Of the oldest thousand, the workspaces take turns, so five hundred
-- posts of one do not hold the single post of another.
create function public.claim_social_jobs(
  p_worker uuid, p_limit integer, p_lease_seconds integer, p_workspace_id uuid default null
) returns jsonb
language sql
security definer
set search_path = ''
as $$
  with due as (
    select id, workspace_id, run_at from public.social_post_jobs
    where run_at <= now() and (leased_until is null or leased_until < now())
      and (p_workspace_id is null or workspace_id = p_workspace_id)
    order by run_at, id limit greatest(p_limit, 1000)
    for update skip locked
  ), ordered as (
    select id, row_number() over (partition by workspace_id order by run_at, id) as turn, run_at from due
  ), chosen as (
    select id from ordered order by turn, run_at, id limit p_limit
  ), claimed as (
    update public.social_post_jobs as job
    set worker = p_worker, leased_until = now() + make_interval(secs => p_lease_seconds),
        started_at = coalesce(job.started_at, now())
    from chosen where job.id = chosen.id
    returning job.*
  )
  select coalesce(jsonb_agg(private.social_work(claimed::public.social_post_jobs) order by claimed.run_at, claimed.id),
    '[]') from claimed;
$$;
comment on function public.claim_social_jobs is 'A list of jobs, each with its account, text and video.';

-- Renews the lease of every job that a worker has; a worker that is stopped gives them back with 0 seconds.
create function public.extend_social_jobs(p_worker uuid, p_lease_seconds integer) returns void
language sql
security definer
set search_path = ''
as $$
  update public.social_post_jobs
  set leased_until = case when p_lease_seconds > 0 then now() + make_interval(secs => p_lease_seconds) end,
      worker = case when p_lease_seconds > 0 then worker end
  where worker = p_worker and leased_until is not null;
$$;

create function private.is_held(p_job public.social_post_jobs, p_worker uuid) returns boolean
language sql
stable
set search_path = ''
as $$
  select (p_job.worker = p_worker and p_job.leased_until > now()) is true;
$$;

-- How many uploads to YouTube a workspace may still begin on that day: what is left of the project's quota without what
-- the others may still take of their equal shares.
create function private.youtube_room(p_workspace_id uuid, p_day date, p_quota integer) returns integer
language sql
stable
set search_path = ''
as $$
  with wish as (
    select workspace_id, sum(count)::integer as used, sum(wanted)::integer as wanted from (
      select workspace_id, count, 0 as wanted from private.youtube_inserts where day = p_day
      union all
      select workspace_id, 0, 1 from public.social_post_jobs
      where network = 'youtube' and state = 'pending' and run_at is not null
        and (run_at at time zone 'America/Los_Angeles')::date <= p_day
    ) as each group by workspace_id
  ), share as (
    select p_quota / greatest(count(*), 1)::integer as size from wish
  )
  select greatest(0, p_quota - coalesce((select sum(used) from wish), 0)::integer
    - coalesce((select sum(greatest(0, least(share.size, used + wanted) - used)) from wish, share
        where wish.workspace_id <> p_workspace_id), 0)::integer);
$$;

-- Before the first call. go: the job is the worker's and may begin. stop: it is no longer, or was cancelled.
-- youtube_quota: the workspace's share of the day is used up.
create function public.begin_social_preparing(
  p_job_id uuid, p_worker uuid, p_youtube_quota integer default null
) returns text
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_job public.social_post_jobs;
  v_day date := (now() at time zone 'America/Los_Angeles')::date;
begin
  if p_youtube_quota is not null then
    perform pg_advisory_xact_lock(hashtext('youtube_inserts'));
  end if;
  select * into v_job from public.social_post_jobs where id = p_job_id for update;
  if not found or not private.is_held(v_job, p_worker) or v_job.state not in ('pending', 'preparing') then
    return 'stop';
  end if;
  if p_youtube_quota is not null then
    if private.youtube_room(v_job.workspace_id, v_day, p_youtube_quota) <= 0 then
      return 'youtube_quota';
    end if;
    insert into private.youtube_inserts as day (day, workspace_id, count) values (v_day, v_job.workspace_id, 1)
    on conflict (day, workspace_id) do update set count = day.count + 1;
  end if;
  update public.social_post_jobs
  set state = 'preparing', container_id = null, container_at = null, waiting_code = null, waiting_reason = null
  where id = p_job_id;
  return 'go';
end;
$$;

-- What the network gave before anything is public. Without the lease nothing is stored: what it gave is abandoned, and
-- nobody ever sees it.
create function public.note_social_container(
  p_job_id uuid, p_worker uuid, p_container_id text, p_run_seconds integer
) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.social_post_jobs as job
  set container_id = p_container_id, container_at = now(), run_at = now() + make_interval(secs => p_run_seconds)
  where id = p_job_id and private.is_held(job, p_worker)
    -- Where one call does everything, what it gives is known only after it.
    and (state = 'preparing' or (state in ('publishing', 'unknown') and container_id is null));
  return found;
end;
$$;

-- Before the call that makes it public, and never without it. A second call for the same container comes only after two
-- minutes and after the network showed that the first one had no effect; where one call does everything there is no
-- second one.
create function public.begin_social_publishing(p_job_id uuid, p_worker uuid, p_container_id text default null)
returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.social_post_jobs as job
  set state = 'publishing', publish_at = now(), waiting_code = null, waiting_reason = null
  from public.social_connections as account
  where job.id = p_job_id and private.is_held(job, p_worker)
    and account.id = job.connection_id and account.is_active
    and job.container_id is not distinct from p_container_id
    and (job.state = 'preparing'
      or (job.state in ('publishing', 'unknown') and p_container_id is not null
        and job.publish_at < now() - interval '2 minutes'));
  return found;
end;
$$;

-- The network's id of what is public. Stored whoever has the lease, and also when somebody said meanwhile that it
-- failed: it is true, and the job must not be posted again. False when another job has that id, or this job is posted.
create function public.note_social_posted(
  p_job_id uuid, p_media_id text, p_permalink text default null, p_posted_at timestamptz default null
) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.social_post_jobs
  set state = 'posted', media_id = p_media_id, permalink = p_permalink, posted_at = coalesce(p_posted_at, now()),
      run_at = null, worker = null, leased_until = null, failures = 0, waiting_code = null, waiting_reason = null,
      error_code = null, error = null
  where id = p_job_id and state not in ('posted', 'cancelled');
  return found;
exception when unique_violation then
  return false;
end;
$$;

-- Ids on the network that other jobs of the account are known to be, and how many others are not settled and have the
-- same text: what a lookup must not take for this job's.
create function public.get_social_rivals(p_job_id uuid) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  with mine as (
    select job.id, job.connection_id, coalesce(job.caption, post.caption) as caption,
      coalesce(job.publish_at, job.created_at) as since
    from public.social_post_jobs as job join public.social_posts as post on post.id = job.post_id
    where job.id = p_job_id
  )
  select jsonb_build_object(
    'media_ids', coalesce(jsonb_agg(job.media_id) filter (where job.media_id is not null), '[]'),
    'unsettled', count(*) filter (where job.state in ('publishing', 'unknown')
      and coalesce(job.caption, post.caption) = mine.caption))
  from mine
  join public.social_post_jobs as job on job.connection_id = mine.connection_id and job.id <> mine.id
  join public.social_posts as post on post.id = job.post_id
  where job.state in ('publishing', 'unknown')
    or (job.media_id is not null and job.posted_at > mine.since - interval '1 day');
$$;

create function public.note_social_permalink(p_job_id uuid, p_permalink text) returns void
language sql
security definer
set search_path = ''
as $$
  update public.social_post_jobs set permalink = p_permalink where id = p_job_id and state = 'posted';
$$;

create function public.note_social_cover(p_job_id uuid, p_state text, p_error text default null) returns void
language sql
security definer
set search_path = ''
as $$
  update public.social_post_jobs set cover_state = p_state, cover_error = p_error where id = p_job_id;
$$;

-- Puts a job off. p_state: pending begins anew without what the network gave before; preparing and unknown go on; null
-- leaves the state as it is.
create function public.put_off_social_job(
  p_job_id uuid, p_worker uuid, p_seconds integer, p_state text default null, p_code text default null,
  p_reason text default null,
  p_is_failure boolean default false
) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.social_post_jobs as job
  set state = coalesce(p_state, state), run_at = now() + make_interval(secs => p_seconds), worker = null,
      leased_until = null, container_id = case when p_state is distinct from 'pending' then container_id end,
      container_at = case when p_state is distinct from 'pending' then container_at end,
      publish_at = case p_state when 'pending' then null when 'unknown' then coalesce(publish_at, container_at)
        else publish_at end,
      failures = case when p_is_failure then least(failures + 1, 1000) else 0 end,
      waiting_code = p_code, waiting_reason = p_reason
  where id = p_job_id and worker = p_worker
    and case p_state
      -- What may be public never begins anew, unless its container shows that it is not.
      when 'pending' then state in ('pending', 'preparing') or (state in ('publishing', 'unknown')
        and container_id is not null)
      when 'preparing' then state in ('preparing', 'publishing')
      when 'publishing' then state = 'publishing'
      when 'unknown' then state in ('preparing', 'publishing', 'unknown')
      else p_state is null and state in ('pending', 'preparing', 'publishing', 'unknown') end;
  return found;
end;
$$;

create function public.fail_social_job(p_job_id uuid, p_worker uuid, p_code text, p_error text) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.social_post_jobs
  set state = 'failed', error_code = p_code, error = p_error, run_at = null, worker = null, leased_until = null,
      waiting_code = null, waiting_reason = null
  where id = p_job_id and worker = p_worker and state in ('pending', 'preparing', 'publishing', 'unknown');
  return found;
end;
$$;

-- When the next job is due: seconds from now, null when none waits.
create function public.next_social_job(p_workspace_id uuid default null) returns integer
language sql
stable
security definer
set search_path = ''
as $$
  select greatest(0, ceil(extract(epoch from greatest(run_at, coalesce(leased_until, run_at)) - now())))::integer
  from public.social_post_jobs
  where run_at is not null and (p_workspace_id is null or workspace_id = p_workspace_id)
  order by run_at, id limit 1;
$$;

grant execute on function public.claim_social_jobs, public.extend_social_jobs, public.begin_social_preparing,
  public.note_social_container, public.begin_social_publishing, public.note_social_posted,
  public.note_social_permalink, public.note_social_cover, public.put_off_social_job, public.fail_social_job,
  public.next_social_job, public.get_social_rivals to service_role;
