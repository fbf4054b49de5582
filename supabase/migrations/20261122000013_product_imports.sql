-- Importing files of products: rows are staged, checked and written by jobs, a chunk to a transaction, as one change.

create table public.product_imports (
  id             uuid primary key default gen_random_uuid(),
  workspace_id   uuid not null references public.workspaces (id) on delete cascade,
  filename       text not null,
  file_size      bigint not null,
  file_hash      text not null,
  headers        text[] not null,
  row_count      integer not null default 0,
  state          text not null default 'receiving',
  mapping        jsonb not null,
  options        jsonb not null,
  check_no       integer not null default 0,
  counts         jsonb,
  done_rows      integer not null default 0,
  run_started_at timestamptz,
  change_set_id  uuid references public.change_sets (id) on delete set null,
  error          text,
  created_by     uuid references public.users (id) on delete set null,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  finished_at    timestamptz,

  unique (workspace_id, id),
  constraint product_imports_state_known check (state in
    ('receiving', 'mapping', 'checking', 'ready', 'running', 'done', 'failed', 'cancelled')),
  constraint product_imports_mapping_fits check (jsonb_array_length(mapping) = cardinality(headers)),
  constraint product_imports_progress_makes_sense check (done_rows between 0 and row_count)
);
comment on column public.product_imports.file_hash
  is 'The same file picked again goes on where its rows stopped arriving.';
comment on column public.product_imports.mapping
  is 'By column of the file: a field, custom.<field id>, or null. Remembered for files with the same headers.';
comment on column public.product_imports.check_no is 'Which check is meant: a job of an earlier one writes nothing.';
comment on column public.product_imports.done_rows
  is 'Rows up to this number are through the step under way. Rows are worked on in their order.';
create index product_imports_list_idx on public.product_imports (workspace_id, created_at desc, id desc);
create index product_imports_headers_idx on public.product_imports (workspace_id, headers, created_at desc)
  where check_no > 0;
create unique index product_imports_receiving_idx on public.product_imports (workspace_id, created_by, file_hash)
  where state = 'receiving';
create index product_imports_change_set_idx on public.product_imports (change_set_id);
create index product_imports_created_by_idx on public.product_imports (created_by);

create table public.product_import_rows (
  import_id    uuid not null,
  row_number   integer not null,
  workspace_id uuid not null,
  cells        jsonb not null,
  asin         text,
  fields       jsonb not null default '{}',
  missing      jsonb not null default '{}',
  outcome      text,
  product_id   uuid,
  seen_at      timestamptz,
  reasons      jsonb not null default '[]',
  before       jsonb,
  after        jsonb not null default '{}',

  primary key (import_id, row_number),
  foreign key (workspace_id, import_id) references public.product_imports (workspace_id, id) on delete cascade,
  constraint product_import_rows_outcome_known check (outcome in ('new', 'updated', 'unchanged', 'bad'))
);
comment on table public.product_import_rows is 'The file as text and what becomes of each row. Kept 30 days.';
comment on column public.product_import_rows.fields
  is 'What the row says, as a PATCH would; owners are ids, the primary first.';
comment on column public.product_import_rows.product_id
  is 'The product it is about; for a new one the id it will have.';
comment on column public.product_import_rows.seen_at
  is 'The version of the product the check compared with; unchanged since, the run need not compare again.';
comment on column public.product_import_rows.missing is 'Names to be added to the lists when it runs, by field.';

create trigger _100_touch_updated_at before update on public.product_imports
  for each row execute function private.touch_updated_at();

alter table public.product_imports enable row level security;
alter table public.product_import_rows enable row level security;
grant select on public.product_imports, public.product_import_rows to authenticated;
grant all on public.product_imports, public.product_import_rows to service_role;

create policy "Editors can read their workspace's imports" on public.product_imports
  for select to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));
create policy "Editors can read the rows of their workspace's imports" on public.product_import_rows
  for select to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));

