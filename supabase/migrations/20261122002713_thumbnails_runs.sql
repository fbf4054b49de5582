-- Runs: their work for the job, their progress and sheet for people, and the events that make thumbnails
-- automatically.

-- What the job does next: items that wait, each with what its picture is made from, or with the code of what is
-- missing. Null when another worker finished the run.
create function public.next_thumbnail_items(p_run_id uuid, p_limit integer) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_run public.thumbnail_runs;
  v_item record;
  v_items jsonb := '[]';
  v_inputs jsonb;
  v_code text;
  v_detail text;
begin
  select * into v_run from public.thumbnail_runs where id = p_run_id;
  if not found or v_run.finished_at is not null then return null; end if;
  for v_item in
    select item.id, picture.search_asin, picture.asin, picture.product_id, picture.id as thumbnail_id
    from public.thumbnail_run_items as item join public.thumbnails as picture on picture.id = item.thumbnail_id
    where item.workspace_id = v_run.workspace_id and item.run_id = p_run_id and item.state = 'waiting'
    order by item.position limit p_limit
  loop
    v_code := null;
    begin
      v_inputs := private.thumbnail_inputs(v_run.workspace_id,
        case when v_item.search_asin <> v_item.asin then coalesce(
          (select id from public.influencer_tasks where workspace_id = v_run.workspace_id
            and search_asin = v_item.search_asin and asin = v_item.asin limit 1), gen_random_uuid()) end,
        v_item.product_id, v_run.template_id);
    exception when others then
      get stacked diagnostics v_code = message_text, v_detail = pg_exception_detail;
      if sqlstate not like 'PT4%' then raise; end if;
      v_inputs := null;
    end;
    update public.thumbnails set state = 'processing' where id = v_item.thumbnail_id and state <> 'processing';
    v_items := v_items || jsonb_build_object('id', v_item.id, 'inputs', v_inputs, 'error_code', v_code,
      'error', case when v_code is not null then v_detail end);
  end loop;
  return v_items;
end;
$$;

-- Stores the outcome of an item once; a second worker changes nothing. A failure leaves the picture before in place.
create function public.settle_thumbnail_item(p_item_id uuid, p_outcome jsonb) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_item public.thumbnail_run_items;
  v_state text := p_outcome ->> 'state';
begin
  update public.thumbnail_run_items set state = v_state, after_path = p_outcome ->> 'path',
    text = coalesce(p_outcome -> 'text', '[]'), warnings = coalesce(p_outcome -> 'warnings', '[]'),
    error_code = p_outcome ->> 'error_code', error = left(p_outcome ->> 'error', 500)
  where id = p_item_id and state = 'waiting' returning * into v_item;
  if not found then return; end if;
  update public.thumbnails set
    state = case when v_state = 'failed' then 'failed' else 'ready' end,
    error_code = case when v_state = 'failed' then p_outcome ->> 'error_code' end,
    error = case when v_state = 'failed' then left(p_outcome ->> 'error', 500) end
  where id = v_item.thumbnail_id and (v_state = 'failed' or storage_path is not null);
end;
$$;

create function public.finish_thumbnail_run(p_run_id uuid) returns void
language sql
security definer
set search_path = ''
as $$
  update public.thumbnail_runs set finished_at = now() where id = p_run_id and finished_at is null;
$$;

-- A dead job ends its run: what still waits has failed, and Retry makes it.
create function private.fail_thumbnail_run() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_run_id uuid := (new.payload ->> 'run_id')::uuid;
begin
  perform public.settle_thumbnail_item(item.id, jsonb_build_object('state', 'failed',
    'error_code', coalesce(new.last_error_code, 'unexpected'),
    'error', 'The work stopped in the middle several times. Try again.'))
  from public.thumbnail_run_items as item
  where item.workspace_id = new.workspace_id and item.run_id = v_run_id and item.state = 'waiting';
  perform public.finish_thumbnail_run(v_run_id);
  return null;
end;
$$;
create trigger _220_fail_thumbnail_run after update of is_dead on private.jobs
  for each row when (new.is_dead and new.kind = 'thumbnails.make') execute function private.fail_thumbnail_run();

-- Runs that a person began; what was made automatically shows on the video.
create function public.list_thumbnail_runs(p_limit integer default 10, p_id uuid default null) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  if p_id is not null and not exists (
    select from public.thumbnail_runs where id = p_id and workspace_id = v_workspace_id) then
    raise exception 'thumbnail_run_not_found'
      using errcode = 'PT404', detail = 'We can''t find this run in your workspace. Runs are kept for 30 days.';
  end if;
  return coalesce((
    select jsonb_agg(private.run_json(run) order by run.created_at desc, run.id desc)
    from (
      select * from public.thumbnail_runs
      where workspace_id = v_workspace_id and case when p_id is null then kind <> 'automatic' else id = p_id end
      order by created_at desc, id desc limit private.page_limit(p_limit)) as run), '[]');
end;
$$;

