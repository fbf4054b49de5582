-- Templates: uploads of their images, changes as versions, restoring, and what an editor previews them with.

-- Ends uploads that no version took, and keeps pictures whose inputs came back.
create or replace function public.list_orphan_files(p_limit integer default 100)
  returns table (bucket text, path text)
language sql
security definer
set search_path = ''
as $$
  -- One hour longer than the upload link is valid, because a slow last byte may still arrive. OneDrive extends its link
  -- with every fragment; our server learns of it only when it requests the upload's state.
  delete from public.upload_sessions
  where video_id is null and expires_at < now() - case source when 'onedrive' then interval '1 day'
    else interval '1 hour' end;
  delete from private.thumbnail_uploads where created_at < now() - interval '3 hours';
  delete from private.orphan_files as orphan using public.thumbnails as used
  where orphan.bucket = 'generated-thumbnails' and used.storage_path = orphan.path;
  select bucket, path from private.orphan_files order by created_at limit p_limit;
$$;

-- The functions below are security definer: no client may write templates, and each checks the role and the workspace.
create function public.begin_template_upload(p_extension text) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_id uuid := gen_random_uuid();
begin
  if p_extension not in ('jpg', 'png', 'webp') then
    raise exception 'invalid_input' using errcode = 'PT400', detail = 'Upload a JPEG, PNG or WebP image.';
  end if;
  insert into private.thumbnail_uploads (id, workspace_id, path)
  values (v_id, v_workspace_id, v_workspace_id || '/' || v_id || '.' || p_extension);
  return jsonb_build_object('id', v_id, 'path', v_workspace_id || '/' || v_id || '.' || p_extension);
end;
$$;

create function private.template_upload(p_workspace_id uuid, p_id uuid) returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  v_path text;
begin
  select path into v_path from private.thumbnail_uploads where id = p_id and workspace_id = p_workspace_id;
  if not found then
    raise exception 'upload_session_not_found' using errcode = 'PT404',
      detail = 'We can''t find this upload. Upload the image again.', hint = 'upload_session_id';
  end if;
  return v_path;
end;
$$;

create function public.get_template_upload(p_id uuid) returns text
language sql
stable
security definer
set search_path = ''
as $$
  select private.template_upload(private.require_editor(), p_id);
$$;

create function private.require_template(p_workspace_id uuid, p_id uuid) returns public.thumbnail_templates
language plpgsql
set search_path = ''
as $$
declare
  v_template public.thumbnail_templates;
begin
  select * into v_template from public.thumbnail_templates where id = p_id and workspace_id = p_workspace_id for update;
  if not found then
    raise exception 'template_not_found'
      using errcode = 'PT404', detail = 'We can''t find this template in your workspace.', hint = 'template_id';
  end if;
  return v_template;
end;
$$;

create function private.refuse_taken_template_name(p_workspace_id uuid, p_owner_id uuid, p_name text, p_id uuid)
  returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if exists (select from public.thumbnail_templates where workspace_id = p_workspace_id and owner_id = p_owner_id
    and lower(name) = lower(p_name) and id is distinct from p_id) then
    raise exception 'name_taken' using errcode = 'PT409',
      detail = format('This owner has a template called %s already. Choose another name.', p_name), hint = 'name';
  end if;
end;
$$;

create function private.activate_template(p_template public.thumbnail_templates) returns void
language plpgsql
set search_path = ''
as $$
begin
  update public.thumbnail_templates set is_active = false
  where workspace_id = p_template.workspace_id and owner_id = p_template.owner_id and is_active and id <> p_template.id;
  update public.thumbnail_templates set is_active = true where id = p_template.id and not is_active;
end;
$$;