create function private.import_json(p_import public.product_imports) returns jsonb
language sql
stable
set search_path = ''
as $$
  select to_jsonb(p_import) - array['workspace_id', 'file_hash', 'check_no', 'run_started_at'] || jsonb_build_object(
    'is_started', p_import.run_started_at is not null,
    'is_undone', coalesce((select undone_by is not null from public.change_sets where id = p_import.change_set_id),
    false),
    'created_by_name', (select name from public.users where id = p_import.created_by));
$$;

create function private.import_row_json(p_row public.product_import_rows) returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object('row_number', p_row.row_number, 'cells', p_row.cells, 'asin', p_row.asin, 'outcome',
    p_row.outcome,
    'reasons', p_row.reasons, 'before', p_row.before, 'after', p_row.after);
$$;

-- One of the caller's workspace, locked; refused for an uploader or when there is none.
create function private.lock_import(p_id uuid) returns public.product_imports
language plpgsql
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_import public.product_imports;
begin
  select * into v_import from public.product_imports where id = p_id and workspace_id = v_workspace_id for update;
  if not found then
    raise exception 'import_not_found' using errcode = 'PT404', detail = 'No such import in your workspace.';
  end if;
  return v_import;
end;
$$;

create function private.refuse_import_state(p_import public.product_imports, p_states text[]) returns void
language plpgsql
set search_path = ''
as $$
begin
  if p_import.state <> all (p_states) then
    raise exception 'import_not_ready' using errcode = 'PT409', detail = case p_import.state
      when 'receiving' then 'Not all rows of the file have arrived.'
      when 'checking' then 'The rows are being checked.'
      when 'mapping' then 'The rows have to be checked first.'
      when 'running' then 'The import is running.'
      when 'cancelled' then 'This import was cancelled.'
      when 'done' then 'This import is done.'
      else 'The import is not that far.' end;
  end if;
end;
$$;

-- Security definer, like all below that are the caller's: the tables are written here only; the workspace is checked.
-- An import of the same file by the same person whose rows are still arriving is gone on with.
create function public.create_import(p_import jsonb) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
  v_import public.product_imports;
begin
  insert into public.product_imports (workspace_id, created_by, filename, file_size, file_hash, headers, mapping,
    options)
  values (v_workspace_id, (select auth.uid()), p_import ->> 'filename', (p_import ->> 'file_size')::bigint,
    p_import ->> 'file_hash',
    array(select jsonb_array_elements_text(p_import -> 'headers')), p_import -> 'mapping', p_import -> 'options')
  on conflict (workspace_id, created_by, file_hash) where state = 'receiving' do nothing
  returning * into v_import;
  if not found then
    select * into strict v_import from public.product_imports
    where workspace_id = v_workspace_id and created_by = (select auth.uid()) and file_hash = p_import ->> 'file_hash'
      and state = 'receiving';
  end if;
  return private.import_json(v_import);
end;
$$;

-- What a file with the same headers was mapped to last, and how its dates were meant.
create function public.remembered_import_mapping(p_headers text[]) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object('mapping', mapping, 'options', options) from public.product_imports
  where workspace_id = private.require_editor() and headers = p_headers and check_no > 0
  order by created_at desc limit 1;
$$;

-- Security definer for the same reason.
create function public.add_import_rows(p_id uuid, p_first_row integer, p_rows jsonb, p_is_last boolean) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_import public.product_imports := private.lock_import(p_id);
  v_last_row integer := p_first_row + jsonb_array_length(p_rows) - 1;
