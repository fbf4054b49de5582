-- Tasks as the dashboard and the side panel read them: one list, its counts, and groups by video.

-- The view private.task_details, which the functions below read, is created behind the tables that it joins: those of
-- dubs and thumbnails.

-- A product in Trash leaves the queue: its tasks are listed and counted only where they are completed.
create function private.task_filter_sql(p_filters jsonb) returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_sql text := $q$workspace_id = $1 and (status = 'completed' or product_id is null or product_id not in (
    select trashed.id from public.sourced_products as trashed
    where trashed.workspace_id = $1 and trashed.deleted_at is not null))$q$;
  v_word text;
begin
  if p_filters ? 'status' then v_sql := v_sql || format(' and status = %L', p_filters ->> 'status'); end if;
  if p_filters ? 'marketplace'
    then v_sql := v_sql || format(' and marketplace = %L', p_filters ->> 'marketplace'); end if;
  if p_filters ? 'asin' then v_sql := v_sql || format(' and asin = %L', p_filters ->> 'asin'); end if;
  if p_filters ? 'product_id' then v_sql := v_sql || format(' and product_id = %L', p_filters ->> 'product_id'); end if;
  if p_filters ? 'owner_id' then
    v_sql := v_sql || format(
      ' and product_id in (select link.product_id from public.product_owners as link where link.owner_id = %L)',
      p_filters ->> 'owner_id');
  end if;
  if p_filters ? 'has_video' then
    v_sql := v_sql || case when (p_filters ->> 'has_video')::boolean then ' and video_id is not null'
      else ' and video_id is null' end;
  end if;
  if p_filters ? 'missing' then
    v_sql := v_sql || case p_filters ->> 'missing' when 'nothing' then ' and missing = ''{}'''
      else format(' and %L = any (missing)', p_filters ->> 'missing') end;
  end if;
  foreach v_word in array regexp_split_to_array(private.fold_text(coalesce(p_filters ->> 'search', '')), '\s+') loop
    if v_word <> '' then
      v_sql := v_sql || format(
        $q$ and private.fold_text(asin || ' ' || search_asin || ' ' || coalesce(title, '')) like %L$q$,
        '%' || private.escape_like(v_word) || '%');
    end if;
  end loop;
  return v_sql;
end;
$$;

-- Security definer, because it reads the view above. The caller's workspace is the first condition of every query.
create function public.list_influencer_tasks(
  p_filters jsonb, p_limit integer, p_cursor jsonb default null, p_count boolean default false, p_sort text
    default 'created'
) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.current_workspace_id();
  v_moment text := case p_sort when 'completed' then 'completed_at' else 'created_at' end;
  v_filter text := private.task_filter_sql(p_filters)
    || case p_sort when 'completed' then ' and completed_at is not null' else '' end;
  v_page text := case when p_cursor is null then 'true'
    else format('(%I, id) < (%L::timestamptz, %L::uuid)', v_moment, p_cursor ->> v_moment, p_cursor ->> 'id') end;
  v_answer jsonb;
begin
  execute format($q$
    select jsonb_build_object('rows', coalesce(
      jsonb_agg(to_jsonb(row) - 'workspace_id' order by row.%1$I desc, row.id desc), '[]'))
    from (select * from private.task_details where %2$s and %3$s order by %1$I desc, id desc limit $2) as row
  $q$, v_moment, v_filter, v_page) into v_answer using v_workspace_id, private.page_limit(p_limit);
  if p_count then
    execute format('select $2 || jsonb_build_object(''total'', count(*)) from private.task_details where %s', v_filter)
      into v_answer using v_workspace_id, v_answer;
  end if;
  return v_answer;
end;
$$;
comment on function public.list_influencer_tasks
  is '{rows, total?}: at most p_limit tasks after the cursor, newest first by p_sort: created ({created_at, id}) or '
  'completed ({completed_at, id}, completed tasks only).';

