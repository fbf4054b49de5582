-- Making thumbnails: what a picture is made from, where it goes, runs of many, and what makes them automatically.

-- Everything that a picture is made from. Raises the code of what is missing. p_workspace_id is null for automation,
-- which may name a row of any workspace.
create function private.thumbnail_inputs(
  p_workspace_id uuid, p_task_id uuid, p_product_id uuid, p_template_id uuid
) returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_task public.influencer_tasks;
  v_product public.sourced_products;
  v_own public.sourced_products;
  v_owner_id uuid;
  v_owner public.crm_owners;
  v_template public.thumbnail_templates;
  v_picture public.thumbnails;
  v_image_url text;
  v_asin text;
  v_search_asin text;
begin
  if p_task_id is not null then
    select * into v_task from public.influencer_tasks
    where id = p_task_id and (p_workspace_id is null or workspace_id = p_workspace_id);
    if not found then
      raise exception 'task_not_found'
        using errcode = 'PT404', detail = private.task_refusal_words('task_not_found'), hint = 'task_id';
    end if;
    select * into v_product from public.sourced_products
    where workspace_id = v_task.workspace_id and deleted_at is null
      and (id = v_task.product_id or asin = v_task.search_asin)
    order by id <> v_task.product_id limit 1;
    v_asin := v_task.asin;
    v_search_asin := v_task.search_asin;
  else
    select * into v_product from public.sourced_products
    where id = p_product_id and deleted_at is null and (p_workspace_id is null or workspace_id = p_workspace_id);
    v_asin := v_product.asin;
    v_search_asin := v_product.asin;
  end if;
  if v_product.id is null then
    raise exception 'product_not_found'
      using errcode = 'PT404', detail = 'We can''t find the product in your workspace.', hint = 'product_id';
  end if;
  -- The ASIN of a task may be a product of its own, with its own image, title and owner.
  select * into v_own from public.sourced_products
  where workspace_id = v_product.workspace_id and asin = v_asin and deleted_at is null;
  if v_own.id is null and v_asin = v_search_asin then v_own := v_product; end if;
  v_image_url := coalesce(v_own.image_url, v_task.image_url);

  select owner_id into v_owner_id from public.product_owners
  where product_id in (v_own.id, v_product.id) and is_primary order by product_id <> v_own.id limit 1;
  if p_template_id is not null then
    select * into v_template from public.thumbnail_templates
    where id = p_template_id and workspace_id = v_product.workspace_id;
    if not found then
      raise exception 'template_not_found'
        using errcode = 'PT404', detail = 'We can''t find this template in your workspace.', hint = 'template_id';
    end if;
    v_owner_id := coalesce(v_owner_id, v_template.owner_id);
  elsif v_owner_id is null then
    raise exception 'owner_missing' using errcode = 'PT409',
      detail = 'This product has no owner, so it has no template. Give it an owner first.';
  else
    select * into v_template from public.thumbnail_templates
    where workspace_id = v_product.workspace_id and owner_id = v_owner_id and is_active;
  end if;
  select * into v_owner from public.crm_owners where id = v_owner_id;
  if v_template.id is null then
    raise exception 'template_missing' using errcode = 'PT409',
      detail = format('%s has no active template. Add one under Thumbnails.', v_owner.name);
  end if;
  if v_image_url is null then
    raise exception 'product_image_missing' using errcode = 'PT409',
      detail = format('%s has no image. Add one to the product, then try again.', v_asin);
  end if;
  select * into v_picture from public.thumbnails
  where workspace_id = v_product.workspace_id and search_asin = v_search_asin and asin = v_asin;
  return jsonb_build_object('workspace_id', v_product.workspace_id, 'product_id', v_product.id,
    'search_asin', v_search_asin, 'asin', v_asin, 'owner_id', v_owner_id, 'template_id', v_template.id,
    'template_version', v_template.version, 'template_path', v_template.image_path,
    'template_sha256', v_template.image_sha256,
    'design', jsonb_build_object('placement_zone', v_template.placement_zone, 'fit', v_template.fit,
      'background', v_template.background, 'removes_white_background', v_template.removes_white_background,
      'layers', v_template.layers),
    'image_url', v_image_url,
    'texts', jsonb_build_object('video_title', coalesce(nullif(v_own.video_title, ''), v_product.video_title),
      'owner_prefix', v_owner.title_prefix),
    'current', case when v_picture.id is not null then private.thumbnail_json(v_picture) end);
end;
$$;

create function private.thumbnail_json(p_picture public.thumbnails) returns jsonb
language sql
stable
set search_path = ''
as $$
  select to_jsonb(p_picture) - array['workspace_id', 'created_at'];