create function public.list_thumbnail_run_items(
  p_run_id uuid, p_limit integer, p_after integer default 0, p_state text default null, p_count boolean default false
) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  if not exists (select from public.thumbnail_runs where id = p_run_id and workspace_id = v_workspace_id) then
    raise exception 'thumbnail_run_not_found'
      using errcode = 'PT404', detail = 'We can''t find this run in your workspace. Runs are kept for 30 days.';
  end if;
  return jsonb_build_object('rows', coalesce((
    select jsonb_agg(to_jsonb(row) - array['workspace_id', 'run_id', 'thumbnail_id'] order by row.position)
    from (
      select item.*, picture.product_id, picture.asin, picture.search_asin, product.title
      from public.thumbnail_run_items as item
      join public.thumbnails as picture on picture.id = item.thumbnail_id
      left join public.sourced_products as product on product.id = picture.product_id
      where item.workspace_id = v_workspace_id and item.run_id = p_run_id and item.position > p_after
        and (p_state is null or item.state = p_state)
      order by item.position limit private.page_limit(p_limit)) as row), '[]'))
    || case when p_count then jsonb_build_object('total', (
      select count(*) from public.thumbnail_run_items
      where workspace_id = v_workspace_id and run_id = p_run_id and (p_state is null or state = p_state)))
      else '{}' end;
end;
$$;

create function public.purge_thumbnail_runs(p_limit integer default 1000) returns integer
language sql
security definer
set search_path = ''
as $$
  with old as (
    delete from public.thumbnail_runs where id in (
      select id from public.thumbnail_runs where created_at < now() - interval '30 days' order by created_at
      limit p_limit)
    returning 1)
  select count(*)::integer from old;
$$;
comment on function public.purge_thumbnail_runs is 'Answers the number of deleted rows; call again until it is 0.';

-- Makes the thumbnails of those products that have everything: the workspace wants it, the primary owner has an active
-- template, and there is an image. A product whose picture is that owner's already, or is being made, is left alone.
create function private.make_thumbnails_of(p_product_ids uuid[]) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_group record;
begin
  for v_group in
    select product.workspace_id, array_agg(distinct product.id) as ids
    from public.sourced_products as product
    join public.workspaces as workspace on workspace.id = product.workspace_id and workspace.makes_thumbnails
    join public.product_owners as link on link.product_id = product.id and link.is_primary
    join public.thumbnail_templates as template
      on template.workspace_id = product.workspace_id and template.owner_id = link.owner_id and template.is_active
    where product.id = any (p_product_ids) and product.deleted_at is null and product.image_url is not null
      and not exists (select from public.thumbnails as picture
        where picture.workspace_id = product.workspace_id and picture.search_asin = product.asin
          and picture.asin = product.asin
          and (picture.state in ('pending', 'processing')
            or (picture.state = 'ready' and picture.owner_id = link.owner_id)))
    group by product.workspace_id
  loop
    perform private.start_thumbnail_run(v_group.workspace_id, 'automatic', null,
      private.own_thumbnails(v_group.workspace_id, v_group.ids));
  end loop;
end;
$$;

create function private.make_thumbnails_after_change() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform private.make_thumbnails_of(array(select distinct product_id from changed where product_id is not null));
  return null;
end;
$$;
-- After the triggers that settle which owner is the primary one.
create trigger _500_make_thumbnails_inserted after insert on public.product_owners
  referencing new table as changed for each statement execute function private.make_thumbnails_after_change();
create trigger _500_make_thumbnails_updated after update on public.product_owners
  referencing new table as changed for each statement execute function private.make_thumbnails_after_change();
create trigger _500_make_thumbnails after insert on public.influencer_tasks
  referencing new table as changed for each statement execute function private.make_thumbnails_after_change();

-- A template that becomes active makes what the newest thousand products of its owner lack; the others are made in
-- bulk. What another template made stays until a person updates it.
create function private.make_thumbnails_of_template() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform private.make_thumbnails_of(array(
    select link.product_id from public.product_owners as link
    join public.sourced_products as product on product.id = link.product_id and product.deleted_at is null
    where link.workspace_id = new.workspace_id and link.owner_id = new.owner_id and link.is_primary
    order by product.created_at desc, product.id limit 1000));
  return null;
end;
$$;
create trigger _500_make_thumbnails after update of is_active on public.thumbnail_templates
  for each row when (new.is_active and not old.is_active) execute function private.make_thumbnails_of_template();

create function private.make_thumbnail_of_image() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform private.make_thumbnails_of(array[new.id]);
  return null;
end;
$$;
create trigger _500_make_thumbnail after update of image_url on public.sourced_products
  for each row when (old.image_url is null and new.image_url is not null)
  execute function private.make_thumbnail_of_image();

grant execute on function public.list_thumbnail_runs, public.list_thumbnail_run_items to authenticated;
grant execute on function public.next_thumbnail_items, public.settle_thumbnail_item, public.finish_thumbnail_run,
  public.purge_thumbnail_runs to service_role;