-- One query for the whole overview; a marketplace that was switched off is listed while it has tasks. Security definer:
-- an uploader may not read which products are in Trash. Every table is limited to the caller's workspace.
create function public.count_influencer_tasks() returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('marketplace', market.code, 'pending', coalesce(count.pending, 0),
    'completed', coalesce(count.completed, 0), 'skipped', coalesce(count.skipped, 0)) order by market.position), '[]')
  from public.workspace_marketplaces as own
  join public.marketplaces as market on market.code = own.marketplace
  left join (
    select task.marketplace, count(*) filter (where task.status = 'pending') as pending,
      count(*) filter (where task.status = 'completed') as completed,
      count(*) filter (where task.status = 'skipped') as skipped
    from public.influencer_tasks as task left join public.sourced_products as product on product.id = task.product_id
    where task.workspace_id = (select private.current_workspace_id())
      and (task.status = 'completed' or product.deleted_at is null)
    group by task.marketplace) as count on count.marketplace = own.marketplace
  where own.workspace_id = (select private.current_workspace_id())
    and (own.is_enabled or count.marketplace is not null);
$$;

-- A group is the tasks of one parent that share one video. Serves the page of groups: the newest task of the next group
-- is one step in this order.
create index influencer_tasks_groups_idx on public.influencer_tasks
  (workspace_id, created_at desc, (search_asin || ':' || coalesce(video_id::text, 'none')));

-- A page of groups, the group with the newest task first; with the filter `order` = oldest, the whole order is turned
-- round. Each step of the recursion goes on where the last one ended
-- and passes over the tasks of the groups that it has, so that a page reads the tasks down to its last group and no
-- others. A group carries at most 200 tasks; its counts cover all of them. $1 is the workspace, $2 the limit, $3
-- whether to count.
create function private.task_groups_sql(p_filters jsonb, p_cursor jsonb default null) returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_key text := $q$search_asin || ':' || coalesce(video_id::text, 'none')$q$;
  v_filter text := private.task_filter_sql(p_filters);
  v_is_oldest boolean := coalesce(p_filters ->> 'order', '') = 'oldest';
  v_next text := case when v_is_oldest then '>' else '<' end;
  v_same text := case when v_is_oldest then '<' else '>' end;
  v_down text := case when v_is_oldest then 'asc' else 'desc' end;
  v_up text := case when v_is_oldest then 'desc' else 'asc' end;
  -- Its newest task that matches stands behind the cursor: otherwise an earlier page has the group.
  v_is_news text := case when p_cursor is null then 'true' else format($q$created_at %5$s= %1$L::timestamptz
      and (created_at %5$s %1$L::timestamptz or %3$s %6$s %2$L) and not exists (
        select from private.task_details
        where %4$s and search_asin = task.search_asin and video_id is not distinct from task.video_id
          and created_at %6$s= %1$L::timestamptz
          and (created_at %6$s %1$L::timestamptz or %3$s %5$s= %2$L) offset 0)$q$,
    p_cursor ->> 'newest_at', p_cursor ->> 'key', v_key, v_filter, v_next, v_same) end;
begin
  return format($q$
    with recursive page as (
      (select 1 as number, created_at as newest_at, %2$s as key, search_asin, video_id, array[%2$s] as keys
       from private.task_details as task where %1$s and %3$s
       order by created_at %6$s, %2$s %7$s limit 1)
      union all
      select page.number + 1, newest.created_at, newest.key, newest.search_asin, newest.video_id,
        page.keys || newest.key
      from page
      cross join lateral (
        -- The next group that began at the same moment; the older ones are read only when there is none.
        select coalesce(
          (select id from private.task_details as task
           where %1$s and %3$s and created_at = page.newest_at and %2$s %5$s page.key
             and %2$s <> all (page.keys)
           order by %2$s %7$s limit 1),
          (select id from private.task_details as task
           where %1$s and %3$s and created_at %4$s page.newest_at and %2$s <> all (page.keys)
           order by created_at %6$s, %2$s %7$s limit 1)) as id
        offset 0) as next
      join lateral (
        select created_at, %2$s as key, search_asin, video_id from public.influencer_tasks where id = next.id
      ) as newest on true
      where page.number < $2
    )
    select jsonb_build_object(
      'rows', coalesce(jsonb_agg(jsonb_build_object(
        'key', page.key, 'newest_at', page.newest_at, 'search_asin', page.search_asin,
        'title', product.title, 'image_url', product.image_url, 'video_title', product.video_title,
        'video', case when video.id is not null then jsonb_build_object('id', video.id, 'filename', video.filename,
          'file_size', video.file_size, 'duration_seconds', video.duration_seconds) end,
        'counts', (
          select jsonb_object_agg(marketplace, jsonb_build_object('pending', pending, 'completed', completed, 'skipped',
            skipped))
          from (
            select task.marketplace, count(*) filter (where task.status = 'pending') as pending,
              count(*) filter (where task.status = 'completed') as completed,
              count(*) filter (where task.status = 'skipped') as skipped
            from public.influencer_tasks as task
            left join public.sourced_products as own on own.id = task.product_id
            where task.workspace_id = $1 and task.search_asin = page.search_asin
              and task.video_id is not distinct from page.video_id
              and (task.status = 'completed' or own.deleted_at is null)
            group by task.marketplace) as count),
        'tasks', (
          select jsonb_agg(to_jsonb(task) - 'workspace_id' order by task.asin <> task.search_asin, task.asin,
            task.position)
          from (
            select detail.*, market.position
            from (
              select * from private.task_details
              where %1$s and search_asin = page.search_asin and video_id is not distinct from page.video_id
            ) as detail
            join public.marketplaces as market on market.code = detail.marketplace
            order by detail.asin <> detail.search_asin, detail.asin, market.position limit 200) as task)
      ) order by page.newest_at %6$s, page.key %7$s), '[]'),
      'total', case when $3 then (select count(distinct (search_asin, video_id))
        from private.task_details where %1$s) end)
    from page
    left join public.product_videos as video on video.id = page.video_id
    left join lateral (
      select title, image_url, video_title from public.sourced_products
      where workspace_id = $1 and asin = page.search_asin
      order by deleted_at is not null, created_at desc limit 1) as product on true
  $q$, v_filter, v_key, v_is_news, v_next, v_same, v_down, v_up);
