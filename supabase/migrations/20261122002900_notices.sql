-- What waits for a person outside the page: one open notice per workspace, cause and subject, and the emails about it.
-- Causes are rows of private.notice_causes. Finding, planning and sending are functions for the service role; they are
-- security definer because they read every workspace.

create table private.notice_causes (
  cause          text primary key,
  finder         text not null,
  settle_minutes integer not null default 0,

  constraint notice_causes_settle_minutes_not_negative check (settle_minutes >= 0)
);
comment on table private.notice_causes is
  'One row per reason to write to a person, written by the migration that makes its finder.';
comment on column private.notice_causes.finder is
  'A function of schema private without arguments that lists all that waits now: workspace_id, subject, count, since, '
  'latest_at (when the newest of it began to wait; null where more of it is no news).';
comment on column private.notice_causes.settle_minutes is
  'How long a new notice waits before its email, so that one email tells of everything that one run brings.';

create table public.notices (
  id           uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  cause        text not null references private.notice_causes (cause),
  subject      text not null,
  count        integer not null,
  since        timestamptz not null,
  latest_at    timestamptz,
  opened_at    timestamptz not null default now(),
  resolved_at  timestamptz,

  constraint notices_count_positive check (count > 0)
);
comment on table public.notices is
  'What waits for a person. A repetition raises count. A notice is resolved when nothing waits any more; the next time '
  'opens another.';
comment on column public.notices.subject is 'What of the cause it is about: listings, price-runs or a provider.';

-- One open notice per cause and subject. Serves opening and resolving.
create unique index notices_open_idx on public.notices (workspace_id, cause, subject) where resolved_at is null;
create index notices_workspace_id_idx on public.notices (workspace_id);
create index notices_cause_idx on public.notices (cause) where resolved_at is null;
-- Serves purge_notices.
create index notices_resolved_at_idx on public.notices (resolved_at) where resolved_at is not null;

create table public.notice_emails (
  id           uuid primary key default gen_random_uuid(),
  workspace_id uuid not null,
  user_id      uuid not null,
  cause        text not null references private.notice_causes (cause),
  day          date not null default (now() at time zone 'utc')::date,
  state        text not null default 'planned',
  tells_until  timestamptz not null,
  outcome      text,
  error_code   text,
  planned_at   timestamptz not null default now(),
  sending_at   timestamptz,
  settled_at   timestamptz,

  foreign key (workspace_id, user_id) references public.workspace_members (workspace_id, user_id) on delete cascade,
  constraint notice_emails_state_known
    check (state in ('planned', 'sending', 'sent', 'failed', 'unknown', 'cancelled')),
  constraint notice_emails_outcome_known check (outcome in ('reconnect', 'rejected', 'try_later', 'gone')),
  constraint notice_emails_failure_has_its_outcome check ((state = 'failed') = (outcome is not null)),
  constraint notice_emails_settled_has_its_time check ((settled_at is null) = (state in ('planned', 'sending')))
);
comment on table public.notice_emails is
  'One email to one person about one cause. planned → sending → sent, failed, unknown or cancelled; back to planned '
  'only when the mail server is proven not to have it.';
comment on column public.notice_emails.day is 'The UTC day it was planned on.';
comment on column public.notice_emails.tells_until is
  'It tells of everything that began to wait until then; what came later is news.';
comment on column public.notice_emails.outcome is 'How the mail server failed; null unless state is failed.';

-- At most one email per workspace, cause, person and day; one that was cancelled reached nobody.
create unique index notice_emails_day_idx on public.notice_emails (workspace_id, cause, user_id, day)
  where state <> 'cancelled';
-- Serves "what was this person told about this cause", and members who leave.
create index notice_emails_told_idx on public.notice_emails (user_id, workspace_id, cause, tells_until desc);
create index notice_emails_cause_idx on public.notice_emails (cause);
-- Serves purge_notices.
create index notice_emails_planned_at_idx on public.notice_emails (planned_at);

alter table public.notices enable row level security;
alter table public.notice_emails enable row level security;
grant select on public.notices, public.notice_emails to authenticated;
grant all on public.notices, public.notice_emails to service_role;

create policy "Editors can read what waits in their workspace" on public.notices
  for select to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "People can read which emails they were sent" on public.notice_emails
  for select to authenticated
  using (user_id = (select auth.uid()) and workspace_id = (select private.current_workspace_id()));

-- The three finders. Each reads an index that holds only what waits.
create index listings_parked_idx on public.listings (workspace_id, parked_at)
  where parked_code is not null and status <> 'ended';

