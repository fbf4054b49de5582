-- What is read of posts: the list, one post, the calendar of a stretch of time, the counts; and posts from a file.

-- A post as the API answers it, with its jobs.
create function private.post_row(p_post public.social_posts) returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object('id', p_post.id, 'product_id', p_post.product_id, 'asin', product.asin,
    'product_title', product.title, 'image_url', product.image_url, 'video_id', p_post.video_id,
    'video_filename', (select filename from public.product_videos where id = p_post.video_id),
    'caption', p_post.caption, 'link', p_post.link, 'covers', p_post.covers, 'dub_language', p_post.dub_language,
    'is_ai_generated', p_post.is_ai_generated, 'state', p_post.state,
    'scheduled_wall', to_char(p_post.scheduled_wall, 'YYYY-MM-DD"T"HH24:MI'), 'time_zone', p_post.time_zone,
    'scheduled_at', p_post.scheduled_at, 'schedule_rule', p_post.schedule_rule,
    'repeats_post_id', p_post.repeats_post_id, 'created_at', p_post.created_at, 'updated_at', p_post.updated_at,
    'jobs', coalesce((
      select jsonb_agg(jsonb_build_object('id', job.id, 'connection_id', job.connection_id, 'network', job.network,
        'account_name', connection.name, 'account_username', connection.username,
        'account_avatar_url', connection.avatar_url, 'is_active', connection.is_active, 'caption', job.caption,
        'title', job.title, 'privacy', job.privacy, 'tags', job.tags, 'state', job.state, 'media_id', job.media_id,
        'permalink', job.permalink, 'cover_state', job.cover_state, 'cover_error', job.cover_error,
        'waiting_code', job.waiting_code, 'waiting_reason', job.waiting_reason, 'error_code', job.error_code,
        'error', job.error, 'posted_at', job.posted_at) order by job.created_at, job.network, job.id)
      from public.social_post_jobs as job
      join public.social_connections as connection on connection.id = job.connection_id
      where job.post_id = p_post.id), '[]'))
  from (select 1) as one
  left join public.sourced_products as product on product.id = p_post.product_id;
$$;

-- Security definer: the caller's workspace is the first condition of each statement.
create function public.get_social_post(p_id uuid) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_post public.social_posts;
begin
  select * into v_post from public.social_posts where id = p_id and workspace_id = v_workspace_id;
  if not found then
    raise exception 'post_not_found' using errcode = 'PT404', detail = 'We can''t find this post in your workspace.';
  end if;
  return private.post_row(v_post);
end;
$$;

create function public.list_social_posts(p_filters jsonb, p_limit integer, p_cursor jsonb default null) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_filter text := 'post.workspace_id = $1';
  v_word text;
  v_answer jsonb;
begin
  if p_cursor is not null then
    v_filter := v_filter || format(' and (post.created_at, post.id) < (%L::timestamptz, %L::uuid)',
      p_cursor ->> 'created_at', p_cursor ->> 'id');
  end if;
  if p_filters ->> 'state' = 'attention' then
    v_filter := v_filter || $q$ and (post.state in ('partial', 'failed') or exists (
      select from public.social_post_jobs as job where job.post_id = post.id and job.state = 'unknown'))$q$;
  elsif p_filters ? 'state' then
    v_filter := v_filter || format(' and post.state = %L', p_filters ->> 'state');
  end if;
  if p_filters ? 'network' then
    v_filter := v_filter || format(' and exists (select from public.social_post_jobs as job
      where job.post_id = post.id and job.network = %L)', p_filters ->> 'network');
  end if;
  if p_filters ? 'product_id' then
    v_filter := v_filter || format(' and post.product_id = %L::uuid', p_filters ->> 'product_id');
  end if;
  if p_filters ? 'video_id' then
    v_filter := v_filter || format(' and post.video_id = %L::uuid', p_filters ->> 'video_id');
  end if;
  foreach v_word in array regexp_split_to_array(private.fold_text(coalesce(p_filters ->> 'search', '')), '\s+') loop
    if v_word <> '' then
      v_filter := v_filter || format($q$ and private.fold_text(post.caption || ' ' || coalesce((
        select asin || ' ' || coalesce(title, '') from public.sourced_products where id = post.product_id), ''))
        like %L$q$, '%' || private.escape_like(v_word) || '%');
    end if;
  end loop;
  execute format($q$
    select coalesce(jsonb_agg(private.post_row(page) order by page.created_at desc, page.id desc), '[]')
    from (select post.* from public.social_posts as post where %s
      order by post.created_at desc, post.id desc limit $2) as page
  $q$, v_filter) into v_answer using v_workspace_id, private.page_limit(p_limit);
  return v_answer;
