-- What creates tasks and gives them videos: a saved video and a newly chosen one. Decisions about correlations follow
-- in tasks_decisions.

-- Creates the tasks of accepted correlations: in each enabled marketplace where a person or a source says that the ASIN
-- is sold. Existing rows stay unchanged, so a completed task is never reopened. A product in Trash gets none; restoring
-- it creates them. Answers the number of new tasks. Each call plans anew by execute: the conditions differ too much. A
-- plan_cache_mode of the function would also plan the checks of foreign keys anew, for each row.
-- The products are locked first, so that a video that is being saved is there before its tasks are read, and the
-- chosen video is joined, because the trigger would look it up for each row. The caller holds the correlations, so that
-- no decision changes meanwhile.
create function private.make_correlated_tasks(
  p_workspace_id uuid, p_product_id uuid default null, p_ids uuid[] default null, p_marketplace text default null
) returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_count integer;
begin
  perform from public.sourced_products
  where workspace_id = p_workspace_id and (p_product_id is null or id = p_product_id)
    and (p_ids is null or id in (select product_id from public.asin_correlations where id = any (p_ids)))
    and (p_product_id is not null or p_ids is not null)
  order by id for key share;
  execute $q$
  insert into public.influencer_tasks (workspace_id, asin, search_asin, product_id, correlation_id, title, image_url,
    marketplace, video_id)
  select other.workspace_id, other.similar_asin, other.search_asin, product.id, other.id, other.title, other.image_url,
    enabled.marketplace, video.id
  from public.asin_correlations as other
  join public.sourced_products as product on product.id = other.product_id and product.deleted_at is null
  join public.workspace_marketplaces as enabled on enabled.workspace_id = other.workspace_id and enabled.is_enabled
  left join public.product_videos as video
    on video.workspace_id = other.workspace_id and video.asin = other.search_asin and video.is_for_tasks
  where other.workspace_id = $1 and other.decision = 'accepted'
    and ($2 is null or other.product_id = $2)
    and ($3 is null or other.id = any ($3))
    and ($4 is null or enabled.marketplace = $4)
    and (enabled.marketplace = any (other.marketplaces) or exists (
      select from public.asin_facts as fact
      where fact.workspace_id = other.workspace_id and fact.asin = other.similar_asin
        and fact.marketplace = enabled.marketplace and fact.availability = 'available'))
  order by other.id, enabled.marketplace
  on conflict (workspace_id, search_asin, asin, marketplace) do nothing
  $q$ using p_workspace_id, p_product_id, p_ids, p_marketplace;
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;

-- Creates the tasks that a product should have: its own in the home marketplaces once it has a video, and those of its
-- accepted correlations.
create function private.make_tasks(p_product public.sourced_products) returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_own integer := 0;
begin
  if p_product.deleted_at is not null then
    return 0;
  end if;
  if exists (
    select from public.product_videos
    where workspace_id = p_product.workspace_id and asin = p_product.asin and is_for_tasks) then
    insert into public.influencer_tasks (workspace_id, asin, search_asin, product_id, marketplace)
    select p_product.workspace_id, p_product.asin, p_product.asin, p_product.id, home.marketplace
    from public.workspace_marketplaces as home
    where home.workspace_id = p_product.workspace_id and home.is_home
    on conflict (workspace_id, search_asin, asin, marketplace) do nothing;
    get diagnostics v_own = row_count;
  end if;
  perform from public.asin_correlations
  where workspace_id = p_product.workspace_id and product_id = p_product.id order by id for share;
  -- Most products have none, and planning the statement below for each of thousands of restored products takes long.
  if not exists (select from public.asin_correlations
    where product_id = p_product.id and workspace_id = p_product.workspace_id and decision = 'accepted') then
    return v_own;
  end if;
  return v_own + private.make_correlated_tasks(p_product.workspace_id, p_product_id => p_product.id);
end;
$$;

-- Saves an uploaded file as a video: the row, the tasks, the link to waiting tasks and the product's automation, all or
-- nothing. Security definer: no client may write video_id and is_for_tasks. A second call for the same upload changes
-- nothing.
create function public.save_video(
  p_product_id uuid, p_upload_session_id uuid, p_filename text, p_file_size bigint, p_mime_type text,
  p_duration_seconds double precision default null, p_thumbnail_url text default null
) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_product public.sourced_products;
  v_session public.upload_sessions;
  v_video public.product_videos;
  v_status_id uuid;
  v_waiting integer;
  v_created integer := 0;
  v_linked integer := 0;
