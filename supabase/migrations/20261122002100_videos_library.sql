-- The list of videos with their variants, the progress of their tasks, and the search.

-- Security invoker: the policies choose the rows. An uploader sees the workspace's videos without product titles.
create function public.list_product_videos(
  p_filters jsonb, p_limit integer, p_cursor jsonb default null, p_count boolean default false
) returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.current_workspace_id();
  v_filter text := 'video.workspace_id = $1';
  v_page text := case when p_cursor is null then 'true'
    else format('(video.created_at, video.id) < (%L::timestamptz, %L::uuid)', p_cursor ->> 'created_at',
      p_cursor ->> 'id') end;
  v_word text;
  v_answer jsonb;
begin
  if p_filters ? 'product_id'
    then v_filter := v_filter || format(' and video.product_id = %L', p_filters ->> 'product_id'); end if;
  if p_filters ? 'source' then v_filter := v_filter || format(' and video.source = %L', p_filters ->> 'source'); end if;
  v_filter := v_filter || case p_filters ->> 'state'
    when 'failed' then $q$ and (video.check_state = 'failed'
      or exists (select from public.video_variants as variant
      where variant.video_id = video.id and variant.state = 'failed'))$q$
    when 'processing' then $q$ and (video.check_state = 'pending'
      or exists (select from public.video_variants as variant
      where variant.video_id = video.id and variant.state in ('pending', 'processing')))$q$
    when 'ready' then $q$ and video.check_state = 'ready'
      and not exists (select from public.video_variants as variant
      where variant.video_id = video.id and variant.state <> 'ready')$q$
    else '' end;
  foreach v_word in array regexp_split_to_array(private.fold_text(coalesce(p_filters ->> 'search', '')), '\s+') loop
    if v_word <> '' then
      v_filter := v_filter || format($q$ and private.fold_text(video.asin || ' ' || video.filename || ' '
        || coalesce(product.title, '')) like %L$q$,
        '%' || private.escape_like(v_word) || '%');
    end if;
  end loop;

  execute format($q$
    select jsonb_build_object('rows', coalesce(jsonb_agg(jsonb_build_object(
      'id', video.id, 'product_id', video.product_id, 'asin', video.asin, 'source', video.source, 'filename',
        video.filename,
      'file_size', video.file_size, 'mime_type', video.mime_type, 'duration_seconds', video.duration_seconds,
      'thumbnail_url', video.thumbnail_url, 'check_state', video.check_state, 'check_error_code',
      video.check_error_code,
      'check_error', video.check_error, 'width', video.width, 'height', video.height, 'rotation', video.rotation,
      'video_codec', video.video_codec, 'audio_codec', video.audio_codec, 'poster_path', video.poster_path,
      'is_for_tasks', video.is_for_tasks, 'created_at', video.created_at, 'updated_at', video.updated_at,
      'product_title', video.product_title, 'variants', made.variants, 'tasks', task.counts,
      'thumbnail', (select jsonb_build_object('state', picture.state, 'error_code', picture.error_code, 'error',
          picture.error, 'has_warnings', picture.warnings <> '[]', 'updated_at', picture.updated_at)
        from public.thumbnails as picture
        where picture.workspace_id = $1 and picture.search_asin = video.asin and picture.asin = video.asin),
      'posts', (select jsonb_build_object('scheduled', count(*) filter (where post.state = 'scheduled'),
          'publishing', count(*) filter (where post.state = 'publishing'),
          'posted', count(*) filter (where post.state = 'posted'),
          'failed', count(*) filter (where post.state in ('partial', 'failed')))
        from public.social_posts as post where post.video_id = video.id)
    ) order by video.created_at desc, video.id desc), '[]'))
    from (
      select video.*, product.title as product_title
      from public.product_videos as video left join public.sourced_products as product on product.id = video.product_id
      where %1$s and %2$s order by video.created_at desc, video.id desc limit $2) as video
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', variant.id, 'video_id', variant.video_id, 'kind', variant.kind, 'profile', variant.profile, 'language',
          variant.language,
        'state', variant.state, 'progress', variant.progress, 'error_code', variant.error_code, 'error', variant.error,
        'waiting_code', variant.waiting_code, 'waiting_reason', variant.waiting_reason, 'file_size', variant.file_size,
        'finished_at', variant.finished_at, 'updated_at', variant.updated_at
      ) order by variant.created_at, variant.id), '[]') as variants
      from public.video_variants as variant where variant.video_id = video.id) as made
    cross join lateral (
      select jsonb_build_object('pending', count(*) filter (where status = 'pending'),
        'completed', count(*) filter (where status = 'completed'), 'skipped', count(*)
          filter (where status = 'skipped')) as counts
      from public.influencer_tasks as task where task.video_id = video.id) as task
  $q$, v_filter, v_page) into v_answer using v_workspace_id, private.page_limit(p_limit);
  if p_count then
    execute format($q$
      select $2 || jsonb_build_object('total', count(*))
      from public.product_videos as video left join public.sourced_products as product on product.id = video.product_id
        where %s
    $q$, v_filter) into v_answer using v_workspace_id, v_answer;
  end if;
  return v_answer;
end;
$$;
comment on function public.list_product_videos is
  '{rows, total?}: at most p_limit videos after the cursor {created_at, id}, newest first. Filters: product_id, '
    'source, search, state (failed, processing, ready).';

revoke execute on function public.list_product_videos from public, anon;
grant execute on function public.list_product_videos to authenticated;
-- The list runs as its caller and escapes the typed text; the function reads no table.
grant execute on function private.escape_like to authenticated;