$$;

-- Security definer like the functions of templates. Automation uses the second one with the service key.
create function public.prepare_thumbnail(p_task_id uuid, p_product_id uuid, p_template_id uuid) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select private.thumbnail_inputs(private.require_editor(), p_task_id, p_product_id, p_template_id);
$$;
create function public.prepare_thumbnail_for_automation(p_task_id uuid, p_product_id uuid, p_template_id uuid)
  returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select private.thumbnail_inputs(null, p_task_id, p_product_id, p_template_id);
$$;

-- Makes a finished file the picture of its ASIN. The file before is deleted, unless a run's sheet shows it.
create function public.record_thumbnail(p_inputs jsonb, p_path text, p_text jsonb, p_warnings jsonb) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_before text;
  v_picture public.thumbnails;
begin
  delete from private.orphan_files where bucket = 'generated-thumbnails' and path = p_path;
  select storage_path into v_before from public.thumbnails
  where workspace_id = (p_inputs ->> 'workspace_id')::uuid and search_asin = p_inputs ->> 'search_asin'
    and asin = p_inputs ->> 'asin' for update;
  insert into public.thumbnails as picture (workspace_id, search_asin, asin, product_id, owner_id, template_id,
    template_version, state, storage_path, text, warnings)
  values ((p_inputs ->> 'workspace_id')::uuid, p_inputs ->> 'search_asin', p_inputs ->> 'asin',
    (p_inputs ->> 'product_id')::uuid, (select id from public.crm_owners where id = (p_inputs ->> 'owner_id')::uuid),
    (select id from public.thumbnail_templates where id = (p_inputs ->> 'template_id')::uuid),
    (p_inputs ->> 'template_version')::integer, 'ready', p_path, p_text, p_warnings)
  on conflict (workspace_id, search_asin, asin) do update set product_id = excluded.product_id,
    owner_id = excluded.owner_id, template_id = excluded.template_id, template_version = excluded.template_version,
    state = 'ready', storage_path = excluded.storage_path, text = excluded.text, warnings = excluded.warnings,
    error_code = null, error = null
  returning * into v_picture;
  if v_before <> p_path then perform private.release_thumbnail_file(v_before); end if;
  return private.thumbnail_json(v_picture);
end;
$$;

-- {source, path, asin}: of a task, a product, or an ASIN. Without a task for the ASIN only its own picture counts.
-- Security definer: an uploader may not read products.
create function public.find_thumbnail(
  p_task_id uuid default null, p_product_id uuid default null, p_asin text default null, p_marketplace text default null
) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.current_workspace_id();
  v_asin text := p_asin;
  v_search_asin text;
  v_answer jsonb;
begin
  if p_task_id is not null then
    select asin, search_asin into v_asin, v_search_asin from public.influencer_tasks
    where id = p_task_id and workspace_id = v_workspace_id;
    if not found then
      raise exception 'task_not_found'
        using errcode = 'PT404', detail = private.task_refusal_words('task_not_found'), hint = 'task_id';
    end if;
  elsif p_product_id is not null then
    select asin, asin into v_asin, v_search_asin from public.sourced_products
    where id = p_product_id and workspace_id = v_workspace_id and deleted_at is null;
    if not found then
      raise exception 'product_not_found'
        using errcode = 'PT404', detail = 'We can''t find this product in your workspace.', hint = 'product_id';
    end if;
  end if;
  if v_search_asin is not null then
    select jsonb_build_object('source', source, 'path', storage_path) into v_answer
    from private.thumbnail_of_task(v_workspace_id, v_search_asin, v_asin);
  else
    -- Tasks of several parents may show this ASIN: its own picture first, then that of the parent whose task waits,
    -- the newest first.
    select jsonb_build_object('source', found.source, 'path', found.storage_path) into v_answer
    from (
      select 'own' as source, storage_path, 0 as rank, asin <> search_asin as is_later, updated_at as moment
      from public.thumbnails
      where workspace_id = v_workspace_id and asin = v_asin and storage_path is not null
        and (search_asin = asin or exists (select from public.influencer_tasks as task
          where task.workspace_id = v_workspace_id and task.search_asin = thumbnails.search_asin and task.asin = v_asin
            and (p_marketplace is null or task.marketplace = p_marketplace)))
      union all
      select 'inherited', parent.storage_path, 1, task.status <> 'pending', task.created_at
      from public.influencer_tasks as task
      join public.thumbnails as parent on parent.workspace_id = task.workspace_id
        and parent.search_asin = task.search_asin and parent.asin = task.search_asin and parent.storage_path is not null
      where task.workspace_id = v_workspace_id and task.asin = v_asin and task.search_asin <> v_asin
        and (p_marketplace is null or task.marketplace = p_marketplace)) as found
    order by found.rank, found.is_later, found.moment desc, found.storage_path limit 1;
  end if;
  return coalesce(v_answer, '{"source": "none", "path": null}') || jsonb_build_object('asin', v_asin);