create function private.keep_template_version(
  p_template public.thumbnail_templates, p_changed text[], p_restored_from integer
) returns void
language sql
set search_path = ''
as $$
  insert into public.thumbnail_template_versions (workspace_id, template_id, version, image_path, image_sha256,
    image_width, image_height, placement_zone, fit, background, removes_white_background, layers, changed,
    restored_from)
  values (p_template.workspace_id, p_template.id, p_template.version, p_template.image_path, p_template.image_sha256,
    p_template.image_width, p_template.image_height, p_template.placement_zone, p_template.fit, p_template.background,
    p_template.removes_white_background, p_template.layers, p_changed, p_restored_from);
$$;

create function public.create_thumbnail_template(p_template jsonb, p_upload_id uuid, p_image jsonb) returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_owner_id uuid := (p_template ->> 'owner_id')::uuid;
  v_path text;
  v_template public.thumbnail_templates;
begin
  -- The owner's row is locked: two requests at once count each other's template.
  perform from public.crm_owners where id = v_owner_id and workspace_id = v_workspace_id for update;
  if not found then
    raise exception 'owner_missing'
      using errcode = 'PT409', detail = 'We can''t find this owner in your workspace.', hint = 'owner_id';
  end if;
  v_path := private.template_upload(v_workspace_id, p_upload_id);
  if (select count(*) from public.thumbnail_templates
    where workspace_id = v_workspace_id and owner_id = v_owner_id) >= 20 then
    raise exception 'too_many_templates' using errcode = 'PT409',
      detail = 'An owner can have 20 templates. Delete one that is no longer used.';
  end if;
  perform private.refuse_taken_template_name(v_workspace_id, v_owner_id, p_template ->> 'name', null);
  insert into public.thumbnail_templates (workspace_id, owner_id, name, image_path, image_sha256, image_width,
    image_height, placement_zone, fit, background, removes_white_background, layers)
  values (v_workspace_id, v_owner_id, p_template ->> 'name', v_path, p_image ->> 'sha256',
    (p_image ->> 'width')::integer, (p_image ->> 'height')::integer, p_template -> 'placement_zone',
    p_template ->> 'fit', p_template ->> 'background', (p_template ->> 'removes_white_background')::boolean,
    p_template -> 'layers')
  returning * into v_template;
  perform private.keep_template_version(v_template, '{}', null);
  delete from private.thumbnail_uploads where id = p_upload_id;
  if (p_template ->> 'is_active')::boolean or not exists (select from public.thumbnail_templates
    where workspace_id = v_workspace_id and owner_id = v_owner_id and is_active) then
    perform private.activate_template(v_template);
  end if;
  return v_template.id;
end;
$$;

-- p_changes: the fields that the request names, of the template and its design. p_image: the facts of a new image.
-- What a version may change and nothing else makes a version; an equal design makes none.
create function public.update_thumbnail_template(
  p_id uuid, p_changes jsonb, p_upload_id uuid default null, p_image jsonb default null,
    p_if_match timestamptz default null
) returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_old public.thumbnail_templates := private.require_template(v_workspace_id, p_id);
  v_new public.thumbnail_templates := v_old;
  v_from public.thumbnail_template_versions;
  v_restored_from integer := (p_changes ->> 'restore_version')::integer;
  v_changed text[];