begin
  select * into v_product from public.sourced_products
  where id = p_product_id and workspace_id = v_workspace_id and deleted_at is null for update;
  if not found then
    raise exception 'product_not_found'
      using errcode = 'PT404', detail = 'We can''t find this product in your workspace.';
  end if;
  select * into v_session from public.upload_sessions
  where id = p_upload_session_id and workspace_id = v_workspace_id and product_id = p_product_id for update;
  if not found then
    raise exception 'upload_session_not_found'
      using errcode = 'PT404', detail = 'This upload has expired or belongs to another product. Upload the file again.';
  end if;

  if v_session.video_id is not null then
    select * into v_video from public.product_videos where id = v_session.video_id;
    return jsonb_build_object('video', to_jsonb(v_video), 'tasks', jsonb_build_object('created', 0, 'linked', 0));
  end if;

  -- The stored size comes from the store, not from the client. For OneDrive our server checked the file and stored its
  -- item id.
  if v_session.file_size <> p_file_size or (v_session.source = 'onedrive' and v_session.onedrive_item_id is null)
    or (v_session.source = 'storage' and not exists (
      select from storage.objects
      where bucket_id = 'product-videos' and name = v_session.storage_path
        and (metadata ->> 'size')::bigint = p_file_size))
  then
    raise exception 'upload_incomplete' using errcode = 'PT409',
      detail = 'The file has not arrived completely. Upload it again; nothing was saved.';
  end if;

  insert into public.product_videos (workspace_id, product_id, asin, source, storage_path, onedrive_file_id, filename,
    file_size,
    mime_type, duration_seconds, thumbnail_url, is_for_tasks, created_by)
  values (v_workspace_id, v_product.id, v_product.asin, v_session.source, v_session.storage_path,
    v_session.onedrive_item_id,
    p_filename, p_file_size, p_mime_type, p_duration_seconds, p_thumbnail_url,
    not exists (select from public.product_videos
    where workspace_id = v_workspace_id and asin = v_product.asin and is_for_tasks),
    (select auth.uid()))
  returning * into v_video;
  update public.upload_sessions set video_id = v_video.id, upload_url_sealed = null where id = v_session.id;

  if v_video.is_for_tasks then
    -- Counts the tasks without a video before the update gives them one.
    select count(*) into v_waiting from public.influencer_tasks
    where workspace_id = v_workspace_id and search_asin = v_product.asin and video_id is null and status = 'pending';
    v_created := private.make_tasks(v_product);
    update public.influencer_tasks set video_id = v_video.id
    where workspace_id = v_workspace_id and search_asin = v_product.asin and asin = v_product.asin and video_id is null
      and status = 'pending';
    perform private.give_video(v_workspace_id, v_product.asin, v_video.id);
    v_linked := v_waiting;

    select id into v_status_id from public.crm_statuses
      where workspace_id = v_workspace_id and automation = 'video_made';
    if found then
      update public.sourced_products set status_id = v_status_id where id = v_product.id and status_id is distinct
        from v_status_id;
    end if;
  end if;

  return jsonb_build_object('video', to_jsonb(v_video), 'tasks',
    jsonb_build_object('created', v_created, 'linked', v_linked));
end;
$$;

-- A person chooses which of a product's videos the pending tasks carry; completed tasks keep theirs.
create function public.choose_video(p_id uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_video public.product_videos;
begin
  select * into v_video from public.product_videos where id = p_id and workspace_id = v_workspace_id for update;
  if not found then
    raise exception 'video_not_found' using errcode = 'PT404', detail = 'We can''t find this video in your workspace.';
  end if;
  if not v_video.is_for_tasks then
    update public.product_videos set is_for_tasks = false
    where workspace_id = v_workspace_id and asin = v_video.asin and is_for_tasks;
    update public.product_videos set is_for_tasks = true where id = p_id returning * into v_video;
  end if;
  perform private.give_video(v_workspace_id, v_video.asin, v_video.id);
  return to_jsonb(v_video);
end;
$$;
grant execute on function public.save_video, public.choose_video to authenticated;