end;
$$;
comment on function public.list_social_posts is
  'At most p_limit posts after the cursor {created_at, id}, newest first. Filters: state (or attention), network, '
  'product_id, video_id, search.';

-- One stretch of time, in one statement that reads one index: 1,000 posts cost what they hold. $1: the workspace, $2
-- and $3: the stretch, $4: the most rows, $5: a network or null, $6: a state or null.
create function private.calendar_sql() returns text
language sql
immutable
set search_path = ''
as $$
  select $q$
    select coalesce(jsonb_agg(jsonb_build_object('id', post.id, 'state', post.state,
      'caption', left(post.caption, 200), 'product_title', product.title,
      'scheduled_wall', to_char(post.scheduled_wall, 'YYYY-MM-DD"T"HH24:MI'), 'time_zone', post.time_zone,
      'scheduled_at', post.scheduled_at, 'schedule_rule', post.schedule_rule, 'updated_at', post.updated_at,
      'networks', made.networks, 'youtube_jobs', made.youtube_jobs,
      'needs_attention', post.state in ('partial', 'failed') or made.is_unknown)
      order by post.scheduled_at, post.id), '[]')
    from (
      select * from public.social_posts
      where workspace_id = $1 and scheduled_at >= $2 and scheduled_at < $3 and ($6 is null or state = $6)
        and ($5 is null or exists (select from public.social_post_jobs as job
          where job.post_id = social_posts.id and job.network = $5))
      order by scheduled_at, id limit $4) as post
    left join public.sourced_products as product on product.id = post.product_id
    cross join lateral (
      select coalesce(jsonb_agg(distinct job.network), '[]') as networks,
        count(*) filter (where job.network = 'youtube' and job.state in ('pending', 'preparing')) as youtube_jobs,
        coalesce(bool_or(job.state = 'unknown'), false) as is_unknown
      from public.social_post_jobs as job where job.post_id = post.id) as made
  $q$;
$$;

create function public.list_social_calendar(
  p_from timestamptz, p_until timestamptz, p_limit integer, p_network text default null, p_state text default null
) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_rows jsonb;
  v_used integer;
begin
  if p_until <= p_from or p_until > p_from + interval '45 days' then
    raise exception 'invalid_input' using errcode = 'PT400', detail = 'A calendar shows at most 45 days.',
      hint = 'until';
  end if;
  execute private.calendar_sql() into v_rows
  using v_workspace_id, p_from, p_until, private.page_limit(p_limit), p_network, p_state;
  -- The rule by which uploads are begun (private.youtube_room), for the day of California.
  select coalesce(sum(count), 0)::integer into v_used from private.youtube_inserts
  where workspace_id = v_workspace_id and day = (now() at time zone 'America/Los_Angeles')::date;
  return jsonb_build_object('rows', v_rows, 'youtube_used_today', v_used, 'youtube_share', v_used
    + private.youtube_room(v_workspace_id, (now() at time zone 'America/Los_Angeles')::date, 100));
end;
$$;

create function public.list_posts_between(p_from timestamptz, p_until timestamptz, p_limit integer) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  return coalesce((
    select jsonb_agg(private.post_row(post) order by post.scheduled_at, post.id)
    from (select * from public.social_posts
      where workspace_id = v_workspace_id and scheduled_at >= p_from and scheduled_at < p_until
      order by scheduled_at, id limit private.page_limit(p_limit)) as post), '[]');
end;
$$;

create function public.count_social_posts() returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  return (
    select jsonb_build_object('total', coalesce(sum(counted.count), 0),
      'by_state', coalesce(jsonb_object_agg(counted.state, counted.count), '{}'),
      'attention', coalesce(sum(counted.count) filter (where counted.state in ('partial', 'failed')), 0)
        + (select count(distinct post_id) from public.social_post_jobs as job
          where job.workspace_id = v_workspace_id and job.state = 'unknown' and not exists (
            select from public.social_posts as post
            where post.id = job.post_id and post.state in ('partial', 'failed'))))
    from (select state, count(*) as count from public.social_posts
      where workspace_id = v_workspace_id group by state) as counted);