begin
  if p_if_match is not null and p_if_match <> v_old.updated_at then
    raise exception 'row_changed'
      using errcode = 'PT409', detail = 'This template was changed in the meantime. Look at it again.';
  end if;
  if v_restored_from is not null then
    select * into v_from from public.thumbnail_template_versions
    where template_id = p_id and version = v_restored_from;
    if not found then
      raise exception 'template_version_not_found'
        using errcode = 'PT404', detail = format('This template has no version %s.', v_restored_from);
    end if;
    v_new := jsonb_populate_record(v_old, to_jsonb(v_from)
      - array['id', 'workspace_id', 'version', 'created_by', 'created_at']);
  else
    v_new := jsonb_populate_record(v_old, p_changes - array['name', 'is_active', 'upload_session_id']);
  end if;
  if p_upload_id is not null then
    v_new.image_path := private.template_upload(v_workspace_id, p_upload_id);
    v_new.image_sha256 := p_image ->> 'sha256';
    v_new.image_width := (p_image ->> 'width')::integer;
    v_new.image_height := (p_image ->> 'height')::integer;
    -- The same image again stays where it is; the sweep deletes the second copy.
    if v_new.image_sha256 = v_old.image_sha256 then v_new.image_path := v_old.image_path; end if;
  end if;
  v_changed := array_remove(array[
    case when v_new.image_sha256 <> v_old.image_sha256 then 'image' end,
    case when v_new.placement_zone <> v_old.placement_zone then 'placement_zone' end,
    case when v_new.fit <> v_old.fit then 'fit' end,
    case when v_new.background is distinct from v_old.background then 'background' end,
    case when v_new.removes_white_background <> v_old.removes_white_background then 'removes_white_background' end,
    case when v_new.layers <> v_old.layers then 'layers' end], null);
  if v_changed <> '{}' then
    update public.thumbnail_templates set version = v_old.version + 1, image_path = v_new.image_path,
      image_sha256 = v_new.image_sha256, image_width = v_new.image_width, image_height = v_new.image_height,
      placement_zone = v_new.placement_zone, fit = v_new.fit, background = v_new.background,
      removes_white_background = v_new.removes_white_background, layers = v_new.layers
    where id = p_id returning * into v_new;
    perform private.keep_template_version(v_new, v_changed, v_restored_from);
    if p_upload_id is not null then delete from private.thumbnail_uploads where id = p_upload_id; end if;
  end if;
  if p_changes ? 'name' and p_changes ->> 'name' <> v_old.name then
    perform private.refuse_taken_template_name(v_workspace_id, v_old.owner_id, p_changes ->> 'name', p_id);
    update public.thumbnail_templates set name = p_changes ->> 'name' where id = p_id;
  end if;
  if p_changes ->> 'is_active' = 'true' then perform private.activate_template(v_old);
  elsif p_changes ->> 'is_active' = 'false' then
    update public.thumbnail_templates set is_active = false where id = p_id and is_active;
  end if;
end;
$$;

create function public.delete_thumbnail_template(p_id uuid) returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_template public.thumbnail_templates := private.require_template(private.require_editor(), p_id);
begin
  delete from public.thumbnail_templates where id = v_template.id;
  return p_id;
end;
$$;

-- What a run of this template would make again: pictures of its earlier versions and, once it is the active one, those
-- that another template of the owner made.
create function private.is_outdated(p_picture public.thumbnails, p_template public.thumbnail_templates) returns boolean
language sql
immutable
set search_path = ''
as $$
  select case when p_picture.template_id = p_template.id then p_picture.template_version < p_template.version
    else p_template.is_active and p_picture.owner_id = p_template.owner_id end;
$$;

create function public.list_thumbnail_templates(p_owner_id uuid default null, p_id uuid default null) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  return coalesce((
    select jsonb_agg(to_jsonb(template) - array['workspace_id', 'image_sha256', 'created_by'] || jsonb_build_object(
        'owner_name', owner.name, 'thumbnails', made.count, 'outdated', made.outdated)
      order by owner.position, owner.name, owner.id, not template.is_active, template.created_at, template.id)
    from public.thumbnail_templates as template
    join public.crm_owners as owner on owner.id = template.owner_id
    cross join lateral (
      select count(*) filter (where picture.template_id = template.id) as count,
        count(*) filter (where private.is_outdated(picture, template)) as outdated
      from public.thumbnails as picture
      where picture.workspace_id = v_workspace_id and picture.storage_path is not null
        and (picture.template_id = template.id or picture.owner_id = template.owner_id)) as made
    where template.workspace_id = v_workspace_id and (p_owner_id is null or template.owner_id = p_owner_id)
      and (p_id is null or template.id = p_id)), '[]');
end;
$$;

