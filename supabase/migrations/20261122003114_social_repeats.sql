-- Evergreen posts: a post that comes again within limits. And the clocks: what a schedule means when the rules of its
-- time zone change.

create table public.social_repeats (
  id           uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  post_id      uuid not null,
  every_days   smallint not null,
  max_times    smallint,
  made         smallint not null default 0,
  starts_on    date not null,
  ends_on      date,
  wall_time    time not null,
  time_zone    text not null,
  last_post_id uuid,
  last_on      date,
  ended        text,
  created_by   uuid default auth.uid(),
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now(),

  unique (workspace_id, id),
  foreign key (workspace_id, post_id) references public.social_posts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, last_post_id) references public.social_posts (workspace_id, id)
    on delete set null (last_post_id),
  constraint social_repeats_days_bounded check (every_days between 1 and 365),
  constraint social_repeats_times_bounded check (max_times between 1 and 100 and made >= 0),
  constraint social_repeats_has_a_limit check (max_times is not null or ends_on is not null),
  constraint social_repeats_ended_known
    check (ended in ('done', 'over', 'product_gone', 'video_gone', 'accounts_gone', 'stopped'))
);
comment on table public.social_repeats is
  'The next post is made once the last one went out, so a post never waits behind its own repetition.';
comment on column public.social_repeats.every_days is 'The days between two posts, at least.';
comment on column public.social_repeats.last_on is
  'The day of the last post that was made; deleting that post does not make the next one come sooner.';
comment on column public.social_repeats.ended is 'Why it ended; null while it continues.';
-- A post has one repeat that continues.
create unique index social_repeats_post_idx on public.social_repeats (workspace_id, post_id) where ended is null;
create index social_repeats_post_id_idx on public.social_repeats (post_id);
create index social_repeats_last_post_id_idx on public.social_repeats (last_post_id);
create index social_repeats_list_idx on public.social_repeats (workspace_id, created_at desc);

create trigger _100_touch_updated_at before update on public.social_repeats
  for each row execute function private.touch_updated_at();

alter table public.social_repeats enable row level security;
grant select on public.social_repeats to authenticated;
grant all on public.social_repeats to service_role;
create policy "Editors can read their workspace's repeats" on public.social_repeats
  for select to authenticated
  using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
select private.note_writes_of('public.social_repeats');

-- Security definer: no client may write repeats, and each function checks the role and the workspace.
create function public.list_social_repeats(p_id uuid default null) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  return coalesce((
    select jsonb_agg(to_jsonb(repeat) - array['workspace_id', 'wall_time', 'created_by', 'last_on']
      || jsonb_build_object('time', to_char(repeat.wall_time, 'HH24:MI'), 'caption', left(post.caption, 200),
      'product_title', product.title) order by repeat.ended is not null, repeat.created_at desc, repeat.id)
    from (select * from public.social_repeats where workspace_id = v_workspace_id and (p_id is null or id = p_id)
      order by ended is not null, created_at desc limit 500) as repeat
    join public.social_posts as post on post.id = repeat.post_id
    left join public.sourced_products as product on product.id = post.product_id), '[]');
end;
$$;

create function private.require_repeat(p_workspace_id uuid, p_id uuid) returns public.social_repeats
language plpgsql
set search_path = ''
as $$
declare
  v_repeat public.social_repeats;
begin
  select * into v_repeat from public.social_repeats where id = p_id and workspace_id = p_workspace_id for update;
  if not found then
    raise exception 'repeat_not_found' using errcode = 'PT404',
      detail = 'We can''t find this repeat in your workspace.';
  end if;
  return v_repeat;
end;
$$;

-- {post_id, every_days, max_times, starts_on, ends_on, time, time_zone}
create function public.create_social_repeat(p_repeat jsonb) returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_post public.social_posts := private.require_post(v_workspace_id, (p_repeat ->> 'post_id')::uuid);
  v_id uuid;
begin
  if v_post.video_id is null or v_post.state not in ('scheduled', 'publishing', 'posted', 'partial') then
    raise exception 'post_not_ready' using errcode = 'PT409',
      detail = 'Only a post that is scheduled or posted can repeat. Schedule it first.';
  end if;
  if exists (select from public.social_repeats where post_id = v_post.id and ended is null) then
    raise exception 'repeat_exists' using errcode = 'PT409',
      detail = 'This post repeats already. Change or stop that repeat.';
  end if;
  insert into public.social_repeats (workspace_id, post_id, every_days, max_times, starts_on, ends_on, wall_time,
    time_zone)
  values (v_workspace_id, v_post.id, (p_repeat ->> 'every_days')::smallint, (p_repeat ->> 'max_times')::smallint,
    coalesce((p_repeat ->> 'starts_on')::date, (now() at time zone (p_repeat ->> 'time_zone'))::date),
    (p_repeat ->> 'ends_on')::date, (p_repeat ->> 'time')::time, p_repeat ->> 'time_zone')
  returning id into v_id;
  return v_id;
end;
$$;

-- {is_stopped: true}, or the limits {every_days, max_times, ends_on}.
create function public.update_social_repeat(p_id uuid, p_changes jsonb) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_repeat public.social_repeats := private.require_repeat(private.require_editor(), p_id);
begin
  if (p_changes ->> 'is_stopped')::boolean then
    update public.social_repeats set ended = coalesce(ended, 'stopped') where id = p_id;
    return;
  end if;
  if v_repeat.ended is not null then
    raise exception 'repeat_ended' using errcode = 'PT409',
      detail = 'This repeat has ended. Create a new one for the post.';
  end if;
  update public.social_repeats set every_days = (p_changes ->> 'every_days')::smallint,
    max_times = (p_changes ->> 'max_times')::smallint, ends_on = (p_changes ->> 'ends_on')::date
  where id = p_id;