begin
  -- The last rows sent again, because their answer was lost.
  if v_import.state = 'mapping' and p_is_last and v_last_row = v_import.row_count then
    return private.import_json(v_import);
  end if;
  perform private.refuse_import_state(v_import, '{receiving}');
  if p_first_row > v_import.row_count + 1 then
    raise exception 'invalid_input' using errcode = 'PT400', hint = 'first_row',
      detail = format('Rows from %s on are missing.', v_import.row_count + 1);
  end if;
  if v_last_row > 100000 then
    raise exception 'invalid_input'
      using errcode = 'PT400', hint = 'rows', detail = 'One import takes 100,000 rows. Split the file.';
  end if;
  if p_is_last and v_last_row < 1 then
    raise exception 'invalid_input' using errcode = 'PT400', hint = 'rows', detail = 'The file has no rows.';
  end if;

  insert into public.product_import_rows as known (import_id, workspace_id, row_number, cells)
  select p_id, v_import.workspace_id, p_first_row + place - 1, cells
  from jsonb_array_elements(p_rows) with ordinality as one (cells, place)
  on conflict (import_id, row_number) do update set cells = excluded.cells where known.cells <> excluded.cells;
  if p_is_last then
    delete from public.product_import_rows where import_id = p_id and row_number > v_last_row;
  end if;
  update public.product_imports set
    row_count = case when p_is_last then v_last_row else greatest(row_count, v_last_row) end,
    state = case when p_is_last then 'mapping' else state end
  where id = p_id returning * into v_import;
  return private.import_json(v_import);
end;
$$;

-- Security definer for the same reason.
create function public.update_import(p_id uuid, p_changes jsonb) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_import public.product_imports := private.lock_import(p_id);
begin
  if v_import.run_started_at is not null then
    perform private.refuse_import_state(v_import, '{}');
  end if;
  perform private.refuse_import_state(v_import, '{receiving,mapping,checking,ready,failed}');
  if jsonb_array_length(coalesce(p_changes -> 'mapping', v_import.mapping)) <> cardinality(v_import.headers) then
    raise exception 'invalid_input'
      using errcode = 'PT400', hint = 'mapping', detail = 'The mapping names a field or null for each column.';
  end if;
  update public.product_imports set
    mapping = coalesce(p_changes -> 'mapping', mapping), options = coalesce(p_changes -> 'options', options),
    -- What was checked was checked by another mapping.
    state = case when state = 'receiving' then state else 'mapping' end, counts = null, done_rows = 0, error = null
  where id = p_id returning * into v_import;
  return private.import_json(v_import);
end;
$$;