create function private.find_parked_listings()
returns table (workspace_id uuid, subject text, count bigint, since timestamptz, latest_at timestamptz)
language sql
stable
set search_path = ''
as $$
  select listing.workspace_id, 'listings', count(*), min(listing.parked_at), max(listing.parked_at)
  from public.listings as listing
  where listing.parked_code is not null and listing.status <> 'ended'
  group by listing.workspace_id;
$$;

create index connections_reconnect_idx on private.connections (workspace_id) where state = 'reconnect';

create function private.find_connections_to_renew()
returns table (workspace_id uuid, subject text, count bigint, since timestamptz, latest_at timestamptz)
language sql
stable
set search_path = ''
as $$
  select connection.workspace_id, connection.provider, count(*), min(connection.error_since),
    max(connection.error_since)
  from private.connections as connection
  where connection.state = 'reconnect'
  group by connection.workspace_id, connection.provider;
$$;

-- The rule of the Listings page. A connection that needs a person explains its missing runs and has its own notice.
create function private.find_missing_runs()
returns table (workspace_id uuid, subject text, count bigint, since timestamptz, latest_at timestamptz)
language sql
stable
set search_path = ''
as $$
  select connection.workspace_id, 'price-runs', 1::bigint, missing.since, null::timestamptz
  from public.ebay_connections as connection
  cross join lateral private.runs_missing_since(connection.workspace_id) as missing (since)
  where connection.state <> 'reconnect' and missing.since is not null;
$$;

insert into private.notice_causes (cause, finder, settle_minutes) values
  ('listings_need_attention', 'find_parked_listings', 30),
  ('connection_needs_reconnect', 'find_connections_to_renew', 0),
  ('price_runs_missing', 'find_missing_runs', 0),
  ('product_source_paused', 'find_paused_sources', 0);