create function public.list_template_versions(p_id uuid) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_current integer;
begin
  select version into v_current from public.thumbnail_templates where id = p_id and workspace_id = v_workspace_id;
  if not found then
    raise exception 'template_not_found'
      using errcode = 'PT404', detail = 'We can''t find this template in your workspace.';
  end if;
  return (
    select jsonb_agg(to_jsonb(kept) - array['workspace_id', 'template_id', 'image_sha256', 'created_by']
      || jsonb_build_object('is_current', kept.version = v_current, 'created_by_name', person.name)
      order by kept.version desc)
    from public.thumbnail_template_versions as kept
    left join public.users as person on person.id = kept.created_by
    where kept.template_id = p_id);
end;
$$;

-- The titles that are the hardest to draw: the longest, the one with the most letters that are not Latin, the one with
-- the most emoji.
create function public.get_thumbnail_preview(p_owner_id uuid, p_product_id uuid default null) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_prefix text;
  v_product jsonb;
begin
  select title_prefix into v_prefix from public.crm_owners where id = p_owner_id and workspace_id = v_workspace_id;
  if not found then
    raise exception 'owner_missing'
      using errcode = 'PT409', detail = 'We can''t find this owner in your workspace.', hint = 'owner_id';
  end if;
  select jsonb_build_object('id', id, 'asin', asin, 'title', title, 'video_title', video_title, 'image_url', image_url)
  into v_product from public.sourced_products as product
  where workspace_id = v_workspace_id and deleted_at is null
    and case when p_product_id is not null then id = p_product_id
      else image_url is not null and exists (select from public.product_owners as link
        where link.product_id = product.id and link.owner_id = p_owner_id) end
  order by created_at desc, id limit 1;
  if p_product_id is not null and v_product is null then
    raise exception 'product_not_found'
      using errcode = 'PT404', detail = 'We can''t find this product in your workspace.', hint = 'product_id';
  end if;
  return jsonb_build_object('product', v_product, 'owner_prefix', v_prefix, 'worst_titles', coalesce((
    select jsonb_agg(jsonb_build_object('kind', worst.kind, 'id', worst.id, 'asin', worst.asin, 'title', worst.title,
      'video_title', worst.video_title, 'image_url', worst.image_url) order by worst.place)
    from (
      select distinct on (measure.kind) measure.kind, measure.place, product.id, product.asin, product.title,
        product.video_title, product.image_url
      from public.sourced_products as product
      cross join lateral (values
        ('longest', 1, private.utf16_length(product.video_title)),
        ('non_latin', 2, char_length(regexp_replace(product.video_title,
          '[\u0001-\u024F\u0300-\u036F\u1E00-\u1EFF\u2000-\u2BFF\uFE00-\uFE0F\U0001F000-\U0001FAFF]', '', 'g'))),
        ('emoji', 3, char_length(regexp_replace(product.video_title,
          '[^\u2600-\u27BF\U0001F000-\U0001FAFF]', '', 'g')))) as measure (kind, place, size)
      where product.workspace_id = v_workspace_id and product.deleted_at is null and measure.size > 0
      order by measure.kind, measure.size desc, product.created_at desc, product.id) as worst), '[]'));
end;
$$;
comment on function public.get_thumbnail_preview is '{product, owner_prefix, worst_titles}.';

create function public.get_thumbnail_settings() returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object('is_automatic', makes_thumbnails) from public.workspaces
  where id = private.require_editor();
$$;

create function public.update_thumbnail_settings(p_is_automatic boolean) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.workspaces set makes_thumbnails = p_is_automatic where id = private.require_editor();
  return jsonb_build_object('is_automatic', p_is_automatic);
end;
$$;

grant execute on function public.begin_template_upload, public.get_template_upload, public.create_thumbnail_template,
  public.update_thumbnail_template, public.delete_thumbnail_template, public.list_thumbnail_templates,
  public.list_template_versions, public.get_thumbnail_preview, public.get_thumbnail_settings,
  public.update_thumbnail_settings to authenticated;
