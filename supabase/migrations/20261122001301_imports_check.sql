-- The check of an import: what each row would change, before anything is written.

-- The fields of p_fields that differ from the product, custom values one by one. Owners are equal when they are the
-- same people with the same primary.
create function private.import_changes(p_product public.sourced_products, p_fields jsonb) returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_plain jsonb := p_fields - array['owners', 'custom_values'];
  v_was jsonb := private.tracked_fields(p_product);
  v_changes jsonb := '{}';
begin
  -- Skips rows without a change, which are most rows of a file that is imported again.
  if not v_was @> v_plain then
    select jsonb_object_agg(given.key, given.value) into v_changes
    from jsonb_each(v_plain) as given where given.value <> v_was -> given.key;
  end if;
  if p_fields ? 'custom_values' and not p_product.custom_values @> (p_fields -> 'custom_values') then
    select v_changes || jsonb_object_agg('custom.' || given.key, given.value) into v_changes
    from jsonb_each(p_fields -> 'custom_values') as given where given.value is distinct
      from p_product.custom_values -> given.key;
  end if;
  if p_fields ? 'owners' and (
    jsonb_path_query_array(p_product.owners, '$[*].owner_id') -> 0 is distinct from p_fields -> 'owners' -> 0
    or not (p_fields -> 'owners' <@ jsonb_path_query_array(p_product.owners, '$[*].owner_id')
      and jsonb_array_length(p_fields -> 'owners') = jsonb_array_length(p_product.owners)))
  then
    v_changes := v_changes || jsonb_build_object('owners', p_fields -> 'owners');
  end if;
  return v_changes;
end;
$$;

-- The product's current values of the fields named in p_changes.
create function private.import_before(p_product public.sourced_products, p_changes jsonb) returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_object_agg(key, coalesce(case
      when key = 'owners' then jsonb_path_query_array(p_product.owners, '$[*].owner_id')
      when key like 'custom.%' then p_product.custom_values -> substr(key, 8)
      else private.tracked_fields(p_product) -> key end, 'null')), '{}')
  from jsonb_object_keys(p_changes) as key;
$$;

-- What a new product of an import gets where the file says nothing: that it comes from the catalog.
create function private.import_defaults(p_import public.product_imports) returns jsonb
language sql
stable
set search_path = ''
as $$
  select case when p_import.is_catalog then jsonb_build_object('source', 'catalog import')
    || coalesce((select jsonb_build_object('status_id', id) from public.crm_statuses
      where workspace_id = p_import.workspace_id and automation = 'catalog_imported'), '{}') else '{}' end;
$$;

-- Leaves out rows of a catalog import whose ASIN has a task, and those of products that the workspace has already when
-- the import skips them; answers their number. Serves the check, and the run for what was added since.
create function private.skip_catalog_rows(p_import public.product_imports, p_from integer, p_to integer)
  returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_count integer;
begin
  if not p_import.is_catalog then return 0; end if;
  update public.product_import_rows as row set outcome = 'skipped', seen_at = null, product_id = null, before = null,
    after = '{}', reasons = jsonb_build_array(jsonb_build_object('field', 'asin', 'message', found.message))
  from (
    select one.row_number, case
      when exists (select from public.influencer_tasks as task
        where task.workspace_id = p_import.workspace_id and task.asin = one.asin)
        then format('%s has an upload task already.', one.asin)
      when p_import.options -> 'catalog' ->> 'existing' = 'skip' and exists (
        select from public.sourced_products as product
        where product.workspace_id = p_import.workspace_id and product.asin = one.asin and product.deleted_at is null
          -- Not the product that this row itself has become.
          and (one.outcome <> 'new' or product.id <> one.product_id))
        then format('%s is in your products already.', one.asin) end as message
    from public.product_import_rows as one
    where one.import_id = p_import.id and one.row_number between p_from and p_to
      and one.outcome in ('new', 'updated', 'unchanged')
  ) as found
  where row.import_id = p_import.id and row.row_number = found.row_number and found.message is not null;
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;