end;
$$;

create function public.list_task_groups(
  p_filters jsonb, p_limit integer, p_cursor jsonb default null, p_count boolean default false
) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
set jit = off
as $$
declare
  v_answer jsonb;
begin
  execute private.task_groups_sql(p_filters, p_cursor) into v_answer
    using private.current_workspace_id(), private.page_limit(p_limit), p_count;
  return v_answer;
end;
$$;
grant execute on function public.list_influencer_tasks, public.count_influencer_tasks, public.list_task_groups
  to authenticated;

-- Why a person may not make these changes: another member's claim holds the task, or the claimed task would not be to
-- do. Null when nothing is against it. A claim ends after its time, so it needs no one to release it.
create function private.task_refusal(p_task public.influencer_tasks, p_changes jsonb) returns text
language sql
stable
set search_path = ''
as $$
  select case
    when p_task.claimed_by <> (select auth.uid()) and p_task.claimed_until > now()
      and (p_changes ? 'claimed' or coalesce(p_changes ->> 'status', p_task.status) <> p_task.status)
      then 'task_claimed'
    when p_changes ->> 'claimed' = 'true' and coalesce(p_changes ->> 'status', p_task.status) <> 'pending'
      then 'task_not_pending' end;
$$;

create function private.task_refusal_words(p_code text) returns text
language sql
immutable
set search_path = ''
as $$
  select case p_code
    when 'task_claimed' then 'Another teammate is working on this task. Try again later.'
    when 'task_not_pending' then 'This task is completed or skipped. Reopen it before you claim it.'
    when 'task_not_found' then 'We can''t find this task in your workspace.' end;
$$;

-- The changes of some tasks in one statement; answers how many tasks they changed. A claim always counts, because it
-- begins anew.
create function private.change_tasks(p_ids uuid[], p_changes jsonb) returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_user_id uuid := (select auth.uid());
  v_count integer;