-- Security definer for the same reason.
create function public.request_import_check(p_id uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_import public.product_imports := private.lock_import(p_id);
begin
  if v_import.state = 'checking' then
    return private.import_json(v_import);
  end if;
  if v_import.run_started_at is not null then
    perform private.refuse_import_state(v_import, '{}');
  end if;
  perform private.refuse_import_state(v_import, '{mapping,ready,failed}');
  if not v_import.mapping ? 'asin' then
    raise exception 'invalid_input' using errcode = 'PT400', hint = 'mapping', detail = 'Say which column is the ASIN.';
  end if;
  update public.product_imports set state = 'checking', check_no = check_no + 1, counts = null, done_rows = 0,
    error = null
  where id = p_id returning * into v_import;
  perform private.enqueue_job('products.check-import', format('products.check-import:%s:%s', p_id, v_import.check_no),
    jsonb_build_object('import_id', p_id, 'check_no', v_import.check_no), v_import.workspace_id);
  return private.import_json(v_import);
end;
$$;

-- Security definer for the same reason.
create function public.request_import_run(p_id uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_import public.product_imports := private.lock_import(p_id);
begin
  if v_import.state in ('running', 'done') then
    return private.import_json(v_import);
  end if;
  -- One that was given up in the middle of its run goes on where it stopped.
  if v_import.state <> 'failed' or v_import.run_started_at is null then
    perform private.refuse_import_state(v_import, '{ready}');
  end if;
  update public.product_imports set state = 'running', error = null, run_started_at = coalesce(run_started_at, now()),
    done_rows = case when run_started_at is null then 0 else done_rows end,
    counts = case when run_started_at is null then counts || '{"new": 0, "updated": 0, "unchanged": 0}' else counts end
  where id = p_id returning * into v_import;
  perform private.enqueue_job('products.run-import', 'products.run-import:' || p_id,
    jsonb_build_object('import_id', p_id),
    v_import.workspace_id);
  return private.import_json(v_import);
end;
$$;

-- Security definer for the same reason.
create function public.cancel_import(p_id uuid) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_import public.product_imports := private.lock_import(p_id);
begin
  update public.product_imports set state = 'cancelled', finished_at = now()
  where id = p_id and state <> 'done' returning * into v_import;
  if not found then
    select * into v_import from public.product_imports where id = p_id;
  end if;
  delete from public.product_import_rows where import_id = p_id;
  return private.import_json(v_import);
end;
$$;

-- Security definer, to name the person; the workspace is checked.
create function public.get_import(p_id uuid) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  return (
    select private.import_json(import) || jsonb_build_object('sample', (
      select coalesce(jsonb_agg(private.import_row_json(row) order by row.row_number), '[]')
      from public.product_import_rows as row where row.import_id = p_id and row.row_number <= 20))
    from public.product_imports as import where import.id = p_id and import.workspace_id = v_workspace_id);
end;
$$;
comment on function public.get_import
  is 'One import of the caller''s workspace with its first 20 rows; null when there is none.';

-- Security definer, to name the people.
create function public.list_imports(p_limit integer, p_cursor jsonb default null) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object('rows', coalesce(
    jsonb_agg(private.import_json(import) order by import.created_at desc, import.id desc), '[]'))
  from (
    select * from public.product_imports
    where workspace_id = private.require_editor()
      and (p_cursor is null or (created_at, id) < ((p_cursor ->> 'created_at')::timestamptz, (p_cursor ->> 'id')::uuid))
    order by created_at desc, id desc limit p_limit
  ) as import;
$$;

-- Security definer for the same reason.
create function public.list_import_rows(p_id uuid, p_outcome text, p_after integer, p_limit integer) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_workspace_id uuid := private.require_editor();
begin
  if not exists (select from public.product_imports where id = p_id and workspace_id = v_workspace_id) then
    raise exception 'import_not_found' using errcode = 'PT404', detail = 'No such import in your workspace.';
  end if;
  return (
    select jsonb_build_object('rows', coalesce(jsonb_agg(private.import_row_json(row) order by row.row_number), '[]'))
    from (
      select * from public.product_import_rows
      where import_id = p_id and row_number > p_after and (p_outcome is null or outcome = p_outcome)
      order by row_number limit p_limit
    ) as row);
end;
$$;

grant execute on function public.create_import, public.remembered_import_mapping, public.add_import_rows,
  public.update_import,
  public.request_import_check, public.request_import_run, public.cancel_import, public.get_import, public.list_imports,
  public.list_import_rows to authenticated;

-- Those of p_fields a product has not, custom values one by one. Owners are the same when they are the same people with
-- the same one first.
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
  -- Most rows of a file that is imported again say nothing new.
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

-- The fields named in p_changes as the product has them.
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

-- One chunk of a check: [{row_number, asin, fields, missing, reasons}]. False when this check is no longer wanted.
create function public.record_import_check(p_import_id uuid, p_check_no integer, p_rows jsonb) returns boolean
language plpgsql
security definer
set search_path = ''
set enable_seqscan = off
as $$
declare
  v_import public.product_imports;
begin
  select * into v_import from public.product_imports
  where id = p_import_id and state = 'checking' and check_no = p_check_no for update;
  if not found then return false; end if;

  update public.product_import_rows as row set
    asin = found.asin, fields = found.fields, missing = found.missing, reasons = found.reasons,
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
      reasons jsonb)
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

-- The check is through: what will happen is counted.
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

-- Adds the names rows of a chunk want to the lists and puts their ids into the rows.
create function private.add_missing_entries(p_import public.product_imports, p_from integer, p_to integer) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_field text;
  v_table text;
begin
  for v_field, v_table in values ('status_id', 'crm_statuses'), ('collaboration_type_id', 'crm_collaboration_types'),
    ('contact_source_id', 'crm_contact_sources'), ('marketplace_id', 'crm_marketplaces'), ('owners', 'crm_owners')
  loop
    continue when not exists (select from public.product_import_rows
      where import_id = p_import.id and row_number between p_from and p_to and outcome <> 'bad' and missing ? v_field);
    execute format($q$
      insert into public.%1$I (workspace_id, name, position)
      select $1, name, (select coalesce(max(position), 0) from public.%1$I
        where workspace_id = $1) + row_number() over (order by first_row)
      from (
        select (array_agg(name order by row_number))[1] as name, min(row_number) as first_row
        from public.product_import_rows, jsonb_array_elements_text(missing -> $5) as name
        where import_id = $2 and row_number between $3 and $4 and outcome <> 'bad' and missing ? $5
        group by lower(name)
      ) as wanted
      where not exists (select from public.%1$I as known
        where known.workspace_id = $1 and lower(known.name) = lower(wanted.name))
      on conflict do nothing $q$, v_table)
    using p_import.workspace_id, p_import.id, p_from, p_to, v_field;
    execute format($q$
      update public.product_import_rows as row set missing = row.missing - $5, fields = row.fields
        || jsonb_build_object($5, (
        select case when $5 = 'owners' then jsonb_agg(entry.id order by place)
          else to_jsonb((array_agg(entry.id))[1]) end
        from jsonb_array_elements_text(row.missing -> $5) with ordinality as wanted (name, place)
        join public.%I as entry on entry.workspace_id = $1 and lower(entry.name) = lower(wanted.name)))
      where import_id = $2 and row_number between $3 and $4 and outcome <> 'bad' and missing ? $5 $q$, v_table)
    using p_import.workspace_id, p_import.id, p_from, p_to, v_field;
  end loop;
end;
$$;

-- The prefix of the video title with those owners; of the product's own where the file names none.
create function private.import_prefix(p_owners jsonb, p_product_owners jsonb) returns text
language sql
stable
set search_path = ''
as $$
  select title_prefix from public.crm_owners
    where id = coalesce(p_owners ->> 0, p_product_owners -> 0 ->> 'owner_id')::uuid;
$$;

-- New products of a chunk, with the ids the check gave them; answers how many. One that somebody added meanwhile under
-- another id is left to be compared. In the order of the ASINs, so that two imports of the same products wait for each
-- other and never in a circle.
create function private.insert_import_rows(p_import public.product_imports, p_from integer, p_to integer)
  returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_count integer;
begin
  insert into public.sourced_products (id, workspace_id, created_by, asin, title, image_url, brand, category,
    video_title,
    is_video_title_typed, status_id, decision, collaboration_type_id, contact_source_id, marketplace_id, requirements,
    important_date, important_date_comment, follow_up_date, follow_up_note, cost_cents, fees_cents, currency, quantity,
    purchase_date, notes, source, custom_values, created_at)
  select row.product_id, p_import.workspace_id, p_import.created_by, row.asin, given.title, given.image_url,
    given.brand,
    given.category, coalesce(given.video_title, ''),
    given.video_title is not null
      and given.video_title <> private.video_title(row.asin, given.title, private.import_prefix(given.owners, null)),
    given.status_id, given.decision, given.collaboration_type_id, given.contact_source_id, given.marketplace_id,
    given.requirements, given.important_date, given.important_date_comment, given.follow_up_date, given.follow_up_note,
    given.cost_cents, given.fees_cents, coalesce(given.currency, 'USD'), coalesce(given.quantity, 1),
    given.purchase_date,
    given.notes, given.source, coalesce(given.custom_values, '{}'),
    -- The list shows the newest first: the first row of the file is on top.
    now() - make_interval(secs => row.row_number / 1000000.0)
  from public.product_import_rows as row
  cross join lateral jsonb_to_record(row.fields) as given (title text, image_url text, brand text, category text,
    video_title text, status_id uuid, decision text, collaboration_type_id uuid, contact_source_id uuid,
      marketplace_id uuid,
    requirements text, important_date date, important_date_comment text, follow_up_date date, follow_up_note text,
    cost_cents bigint, fees_cents bigint, currency text, quantity integer, purchase_date date, notes text, source text,
    custom_values jsonb, owners jsonb)
  where row.import_id = p_import.id and row.row_number between p_from and p_to and row.outcome = 'new'
  order by row.asin
  on conflict (workspace_id, asin) where deleted_at is null do nothing;
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;

-- Puts right what happened to the products of a chunk since the check: some were added, some deleted.
create function private.meet_import_rows(p_import public.product_imports, p_from integer, p_to integer) returns void
language plpgsql
set search_path = ''
as $$
begin
  update public.product_import_rows as row set
    product_id = coalesce(product.id, gen_random_uuid()), seen_at = null, outcome = case when product.id is null
      then 'new' else 'updated' end
  from public.product_import_rows as one
  left join public.sourced_products as product
    on product.workspace_id = p_import.workspace_id and product.asin = one.asin and product.deleted_at is null
  where one.import_id = p_import.id and one.row_number between p_from and p_to and one.outcome <> 'bad'
    and row.import_id = one.import_id and row.row_number = one.row_number
    and (case when one.outcome = 'new' then null else one.product_id end) is distinct from product.id;
end;
$$;

-- Writes the next p_limit rows in one transaction, with the note of how far it is: a worker that vanished is followed
-- by one that goes on exactly there. A product changed since the check is compared again. Without sequential scans:
-- where statistics are from before the import began, the planner takes the products for few and would read them all for
-- each row.
create function public.run_import_chunk(p_import_id uuid, p_limit integer) returns jsonb
language plpgsql
security definer
set search_path = ''
set enable_seqscan = off
as $$
declare
  v_import public.product_imports;
  v_set_id uuid;
  v_from integer;
  v_to integer;
  v_rows integer;
  v_new integer;
  v_known integer;
  v_has_lost boolean;
  v_has_missing boolean;
  v_has_owners boolean;
  v_updated integer := 0;
  v_same integer[];
  v_other integer[];
  v_owners jsonb;
begin
  select * into v_import from public.product_imports where id = p_import_id for update;
  v_set_id := v_import.change_set_id;
  if v_import.state = 'running' and v_set_id is null then
    insert into public.change_sets (workspace_id, kind, created_by)
      values (v_import.workspace_id, 'import', v_import.created_by)
    returning id into v_set_id;
  elsif v_import.state = 'running' and exists (select from public.change_sets
    where id = v_set_id and undone_by is not null) then
    -- Taken back while it ran: what is left of it is not wanted either.
    update public.product_imports set state = 'cancelled', finished_at = now() where id = p_import_id
      returning * into v_import;
  end if;
  if v_import.state is distinct from 'running' then
    return jsonb_build_object('is_running', false, 'done_rows', coalesce(v_import.done_rows, 0), 'row_count',
      coalesce(v_import.row_count, 0));
  end if;
  perform set_config('opsyncpro.change_set_id', v_set_id::text, true);
  v_from := v_import.done_rows + 1;
  v_to := least(v_import.done_rows + p_limit, v_import.row_count);

  select coalesce(bool_or(row.outcome <> 'new' and not exists (
      select from public.sourced_products as product where product.id = row.product_id and product.deleted_at is null)),
        false),
    coalesce(bool_or(row.missing <> '{}'), false),
      coalesce(bool_or(row.fields ? 'owners' or row.missing ? 'owners'), false)
  into v_has_lost, v_has_missing, v_has_owners
  from public.product_import_rows as row
  where row.import_id = p_import_id and row.row_number between v_from and v_to and row.outcome <> 'bad';
  if v_has_missing then
    perform private.add_missing_entries(v_import, v_from, v_to);
  end if;
  if v_has_lost then
    perform private.meet_import_rows(v_import, v_from, v_to);
  end if;
  v_new := private.insert_import_rows(v_import, v_from, v_to);
  select count(*), count(*) filter (where outcome = 'new') into v_rows, v_known from public.product_import_rows
  where import_id = p_import_id and row_number between v_from and v_to and outcome <> 'bad';
  if v_new < v_known then
    -- Among them are now products of our own, which the rows know by their ids.
    update public.product_import_rows as row set product_id = product.id, seen_at = null, outcome = 'updated'
    from public.sourced_products as product
    where row.import_id = p_import_id and row.row_number between v_from and v_to and row.outcome = 'new'
      and product.workspace_id = v_import.workspace_id and product.asin = row.asin and product.deleted_at is null
      and product.id <> row.product_id;
  end if;

  if v_rows > v_new then
    with compared as materialized (
      select product.id, row.row_number, row.outcome, row.fields, case
        when product.updated_at = row.seen_at then row.after else private.import_changes(product, row.fields) end
          as changes
      from public.product_import_rows as row
      join public.sourced_products as product on product.id = row.product_id
      where row.import_id = p_import_id and row.row_number between v_from and v_to and row.outcome
        in ('updated', 'unchanged')
      order by product.asin
      for update of product
    ), written as (
      update public.sourced_products as product set
        title = coalesce(given.title, product.title), image_url = coalesce(given.image_url, product.image_url),
        brand = coalesce(given.brand, product.brand), category = coalesce(given.category, product.category),
        video_title = coalesce(given.video_title, product.video_title),
        -- The file's title stays the title also where another change of the row would make the rule say another.
        is_video_title_typed = product.is_video_title_typed or (given.video_title is not null
          and given.video_title <> private.video_title(product.asin, coalesce(given.title, product.title),
            private.import_prefix(given.owners, product.owners))),
        status_id = coalesce(given.status_id, product.status_id), decision = coalesce(given.decision, product.decision),
        collaboration_type_id = coalesce(given.collaboration_type_id, product.collaboration_type_id),
        contact_source_id = coalesce(given.contact_source_id, product.contact_source_id),
        marketplace_id = coalesce(given.marketplace_id, product.marketplace_id),
        requirements = coalesce(given.requirements, product.requirements),
        important_date = coalesce(given.important_date, product.important_date),
        important_date_comment = coalesce(given.important_date_comment, product.important_date_comment),
        follow_up_date = coalesce(given.follow_up_date, product.follow_up_date),
        follow_up_note = coalesce(given.follow_up_note, product.follow_up_note),
        cost_cents = coalesce(given.cost_cents, product.cost_cents),
        fees_cents = coalesce(given.fees_cents, product.fees_cents),
        currency = coalesce(given.currency, product.currency), quantity = coalesce(given.quantity, product.quantity),
        purchase_date = coalesce(given.purchase_date, product.purchase_date),
        notes = coalesce(given.notes, product.notes),
        source = coalesce(given.source, product.source),
        custom_values = product.custom_values || coalesce(given.custom_values, '{}')
      from compared
      cross join lateral jsonb_to_record(compared.fields)
        as given (title text, image_url text, brand text, category text,
        video_title text, status_id uuid, decision text, collaboration_type_id uuid, contact_source_id uuid,
          marketplace_id uuid,
        requirements text, important_date date, important_date_comment text, follow_up_date date, follow_up_note text,
        cost_cents bigint, fees_cents bigint, currency text, quantity integer, purchase_date date, notes text,
          source text,
        custom_values jsonb, owners jsonb)
      where product.id = compared.id and compared.changes - 'owners' <> '{}'
    )
    select count(*) filter (where changes <> '{}'), array_agg(row_number)
      filter (where changes = '{}' and outcome <> 'unchanged'),
      array_agg(row_number) filter (where changes <> '{}' and outcome <> 'updated')
    into v_updated, v_same, v_other
    from compared;
    update public.product_import_rows set outcome = case when row_number = any (v_same) then 'unchanged'
      else 'updated' end
    where import_id = p_import_id and row_number = any (v_same || v_other);
  end if;

  if v_has_owners then
    -- Who owns a product already keeps the share.
    select jsonb_agg(jsonb_build_object('id', product.id, 'owners', (
      select jsonb_agg(jsonb_build_object('owner_id', owner_id, 'is_primary', place = 1,
        'share_bps', jsonb_path_query_first(product.owners, '$[*] ? (@.owner_id == $id).share_bps',
          jsonb_build_object('id', owner_id)))
        order by place)
      from jsonb_array_elements_text(row.fields -> 'owners') with ordinality as one (owner_id, place))))
    into v_owners
    from public.product_import_rows as row
    join public.sourced_products as product on product.id = row.product_id
    where row.import_id = p_import_id and row.row_number between v_from and v_to and row.outcome in ('new', 'updated')
      and row.fields ? 'owners';
    perform private.set_owners(v_import.workspace_id, v_owners);
  end if;
  perform set_config('opsyncpro.change_set_id', '', true);

  update public.change_sets set product_count = product_count + v_new + v_updated where id = v_set_id;
  update public.product_imports set
    done_rows = v_to, change_set_id = v_set_id,
    counts = counts || jsonb_build_object('new', (counts ->> 'new')::integer + v_new, 'updated',
    (counts ->> 'updated')::integer + v_updated,
      'unchanged', (counts ->> 'unchanged')::integer + v_rows - v_new - v_updated),
    state = case when v_to >= row_count then 'done' else state end,
    finished_at = case when v_to >= row_count then now() end
  where id = p_import_id returning * into v_import;
  if v_import.state = 'done' then
    -- Counted once: for each chunk it would cost more the longer the file is.
    perform private.count_change_set(v_set_id);
    -- Nothing changed: no trace in the history.
    delete from public.change_sets
      where id = v_set_id and not exists (select from public.product_changes where change_set_id = v_set_id);
  end if;
  return jsonb_build_object('is_running', v_import.state = 'running', 'done_rows', v_import.done_rows, 'row_count',
    v_import.row_count);
end;
$$;
comment on function public.run_import_chunk
  is '{is_running, done_rows, row_count} after the next p_limit rows; writes nothing when the import is not running.';

-- A job that was given up is an import that failed, whoever gave it up.
create function private.fail_import() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.product_imports set state = 'failed', error = new.last_error_code
  where id = (new.payload ->> 'import_id')::uuid
    and state = case new.kind when 'products.check-import' then 'checking' else 'running' end;
  return null;
end;
$$;

create trigger _100_fail_import after update of is_dead on private.jobs
  for each row when (new.is_dead and not old.is_dead and new.kind in ('products.check-import', 'products.run-import'))
  execute function private.fail_import();

-- For the daily job: the text of a file is kept 30 days, the note that it was imported (and its mapping) longer.
create function public.purge_import_rows(p_limit integer default 1000) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_rows integer;
begin
  update public.product_imports set state = 'cancelled', finished_at = now()
  where created_at < now() - interval '30 days' and state not in ('done', 'cancelled');
  delete from public.product_import_rows where (import_id, row_number) in (
    select row.import_id, row.row_number from public.product_imports as import
    join public.product_import_rows as row on row.import_id = import.id
    where import.created_at < now() - interval '30 days' limit p_limit);
  get diagnostics v_rows = row_count;
  return v_rows;
end;
$$;
comment on function public.purge_import_rows is 'Answers how many rows went; call again while it is not 0.';

grant execute on function public.record_import_check, public.finish_import_check, public.run_import_chunk,
  public.purge_import_rows to service_role;
