-- Placement proof: whether the video of a completed task was seen on the product's page. "Not seen" is never "removed":
-- a source sees only some of a page's videos.

create table public.task_placements (
  task_id         uuid primary key references public.influencer_tasks (id) on delete cascade,
  workspace_id    uuid not null references public.workspaces (id) on delete cascade,
  state           text not null,
  first_seen_at   timestamptz,
  last_seen_at    timestamptz,
  checked_at      timestamptz not null,
  position        smallint,
  known_videos    smallint not null,
  other_names     text[] not null default '{}',
  source          text not null,

  constraint task_placements_state_known
    check (state in ('seen', 'not_among_known', 'no_longer_seen', 'name_unclear')),
  constraint task_placements_seen_has_times check (
    (first_seen_at is null) = (last_seen_at is null) and (state not in ('seen', 'no_longer_seen')
      or first_seen_at is not null)),
  constraint task_placements_position_range check (position between 1 and 1000),
  constraint task_placements_known_videos_range check (known_videos between 0 and 1000),
  constraint task_placements_names_few check (cardinality(other_names) <= 5),
  constraint task_placements_name_unclear_has_names check ((state = 'name_unclear') = (cardinality(other_names) > 0)),
  constraint task_placements_source_known check (source in ('keepa', 'amazon_creators'))
);
comment on table public.task_placements
  is 'One row per completed task that was looked for; without a row: not checked.';
comment on column public.task_placements.position is 'Its place among the videos that the source knows, from 1.';
comment on column public.task_placements.other_names
  is 'Storefronts under which a video of the same title and length is shown. A person says whether one is theirs.';
create index task_placements_workspace_id_idx on public.task_placements (workspace_id, checked_at);

alter table public.task_placements enable row level security;
grant select on public.task_placements to authenticated;
grant all on public.task_placements to service_role;
create policy "Editors can read their workspace's placements" on public.task_placements
  for select to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));

-- Completed tasks that nobody looked for in a week, those that were never looked for first. What is needed to know
-- one's own video comes along. Only marketplaces that Keepa has, because no other source tells videos.
create function private.placements_to_check(p_workspace_id uuid, p_limit integer)
  returns table (task_id uuid, asin text, marketplace text, title text, seconds double precision, storefront_name text,
    other_storefronts text[], is_dubbed boolean)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
  select task.id, task.asin, task.marketplace, product.video_title, video.duration_seconds, own.storefront_name,
    own.other_storefronts,
    exists (select from public.video_variants as dub where dub.video_id = video.id and dub.kind = 'dub'
      and dub.state = 'ready' and dub.language = coalesce(own.language, market.language))
  from public.influencer_tasks as task
  join public.workspace_marketplaces as own
    on own.workspace_id = task.workspace_id and own.marketplace = task.marketplace
  join public.marketplaces as market on market.code = task.marketplace
  join public.sourced_products as product on product.id = task.product_id
  -- What was uploaded stays on the page when our file is deleted; its length is not known any more.
  left join public.product_videos as video on video.id = task.video_id
  left join public.task_placements as placement on placement.task_id = task.id
  where task.workspace_id = p_workspace_id and task.status = 'completed' and task.marketplace <> 'AU'
    and product.video_title is not null
    and (placement.checked_at is null or placement.checked_at < now() - interval '7 days')
  order by placement.checked_at nulls first, task.completed_at desc, task.id
  limit p_limit;
end;
$$;

create function public.list_placements_to_check(p_workspace_id uuid, p_limit integer default 500) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(to_jsonb(found)), '[]')
  from private.placements_to_check(p_workspace_id, least(p_limit, 5000)) as found;
$$;

-- What a look found. A video that was seen before and is not among the known ones now is "no longer seen".
create function public.record_placements(p_workspace_id uuid, p_results jsonb) returns integer
language sql
security definer
set search_path = ''
as $$
  with found as (
    select distinct on (task_id) * from jsonb_to_recordset(p_results) as found (task_id uuid, state text,
      position smallint, known_videos smallint, other_names text[], source text, checked_at timestamptz)
    order by task_id, checked_at desc
  ), written as (
    insert into public.task_placements as was (task_id, workspace_id, state, first_seen_at, last_seen_at, checked_at,
      position, known_videos, other_names, source)
    select found.task_id, p_workspace_id, found.state, case when found.state = 'seen' then found.checked_at end,
      case when found.state = 'seen' then found.checked_at end, found.checked_at, found.position, found.known_videos,
      coalesce(found.other_names, '{}'), found.source
    from found
    -- A task that was deleted, or reopened, while its page was read has no placement.
    join public.influencer_tasks as task on task.id = found.task_id and task.workspace_id = p_workspace_id
      and task.status = 'completed'
    on conflict (task_id) do update set
      state = case when excluded.state = 'not_among_known' and was.first_seen_at is not null then 'no_longer_seen'
        else excluded.state end,
      first_seen_at = coalesce(was.first_seen_at, excluded.first_seen_at),
      last_seen_at = coalesce(excluded.last_seen_at, was.last_seen_at),
      checked_at = excluded.checked_at, position = excluded.position, known_videos = excluded.known_videos,
      other_names = excluded.other_names, source = excluded.source
    where excluded.checked_at >= was.checked_at
    returning 1
  )
  select count(*)::integer from written;