begin
  update public.influencer_tasks set
    note = case when p_changes ? 'note' then p_changes ->> 'note' else note end,
    page_url = case when p_changes ? 'page_url' then p_changes ->> 'page_url' else page_url end,
    completion_id = case when status = 'completed' then completion_id else (p_changes #>> '{completion,id}')::uuid end,
    completed_at = case when status = 'completed' then completed_at
    when p_changes ->> 'status' = 'completed' then (p_changes #>> '{completion,at}')::timestamptz end,
    claimed_by = case p_changes ->> 'claimed' when 'true' then v_user_id when 'false' then null else claimed_by end,
    claimed_until = case p_changes ->> 'claimed' when 'true' then now() + interval '30 minutes' when 'false' then null
    else claimed_until end,
    status = coalesce(p_changes ->> 'status', status)
  where id = any (p_ids)
    and (status is distinct from coalesce(p_changes ->> 'status', status)
      or (p_changes ? 'note' and note is distinct from p_changes ->> 'note')
      or (p_changes ? 'page_url' and page_url is distinct from p_changes ->> 'page_url')
      or p_changes ->> 'claimed' = 'true'
      or (p_changes ->> 'claimed' = 'false' and claimed_by is not null));
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;

-- Security definer like the lists; the first condition of the update is the caller's workspace.
create function public.update_influencer_task(p_id uuid, p_changes jsonb, p_if_match timestamptz default null)
  returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.current_workspace_id();
  v_task public.influencer_tasks;
  v_refusal text;
  v_answer jsonb;
begin
  select * into v_task from public.influencer_tasks where id = p_id and workspace_id = v_workspace_id for update;
  if not found then
    raise exception 'task_not_found'
      using errcode = 'PT404', detail = private.task_refusal_words('task_not_found');
  end if;
  if p_if_match is not null and p_if_match <> v_task.updated_at then
    raise exception 'row_changed'
      using errcode = 'PT409', detail = 'This task was changed in the meantime. Look at it again.';
  end if;
  -- The first completion keeps its evidence.
  if v_task.status = 'completed' and p_changes #>> '{completion,id}' is distinct from v_task.completion_id::text
    and p_changes ? 'completion' then p_changes := p_changes - 'page_url'; end if;
  perform private.check_page_link(v_task, p_changes);
  v_refusal := private.task_refusal(v_task, p_changes);
  if v_refusal is not null then
    raise exception '%', v_refusal using errcode = 'PT409', detail = private.task_refusal_words(v_refusal);
  end if;
  perform private.change_tasks(array[p_id], p_changes);
  select to_jsonb(detail) - 'workspace_id' into v_answer from private.task_details as detail where id = p_id;
  return v_answer;
end;
$$;
grant execute on function public.update_influencer_task to authenticated;

-- Security definer like the update of one task. The tasks are locked in one order, so that two people who change the
-- same tasks wait for each other instead of failing.
create function public.update_influencer_tasks(p_ids uuid[], p_changes jsonb) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.current_workspace_id();
  v_task public.influencer_tasks;
  v_refusal text;
  v_refusals jsonb := '{}';
  v_allowed uuid[] := '{}';
  v_changed integer;
  v_failed jsonb;
begin
  for v_task in
    select * from public.influencer_tasks where id = any (p_ids) and workspace_id = v_workspace_id
    order by id for update
  loop
    v_refusal := private.task_refusal(v_task, p_changes);
    if v_refusal is null then v_allowed := v_allowed || v_task.id;
    else v_refusals := v_refusals || jsonb_build_object(v_task.id, v_refusal);
    end if;
  end loop;
  v_changed := private.change_tasks(v_allowed, p_changes);
  select coalesce(jsonb_agg(jsonb_build_object('id', asked.id, 'code', asked.code,
    'reason', private.task_refusal_words(asked.code)) order by asked.number), '[]') into v_failed
  from (
    select id, coalesce(v_refusals ->> id::text, 'task_not_found') as code, min(number) as number
    from unnest(p_ids) with ordinality as given (id, number) where id <> all (v_allowed) group by id) as asked;
  return jsonb_build_object('changed', v_changed, 'unchanged', cardinality(v_allowed) - v_changed, 'failed', v_failed);
end;
$$;
comment on function public.update_influencer_tasks
  is '{changed, unchanged, failed: [{id, code, reason}]}: a refused task keeps its state, the others change.';
grant execute on function public.update_influencer_tasks to authenticated;

-- Security definer: no client may delete rows of the table, so this function checks the role and the workspace.
create function public.delete_influencer_task(p_id uuid) returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  delete from public.influencer_tasks where id = p_id and workspace_id = v_workspace_id;
  if not found then
    raise exception 'task_not_found'
      using errcode = 'PT404', detail = private.task_refusal_words('task_not_found');
  end if;
  return p_id;
end;
$$;
grant execute on function public.delete_influencer_task to authenticated;

create function public.get_influencer_task(p_id uuid) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return (select to_jsonb(detail) - 'workspace_id' from private.task_details as detail
    where id = p_id and workspace_id = private.current_workspace_id());
end;
$$;
grant execute on function public.get_influencer_task to authenticated;