-- Opens, counts and resolves, one statement per cause for all workspaces. Run twice, the second changes nothing.
-- Measured in the embedded database with 1,000 workspaces: 0.2 s for 10,000 listings that need attention, 1.3 s when
-- every workspace misses its runs.
create function public.check_notices() returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_cause private.notice_causes;
begin
  for v_cause in select * from private.notice_causes order by cause loop
    execute format('
      with waiting as materialized (select * from private.%I()),
      resolved as (
        update public.notices as notice set resolved_at = now()
        where notice.cause = $1 and notice.resolved_at is null and not exists (
          select from waiting where waiting.workspace_id = notice.workspace_id and waiting.subject = notice.subject)
      )
      insert into public.notices as notice (workspace_id, cause, subject, count, since, latest_at)
      select workspace_id, $1, subject, count, since, latest_at from waiting
      on conflict (workspace_id, cause, subject) where resolved_at is null do update
        set count = excluded.count, since = excluded.since, latest_at = excluded.latest_at
        where (notice.count, notice.since, notice.latest_at)
          is distinct from (excluded.count, excluded.since, excluded.latest_at)', v_cause.finder)
    using v_cause.cause;
  end loop;
end;
$$;

-- Who is written to: owners and managers who have not switched it off and have not been told of the newest of it. A
-- failure of the mail server is no telling, so the next day tries again; a mailbox that refuses is asked once.
create function public.plan_notice_emails(p_causes text[], p_limit integer default 500) returns integer
language sql
security definer
set search_path = ''
as $$
  with news as (
    select notice.workspace_id, notice.cause, greatest(max(notice.opened_at), max(notice.latest_at)) as at
    from public.notices as notice
    join private.notice_causes as known on known.cause = notice.cause
    where notice.cause = any (p_causes) and notice.resolved_at is null
      and notice.opened_at <= now() - make_interval(mins => known.settle_minutes)
    group by notice.workspace_id, notice.cause
  ),
  planned as (
    insert into public.notice_emails (workspace_id, user_id, cause, tells_until)
    select news.workspace_id, member.user_id, news.cause, news.at
    from news
    join public.workspace_members as member
      on member.workspace_id = news.workspace_id and member.role in ('owner', 'manager')
    join public.users as person on person.id = member.user_id and person.email_notices and person.email <> ''
    where not exists (
      select from public.notice_emails as email
      where email.user_id = member.user_id and email.workspace_id = news.workspace_id and email.cause = news.cause
        and email.state <> 'cancelled'
        and (email.day = (now() at time zone 'utc')::date
          or (email.tells_until >= news.at and coalesce(email.outcome in ('rejected', 'gone'), true))))
    order by news.at, member.user_id
    limit p_limit
    on conflict do nothing
    returning id, workspace_id
  )
  select count(private.enqueue_job('notices.email', 'notices.email:' || id, jsonb_build_object('email_id', id),
    workspace_id))::integer
  from planned;
$$;
comment on function public.plan_notice_emails is
  'Answers how many emails it planned, each with its job. p_causes: those that the release has words for.';

-- The intent is written before the mail server hears of it. An email that is found in sending was handed to a worker
-- that never reported: the mail server may have it, so it is never sent again.
create function public.begin_notice_email(p_id uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_email public.notice_emails;
  v_answer jsonb;
begin
  select * into v_email from public.notice_emails where id = p_id for update;
  if v_email.state = 'sending' then
    update public.notice_emails set state = 'unknown', settled_at = now(), error_code = 'worker_lost' where id = p_id;
    return jsonb_build_object('state', 'unknown');
  elsif v_email.state is distinct from 'planned' then
    return null;
  end if;

  select jsonb_build_object('state', 'sending', 'id', v_email.id, 'cause', v_email.cause, 'user_id', person.id,
    'to', person.email, 'name', person.name, 'locale', person.locale, 'time_zone', person.time_zone,
    'workspace', workspace.name,
    'notices', jsonb_agg(jsonb_build_object('subject', notice.subject, 'count', notice.count, 'since', notice.since)
      order by notice.subject),
    'tells_until', greatest(max(notice.opened_at), max(notice.latest_at)))
  into v_answer
  from public.workspace_members as member
  join public.users as person on person.id = member.user_id and person.email_notices and person.email <> ''
  join public.workspaces as workspace on workspace.id = member.workspace_id
  join public.notices as notice
    on notice.workspace_id = member.workspace_id and notice.cause = v_email.cause and notice.resolved_at is null
  where member.workspace_id = v_email.workspace_id and member.user_id = v_email.user_id
    and member.role in ('owner', 'manager')
  group by person.id, workspace.id;

  if v_answer is null then
    update public.notice_emails set state = 'cancelled', settled_at = now() where id = p_id;
    return null;
  end if;
  update public.notice_emails
  set state = 'sending', sending_at = now(), tells_until = (v_answer ->> 'tells_until')::timestamptz
  where id = p_id;
  return v_answer - 'tells_until';
end;
$$;
comment on function public.begin_notice_email is
  'What to send. Null when there is nothing to send any more: resolved, switched off, no longer a member, or settled '
  'before. state unknown: an earlier worker may have sent it.';

-- What became of it. A worker that was thought lost may still report, so unknown may become anything but planned.
create function public.settle_notice_email(
  p_id uuid, p_state text, p_outcome text default null, p_error_code text default null
) returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.notice_emails
  set state = p_state, outcome = p_outcome, error_code = p_error_code,
      settled_at = case when p_state <> 'planned' then now() end
  where id = p_id and (state = 'sending' or (state = 'unknown' and p_state in ('sent', 'failed')));
  return found;
end;
$$;
comment on function public.settle_notice_email is
  'False when it is settled already. planned means that the mail server is proven not to have it.';

-- A job that was given up settles its email: five attempts failed, or the last worker vanished while it sent.
create function private.bury_notice_email() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.notice_emails
  set state = case state when 'planned' then 'failed' else 'unknown' end,
      outcome = case state when 'planned' then 'try_later' end,
      error_code = new.last_error_code, settled_at = now()
  where id = (new.payload ->> 'email_id')::uuid and state in ('planned', 'sending');
  return null;
end;
$$;
create trigger _120_bury_notice_email after update of is_dead on private.jobs
  for each row when (new.is_dead and not old.is_dead and new.kind = 'notices.email')
  execute function private.bury_notice_email();

-- Notices that were resolved and emails are kept for 90 days. An email that tells of what still waits stays.
create function public.purge_notices(p_limit integer default 1000) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_notices integer;
  v_emails integer;
begin
  delete from public.notices where id in (
    select id from public.notices where resolved_at < now() - interval '90 days' limit p_limit);
  get diagnostics v_notices = row_count;
  delete from public.notice_emails where id in (
    select email.id from public.notice_emails as email
    where email.planned_at < now() - interval '90 days' and not exists (
      select from public.notices as notice
      where notice.workspace_id = email.workspace_id and notice.cause = email.cause and notice.resolved_at is null)
    limit p_limit);
  get diagnostics v_emails = row_count;
  return v_notices + v_emails;
end;
$$;

grant execute on function public.check_notices, public.plan_notice_emails, public.begin_notice_email,
  public.settle_notice_email, public.purge_notices to service_role;
