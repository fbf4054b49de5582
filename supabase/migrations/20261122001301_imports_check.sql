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
begin
  select * into v_import from public.product_imports
  where id = p_import_id and state = 'checking' and check_no = p_check_no for update;
  if not found then return false; end if;

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
        then checked.fields - 'custom_values' || private.custom_fields(
          coalesce(checked.fields -> 'custom_values', '{}'))
        else private.import_changes(product, checked.fields) end || checked.missing as changes
    from jsonb_to_recordset(p_rows) as checked (row_number integer, asin text, fields jsonb, missing jsonb,
      reasons jsonb, repaired_asin jsonb)
    left join public.sourced_products as product
      on product.workspace_id = v_import.workspace_id and product.asin = checked.asin and product.deleted_at is null
  ) as found
  where row.import_id = p_import_id and row.row_number = found.row_number;

  update public.product_imports set done_rows = greatest(done_rows, (
    select max((one ->> 'row_number')::integer) from jsonb_array_elements(p_rows) as one))
  where id = p_import_id;
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
      'unchanged', count(*) filter (where outcome = 'unchanged'), 'bad', count(*) filter (where outcome = 'bad'))
    from public.product_import_rows where import_id = p_import_id)
  where id = p_import_id and state = 'checking' and check_no = p_check_no;
$$;