end;
$$;

create function private.run_json(p_run public.thumbnail_runs) returns jsonb
language sql
stable
set search_path = ''
as $$
  select to_jsonb(p_run) - array['workspace_id', 'created_by'] || jsonb_build_object(
    'template_name', (select name from public.thumbnail_templates where id = p_run.template_id),
    'state', case when p_run.finished_at is null then 'running' else 'finished' end,
    'total', count(*), 'made', count(*) filter (where item.state = 'made'),
    'unchanged', count(*) filter (where item.state = 'unchanged'),
    'failed', count(*) filter (where item.state = 'failed'),
    'created_by_name', (select name from public.users where id = p_run.created_by))
  from public.thumbnail_run_items as item where item.workspace_id = p_run.workspace_id and item.run_id = p_run.id;
$$;

-- A run over these thumbnails, with its job. A run without thumbnails is finished at once.
create function private.start_thumbnail_run(
  p_workspace_id uuid, p_kind text, p_template_id uuid, p_thumbnail_ids uuid[]
) returns public.thumbnail_runs
language plpgsql
set search_path = ''
as $$
declare
  v_run public.thumbnail_runs;
begin
  insert into public.thumbnail_runs (workspace_id, kind, template_id, finished_at)
  values (p_workspace_id, p_kind, p_template_id, case when p_thumbnail_ids = '{}' then now() end)
  returning * into v_run;
  if p_thumbnail_ids = '{}' then return v_run; end if;
  insert into public.thumbnail_run_items (workspace_id, run_id, thumbnail_id, position, before_path)
  select p_workspace_id, v_run.id, picture.id, row_number() over (order by asked.place), picture.storage_path
  from unnest(p_thumbnail_ids) with ordinality as asked (id, place) join public.thumbnails as picture using (id);
  update public.thumbnails set state = 'pending', error_code = null, error = null where id = any (p_thumbnail_ids);
  perform private.enqueue_job('thumbnails.make', 'thumbnails.make:' || v_run.id,
    jsonb_build_object('run_id', v_run.id), p_workspace_id);
  return v_run;
end;
$$;

-- The rows of the own thumbnails of these products; they are added where they are missing.
create function private.own_thumbnails(p_workspace_id uuid, p_product_ids uuid[]) returns uuid[]
language plpgsql
set search_path = ''
as $$
begin
  insert into public.thumbnails (workspace_id, search_asin, asin, product_id)
  select workspace_id, asin, asin, id from public.sourced_products
  where workspace_id = p_workspace_id and id = any (p_product_ids) and deleted_at is null order by asin
  on conflict (workspace_id, search_asin, asin) do update set product_id = excluded.product_id
    where public.thumbnails.product_id <> excluded.product_id;
  return array(
    select picture.id from unnest(p_product_ids) with ordinality as asked (id, place)
    join public.sourced_products as product on product.id = asked.id and product.deleted_at is null
    join public.thumbnails as picture on picture.workspace_id = p_workspace_id and picture.search_asin = product.asin
      and picture.asin = product.asin
    order by asked.place);
end;
$$;

create function public.request_thumbnail_run(p_template_id uuid, p_product_ids uuid[]) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_template public.thumbnail_templates;
  v_run public.thumbnail_runs;
  v_ids uuid[];
begin
  if p_template_id is not null then
    v_template := private.require_template(v_workspace_id, p_template_id);
    v_ids := array(select picture.id from public.thumbnails as picture where picture.workspace_id = v_workspace_id
      and picture.storage_path is not null and private.is_outdated(picture, v_template)
      and (picture.template_id = p_template_id or picture.owner_id = v_template.owner_id)
      order by picture.updated_at, picture.id);
    v_run := private.start_thumbnail_run(v_workspace_id, 'template', p_template_id, v_ids);
  else
    v_ids := private.own_thumbnails(v_workspace_id, array(
      select id from unnest(p_product_ids) with ordinality as asked (id, place) group by id order by min(place)));
    v_run := private.start_thumbnail_run(v_workspace_id, 'products', null, v_ids);
  end if;
  return private.run_json(v_run);
end;
$$;
grant execute on function public.prepare_thumbnail, public.find_thumbnail, public.request_thumbnail_run
  to authenticated;
grant execute on function public.prepare_thumbnail_for_automation, public.record_thumbnail to service_role;
