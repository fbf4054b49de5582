-- What a person decides about published posts: to try again what failed, and which post of the network an unknown job
-- is. For editors; security definer because no person may write jobs.

create function private.social_refusal_words(p_code text) returns text
language sql
immutable
set search_path = ''
as $$
  select case p_code
    when 'post_not_found' then 'We can''t find this post in your workspace.'
    when 'post_has_nothing_to_retry' then 'Nothing of this post failed, so there is nothing to try again.'
    when 'post_job_not_unknown' then 'We know what became of this post. Reload the page.'
    when 'media_taken' then 'Another of your posts is that one. Choose another.' end;
$$;

-- Only what failed is tried again; what is public stays as it is.
create function public.retry_social_post(p_post_id uuid) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_count integer;
begin
  perform private.require_post(v_workspace_id, p_post_id);
  update public.social_post_jobs
  set state = 'pending', run_at = now(), started_at = null, failures = 0, error_code = null, error = null,
      container_id = null, container_at = null, publish_at = null, worker = null, leased_until = null
  where post_id = p_post_id and state = 'failed';
  get diagnostics v_count = row_count;
  if v_count = 0 then
    raise exception 'post_has_nothing_to_retry'
      using errcode = 'PT409', detail = private.social_refusal_words('post_has_nothing_to_retry');
  end if;
  perform private.enqueue_job('social.publish', 'social.publish:' || v_workspace_id, '{}', v_workspace_id);
  return v_count;
end;
$$;
comment on function public.retry_social_post is 'How many accounts are tried again.';

-- A person looked at the network: p_media_id names the post that it is; null says that it is not there. Answers the
-- job's state.
create function public.resolve_social_job(
  p_job_id uuid, p_media_id text default null, p_permalink text default null, p_posted_at timestamptz default null
) returns text
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_job public.social_post_jobs;
begin
  select * into v_job from public.social_post_jobs where id = p_job_id and workspace_id = v_workspace_id for update;
  if not found then
    raise exception 'post_not_found'
      using errcode = 'PT404', detail = private.social_refusal_words('post_not_found');
  elsif v_job.state <> 'unknown' then
    raise exception 'post_job_not_unknown'
      using errcode = 'PT409', detail = private.social_refusal_words('post_job_not_unknown');
  end if;
  if p_media_id is null then
    update public.social_post_jobs
    set state = 'failed', error_code = 'not_posted', error = 'You said that it is not there. Try again posts it anew.',
        run_at = null, worker = null, leased_until = null, waiting_code = null, waiting_reason = null
    where id = p_job_id;
  elsif not public.note_social_posted(p_job_id, p_media_id, p_permalink, p_posted_at) then
    raise exception 'media_taken' using errcode = 'PT409', detail = private.social_refusal_words('media_taken');
  end if;
  -- Another one with the same text may be clear now.
  update public.social_post_jobs set run_at = now()
  where connection_id = v_job.connection_id and state = 'unknown' and run_at > now();
  return case when p_media_id is null then 'failed' else 'posted' end;
end;
$$;

-- Every account of a workspace that works again wakes what waited for it.
create function private.wake_social_jobs() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.social_post_jobs set run_at = now()
  where connection_id = new.id and run_at > now() and waiting_code = 'account';
  return null;
end;
$$;
create trigger _500_wake_social_jobs after update on public.social_connections
  for each row when (new.is_active) execute function private.wake_social_jobs();

-- A new sign-in, or one that works again, serves several accounts.
create function private.wake_social_jobs_of_sign_in() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.social_post_jobs as job set run_at = now()
  from public.social_connections as account
  where account.workspace_id = new.workspace_id and account.provider = new.provider and account.sign_in = new.account
    and job.connection_id = account.id and job.run_at > now() and job.waiting_code = 'account';
  return null;
end;
$$;
create trigger _500_wake_social_jobs after insert or update of state, token_version on private.connections
  for each row when (new.state = 'connected') execute function private.wake_social_jobs_of_sign_in();

grant execute on function public.retry_social_post, public.resolve_social_job to authenticated;