end;
$$;

-- The times that posts of these accounts take from now on, for the next free slot. No account means every one.
create function public.list_taken_times(p_connection_ids uuid[], p_until timestamptz, p_limit integer) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  return coalesce((
    select jsonb_agg(jsonb_build_object('at', taken.scheduled_at, 'connection_ids', taken.connection_ids))
    from (
      select post.scheduled_at, array_agg(job.connection_id) as connection_ids
      from public.social_posts as post join public.social_post_jobs as job on job.post_id = post.id
      where post.workspace_id = v_workspace_id and post.scheduled_at >= now() - interval '1 minute'
        and post.scheduled_at < p_until and post.state <> 'cancelled'
        and (p_connection_ids = '{}' or job.connection_id = any (p_connection_ids))
      group by post.id, post.scheduled_at
      order by post.scheduled_at limit private.page_limit(p_limit)) as taken), '[]');
end;
$$;

-- The accounts that a file or a draft may name.
create function public.list_postable_accounts() returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  return coalesce((
    select jsonb_agg(jsonb_build_object('id', id, 'network', network, 'name', name, 'username', username,
      'avatar_url', avatar_url, 'is_active', is_active, 'can_post', can_post,
      'missing_permissions', missing_permissions) order by network, lower(name), id)
    from public.social_connections where workspace_id = v_workspace_id), '[]');
end;
$$;

-- The product and the video to post for each ASIN: the video that upload tasks carry, or the newest.
create function public.find_post_videos(p_asins text[]) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  return coalesce((
    select jsonb_object_agg(product.asin, jsonb_build_object('product_id', product.id, 'title', product.title,
      'video_id', video.id))
    from (select distinct on (asin) id, asin, title from public.sourced_products
      where workspace_id = v_workspace_id and asin = any (p_asins[1:1000]) and deleted_at is null
      order by asin, created_at) as product
    left join lateral (
      select id from public.product_videos where product_id = product.id
      order by is_for_tasks desc, created_at desc, id desc limit 1) as video on true), '{}');
end;
$$;

-- Saves the posts of a file: [{line, post, schedule}]. A row that is refused says why and leaves the others alone.
create function public.import_social_posts(p_rows jsonb) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_row jsonb;
  v_answers jsonb := '[]';
  v_id uuid;
  v_message text;
begin
  if jsonb_typeof(p_rows) is distinct from 'array' or jsonb_array_length(p_rows) > 500 then
    raise exception 'invalid_input' using errcode = 'PT400', detail = 'A file has at most 500 posts.', hint = 'rows';
  end if;
  for v_row in select value from jsonb_array_elements(p_rows) loop
    begin
      v_id := private.insert_post(v_workspace_id, v_row -> 'post', nullif(v_row -> 'schedule', 'null'));
      -- A file that is imported twice, or was exported here, posts nothing twice.
      if exists (select from public.social_posts as made
        join public.social_posts as known on known.workspace_id = made.workspace_id
          and known.scheduled_at = made.scheduled_at and known.caption = made.caption and known.state <> 'cancelled'
          and known.video_id is not distinct from made.video_id and known.id <> made.id
        join public.social_post_jobs as job on job.post_id = made.id
        join public.social_post_jobs as other on other.post_id = known.id and other.connection_id = job.connection_id
        where made.id = v_id) then
        raise exception 'post_exists' using errcode = 'PT409',
          detail = 'This post is here already: the same text and video, at that time, on that account.';
      end if;
      v_answers := v_answers || jsonb_build_object('line', v_row -> 'line', 'post_id', v_id, 'message', null);
    exception when others then
      if sqlstate not like 'PT4%' then raise; end if;
      get stacked diagnostics v_message = pg_exception_detail;
      v_answers := v_answers || jsonb_build_object('line', v_row -> 'line', 'post_id', null, 'message', v_message);
    end;
  end loop;
  return v_answers;
end;
$$;

grant execute on function public.get_social_post, public.list_social_posts, public.list_social_calendar,
  public.list_posts_between, public.count_social_posts, public.list_taken_times, public.list_postable_accounts,
  public.find_post_videos, public.import_social_posts to authenticated;