-- One chunk of a check: [{row_number, asin, fields, missing, reasons, repaired_asin?}]. False when this check was
-- replaced or cancelled.
create function public.record_import_check(p_import_id uuid, p_check_no integer, p_rows jsonb) returns boolean
language plpgsql
security definer
set search_path = ''
set enable_seqscan = off
set jit = off
as $$
declare
  v_import public.product_imports;
  v_defaults jsonb;
  v_from integer;
  v_to integer;
begin
  select * into v_import from public.product_imports
  where id = p_import_id and state = 'checking' and check_no = p_check_no for update;
  if not found then return false; end if;
  v_defaults := private.import_defaults(v_import);
  select min((one ->> 'row_number')::integer), max((one ->> 'row_number')::integer) into v_from, v_to
  from jsonb_array_elements(p_rows) as one;

  update public.product_import_rows as row set
    asin = found.asin, fields = found.fields, missing = found.missing, reasons = found.reasons,
    repaired_asin = found.repaired_asin,
    product_id = case when found.reasons = '[]' then coalesce((found.product).id, gen_random_uuid()) end,
    seen_at = (found.product).updated_at,
    outcome = case when found.reasons <> '[]' then 'bad' when found.product is null then 'new'
      when found.changes = '{}' then 'unchanged' else 'updated' end,
    before = case when found.product is null or found.reasons <> '[]' then null
      else private.import_before(found.product, found.changes) end,
    after = case when found.reasons <> '[]' then '{}' else found.changes end
  from (
    select checked.*, case when product.id is not null then product end as product,
      case when product.id is null
        then v_defaults || (checked.fields - 'custom_values') || private.custom_fields(
          coalesce(checked.fields -> 'custom_values', '{}'))
        else private.import_changes(product, checked.fields) end || checked.missing as changes
    from jsonb_to_recordset(p_rows) as checked (row_number integer, asin text, fields jsonb, missing jsonb,
      reasons jsonb, repaired_asin jsonb)
    left join public.sourced_products as product
      on product.workspace_id = v_import.workspace_id and product.asin = checked.asin and product.deleted_at is null
  ) as found
  where row.import_id = p_import_id and row.row_number = found.row_number;

  perform private.skip_catalog_rows(v_import, v_from, v_to);
  update public.product_imports set done_rows = greatest(done_rows, v_to) where id = p_import_id;
  return true;
end;
$$;

-- Ends the check and counts what the run will do.
create function public.finish_import_check(p_import_id uuid, p_check_no integer) returns void
language sql
security definer
set search_path = ''
as $$
  update public.product_imports set state = 'ready', done_rows = row_count, counts = (
    select jsonb_build_object('new', count(*) filter (where outcome = 'new'), 'updated', count(*)
      filter (where outcome = 'updated'),
      'unchanged', count(*) filter (where outcome = 'unchanged'),
      'skipped', count(*) filter (where outcome = 'skipped'), 'bad', count(*) filter (where outcome = 'bad'),
      'repaired', count(*) filter (where repaired_asin is not null))
    from public.product_import_rows where import_id = p_import_id)
  where id = p_import_id and state = 'checking' and check_no = p_check_no;
$$;

-- The rows of an import in the order of the file, with what the check found.
create function public.list_import_rows(
  p_id uuid, p_outcome text, p_after integer, p_limit integer, p_repaired boolean default false
) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  if not exists (select from public.product_imports where id = p_id and workspace_id = v_workspace_id) then
    raise exception 'import_not_found'
      using errcode = 'PT404', detail = 'We can''t find this import in your workspace.';
  end if;
  return (
    select jsonb_build_object('rows', coalesce(jsonb_agg(private.import_row_json(row) order by row.row_number), '[]'))
    from (
      select * from public.product_import_rows
      where import_id = p_id and row_number > p_after and (p_outcome is null or outcome = p_outcome)
        and (not p_repaired or repaired_asin is not null)
      order by row_number limit private.page_limit(p_limit)
    ) as row);
end;
$$;

grant execute on function public.list_import_rows to authenticated;