end;
$$;

create function public.delete_social_repeat(p_id uuid) returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_repeat public.social_repeats := private.require_repeat(private.require_editor(), p_id);
begin
  delete from public.social_repeats where id = v_repeat.id;
  return p_id;
end;
$$;

grant execute on function public.list_social_repeats, public.create_social_repeat, public.update_social_repeat,
  public.delete_social_repeat to authenticated;

-- Makes the next post of one repeat: none while the last one has not gone out, the end when a limit is reached.
create function private.repeat_post(p_repeat public.social_repeats) returns boolean
language plpgsql
set search_path = ''
as $$
declare
  v_source public.social_posts;
  v_last public.social_posts;
  v_day date;
  v_today date := (now() at time zone p_repeat.time_zone)::date;
  v_moment timestamptz;
  v_rule text;
  v_ended text;
  v_new uuid;
begin
  select * into v_source from public.social_posts where id = p_repeat.post_id;
  select * into v_last from public.social_posts where id = coalesce(p_repeat.last_post_id, p_repeat.post_id);
  if v_last.state in ('draft', 'scheduled', 'publishing') then return false; end if;
  -- The days count from the last post that went out; one that failed or was cancelled does not repeat sooner.
  v_day := greatest(
    coalesce(p_repeat.last_on, (v_source.scheduled_at at time zone p_repeat.time_zone)::date) + p_repeat.every_days,
    p_repeat.starts_on, v_today);
  select moment, rule into v_moment, v_rule
  from private.resolve_wall_time(v_day + p_repeat.wall_time, p_repeat.time_zone);
  if v_moment <= now() then
    v_day := v_day + 1;
    select moment, rule into v_moment, v_rule
    from private.resolve_wall_time(v_day + p_repeat.wall_time, p_repeat.time_zone);
  end if;
  v_ended := case
    when p_repeat.made >= p_repeat.max_times then 'done'
    when v_day > p_repeat.ends_on then 'over'
    when v_source.product_id is null or not exists (select from public.sourced_products
      where id = v_source.product_id and deleted_at is null) then 'product_gone'
    when v_source.video_id is null then 'video_gone'
    when not exists (select from public.social_post_jobs as job
      join public.social_connections as connection on connection.id = job.connection_id
      where job.post_id = v_source.id and connection.is_active and connection.can_post) then 'accounts_gone' end;
  if v_ended is not null then
    update public.social_repeats set ended = v_ended where id = p_repeat.id;
    return false;
  end if;
  insert into public.social_posts (workspace_id, product_id, video_id, caption, link, covers, dub_language,
    is_ai_generated, state,
    scheduled_wall, time_zone, scheduled_at, schedule_rule, repeats_post_id, created_by)
  values (v_source.workspace_id, v_source.product_id, v_source.video_id, v_source.caption, v_source.link,
    v_source.covers, v_source.dub_language, v_source.is_ai_generated, 'scheduled',
    v_day + p_repeat.wall_time, p_repeat.time_zone, v_moment,
    v_rule, v_source.id, p_repeat.created_by)
  returning id into v_new;
  insert into public.social_post_jobs (workspace_id, post_id, connection_id, network, caption, title, privacy, tags)
  select job.workspace_id, v_new, job.connection_id, job.network, job.caption, job.title, job.privacy, job.tags
  from public.social_post_jobs as job
  join public.social_connections as connection on connection.id = job.connection_id
  where job.post_id = v_source.id and connection.is_active and connection.can_post;
  perform private.release_post(v_new);
  update public.social_repeats set made = made + 1, last_post_id = v_new, last_on = v_day where id = p_repeat.id;
  return true;
end;
$$;

-- Up to p_limit repeats after p_after. Answers the last id that was tried; null at the end. Two workers skip each
-- other.
create function public.make_social_repeats(p_after uuid, p_limit integer) returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_repeat public.social_repeats;
  v_last uuid;
begin
  for v_repeat in
    select * from public.social_repeats where ended is null and (p_after is null or id > p_after)
    order by id limit p_limit for update skip locked
  loop
    perform private.repeat_post(v_repeat);
    v_last := v_repeat.id;
  end loop;
  return v_last;
end;
$$;

-- Resolves scheduled times anew, for when the rules of a time zone changed. Only what no worker has begun moves.
-- Answers the last id that was tried; null at the end.
create function public.resolve_social_schedules(p_after uuid, p_limit integer) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_post public.social_posts;
  v_moment timestamptz;
  v_rule text;
  v_last uuid;
  v_moved integer := 0;
begin
  for v_post in
    select * from public.social_posts where state = 'scheduled' and scheduled_at > now() + interval '5 minutes'
      and (p_after is null or id > p_after)
    order by id limit p_limit
  loop
    v_last := v_post.id;
    select moment, rule into v_moment, v_rule
    from private.resolve_wall_time(v_post.scheduled_wall, v_post.time_zone);
    if v_moment <> v_post.scheduled_at or v_rule is distinct from v_post.schedule_rule then
      v_post := private.require_post(v_post.workspace_id, v_post.id);
      if v_post.state = 'scheduled' and not private.has_begun(v_post.id) then
        update public.social_posts set scheduled_at = v_moment, schedule_rule = v_rule where id = v_post.id;
        perform private.release_post(v_post.id);
        v_moved := v_moved + 1;
      end if;
    end if;
  end loop;
  return jsonb_build_object('last', v_last, 'moved', v_moved);
end;
$$;
create index social_posts_scheduled_idx on public.social_posts (id) where state = 'scheduled';

grant execute on function public.make_social_repeats, public.resolve_social_schedules to service_role;