$$;

-- A person names their storefront: what was found under that name, and waited for this, was theirs.
create function private.name_storefront() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.task_placements as placement set
    state = 'seen', first_seen_at = coalesce(placement.first_seen_at, placement.checked_at),
    last_seen_at = placement.checked_at, other_names = '{}'
  from public.influencer_tasks as task
  where task.id = placement.task_id and placement.workspace_id = new.workspace_id
    and task.marketplace = new.marketplace and placement.state = 'name_unclear'
    and exists (select from unnest(placement.other_names) as other (name)
      where private.fold_text(other.name) = private.fold_text(new.storefront_name));
  return null;
end;
$$;
create trigger _300_name_storefront after update of storefront_name on public.workspace_marketplaces
  for each row when (new.storefront_name is not null and new.storefront_name is distinct from old.storefront_name)
  execute function private.name_storefront();

-- A person says that names are somebody else's: they are not asked about any more.
create function private.decline_storefronts() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.task_placements as placement set
    other_names = left_over.names,
    state = case when cardinality(left_over.names) > 0 then 'name_unclear'
      when placement.first_seen_at is not null then 'no_longer_seen' else 'not_among_known' end,
    position = case when cardinality(left_over.names) > 0 then placement.position end
  from public.influencer_tasks as task, public.task_placements as asked
  cross join lateral (
    select coalesce(array_agg(other.name order by other.nr), '{}') as names
    from unnest(asked.other_names) with ordinality as other (name, nr)
    where not exists (select from unnest(new.other_storefronts) as declined (name)
      where private.fold_text(declined.name) = private.fold_text(other.name))) as left_over
  where asked.task_id = placement.task_id and task.id = placement.task_id and task.marketplace = new.marketplace
    and placement.workspace_id = new.workspace_id and placement.state = 'name_unclear'
    and cardinality(left_over.names) < cardinality(placement.other_names);
  return null;
end;
$$;
create trigger _310_decline_storefronts after update of other_storefronts on public.workspace_marketplaces
  for each row when (new.other_storefronts is distinct from old.other_storefronts)
  execute function private.decline_storefronts();

-- A reopened task is not on the page any more as far as its person is concerned: it starts anew.
create function private.forget_placement() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  delete from public.task_placements where task_id = new.id;
  return null;
end;
$$;
create trigger _500_forget_placement after update of status on public.influencer_tasks
  for each row when (old.status = 'completed' and new.status <> 'completed')
  execute function private.forget_placement();

-- Placements of the workspace with their tasks, the latest look first, and how many are in each state.
create function public.list_placements(p_filters jsonb, p_limit integer, p_cursor jsonb default null) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  return jsonb_build_object(
    'counts', (
      select jsonb_build_object('seen', count(*) filter (where placement.state = 'seen'),
        'not_among_known', count(*) filter (where placement.state = 'not_among_known'),
        'no_longer_seen', count(*) filter (where placement.state = 'no_longer_seen'),
        'name_unclear', count(*) filter (where placement.state = 'name_unclear'),
        'not_checked', count(*) filter (where placement.task_id is null))
      from public.influencer_tasks as task
      left join public.task_placements as placement on placement.task_id = task.id
      where task.workspace_id = v_workspace_id and task.status = 'completed'),
    'rows', (
      select coalesce(jsonb_agg(to_jsonb(page) order by page.completed_at desc, page.task_id desc), '[]')
      from (
        select task.id as task_id, task.asin, task.search_asin, task.marketplace, task.completed_at,
          coalesce(task.title, product.title) as title, coalesce(task.image_url, product.image_url) as image_url,
          product.video_title, own.storefront_name, coalesce(placement.state, 'not_checked') as state,
          placement.first_seen_at, placement.last_seen_at, placement.checked_at, placement.position,
          placement.known_videos, coalesce(placement.other_names, '{}') as other_names, placement.source
        from public.influencer_tasks as task
        left join public.task_placements as placement on placement.task_id = task.id
        left join public.sourced_products as product on product.id = task.product_id
        left join public.workspace_marketplaces as own
          on own.workspace_id = task.workspace_id and own.marketplace = task.marketplace
        where task.workspace_id = v_workspace_id and task.status = 'completed'
          and (not p_filters ? 'state' or coalesce(placement.state, 'not_checked') = p_filters ->> 'state')
          and (not p_filters ? 'marketplace' or task.marketplace = p_filters ->> 'marketplace')
          and (p_cursor is null or (task.completed_at, task.id)
            < ((p_cursor ->> 'completed_at')::timestamptz, (p_cursor ->> 'id')::uuid))
        order by task.completed_at desc, task.id desc limit private.page_limit(p_limit)) as page));
end;
$$;
comment on function public.list_placements is '{counts, rows}: completed tasks, the latest first.';
grant execute on function public.list_placements to authenticated;
grant execute on function public.list_placements_to_check, public.record_placements to service_role;
