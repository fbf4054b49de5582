-- Importing files of products: jobs stage, check and write the rows, one chunk per transaction, as one change set.

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
  is_catalog     boolean not null generated always as (coalesce(jsonb_typeof(options -> 'catalog') = 'object', false))
    stored,
  reading        jsonb,
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
  is 'The same file selected again continues where its rows stopped arriving.';
comment on column public.product_imports.is_catalog
  is 'ASINs already filmed or owned. Decided when the import begins: the same file may be imported either way.';
comment on column public.product_imports.mapping
  is 'By column of the file: a field, custom.<field id>, or null. Remembered for files with the same headers.';
comment on column public.product_imports.reading
  is 'How the file was read: sheet, header line, delimiter, encoding. Null for an import that a program sent.';
comment on column public.product_imports.check_no
  is 'The number of the current check: a job of an earlier check writes nothing.';
comment on column public.product_imports.done_rows
  is 'Rows up to this number are done with the current step. Rows are processed in their order.';
create index product_imports_list_idx on public.product_imports (workspace_id, created_at desc, id desc);
create index product_imports_headers_idx on public.product_imports (workspace_id, headers, created_at desc)
  where check_no > 0;
create unique index product_imports_receiving_idx on public.product_imports
  (workspace_id, created_by, file_hash, is_catalog) where state = 'receiving';
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
  repaired_asin jsonb,
  before       jsonb,
  after        jsonb not null default '{}',

  primary key (import_id, row_number),
  foreign key (workspace_id, import_id) references public.product_imports (workspace_id, id) on delete cascade,
  constraint product_import_rows_outcome_known check (outcome in
    ('new', 'updated', 'unchanged', 'skipped', 'bad'))
);
comment on table public.product_import_rows is 'The file''s text and the result of each row. Kept for 30 days.';
comment on column public.product_import_rows.fields
  is 'The row''s values in the form of a PATCH; owners are ids, the primary first.';
comment on column public.product_import_rows.reasons is 'Why a row is bad or skipped: [{field, message}].';
comment on column public.product_import_rows.product_id
  is 'The product that the row changes; for a new product the id that it will get.';
comment on column public.product_import_rows.seen_at
  is 'The version of the product that the check compared with; while it is unchanged, the run does not compare again.';
comment on column public.product_import_rows.repaired_asin
  is '{from, to, how}: the cell did not hold the ASIN itself. Null when it did.';
comment on column public.product_import_rows.missing is 'Names that the run adds to the lists, by field.';

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
  select to_jsonb(p_import) - array['workspace_id', 'file_hash', 'is_catalog', 'check_no',
    'run_started_at'] || jsonb_build_object(
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
    p_row.outcome, 'reasons', p_row.reasons, 'repaired_asin', p_row.repaired_asin, 'before', p_row.before, 'after',
    p_row.after);
$$;

-- One import of the caller's workspace, locked; refused for an uploader or when it does not exist.
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
    raise exception 'import_not_found'
      using errcode = 'PT404', detail = 'We can''t find this import in your workspace.';
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

-- Security definer, like every function below that callers use: only these functions write the tables, and they check
-- the workspace. The same file from the same person continues an import whose rows are still arriving.
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
    options, reading)
  values (v_workspace_id, (select auth.uid()), p_import ->> 'filename', (p_import ->> 'file_size')::bigint,
    p_import ->> 'file_hash',
    array(select jsonb_array_elements_text(p_import -> 'headers')), p_import -> 'mapping', p_import -> 'options',
    nullif(p_import -> 'reading', 'null'))
  on conflict (workspace_id, created_by, file_hash, is_catalog) where state = 'receiving' do nothing
  returning * into v_import;
  if not found then
    select * into strict v_import from public.product_imports
    where workspace_id = v_workspace_id and created_by = (select auth.uid()) and file_hash = p_import ->> 'file_hash'
      and is_catalog = coalesce(jsonb_typeof(p_import -> 'options' -> 'catalog') = 'object', false)
      and state = 'receiving';
  end if;
  return private.import_json(v_import);
end;
$$;

-- The mapping and the date format that the last file with the same headers used.
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

create function public.add_import_rows(p_id uuid, p_first_row integer, p_rows jsonb, p_is_last boolean) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_import public.product_imports := private.lock_import(p_id);
  v_last_row integer := p_first_row + jsonb_array_length(p_rows) - 1;
begin
  -- The last rows arrived again because an answer was lost: nothing is left to add.
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
    mapping = coalesce(p_changes -> 'mapping', mapping),
    -- An import keeps its kind: a catalog import whose options do not say what it does keeps that too.
    options = coalesce(p_changes -> 'options', options) || jsonb_build_object('catalog', case when is_catalog
      then coalesce(nullif(p_changes -> 'options' -> 'catalog', 'null'), options -> 'catalog') else 'null' end),
    -- The earlier check used another mapping, so the import returns to the mapping step.
    state = case when state = 'receiving' then state else 'mapping' end, counts = null, done_rows = 0, error = null
  where id = p_id returning * into v_import;
  return private.import_json(v_import);
end;
$$;

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
  -- An import that was given up in the middle of its run continues where it stopped.
  if v_import.state <> 'failed' or v_import.run_started_at is null then
    perform private.refuse_import_state(v_import, '{ready}');
  end if;
  update public.product_imports set state = 'running', error = null, run_started_at = coalesce(run_started_at, now()),
    done_rows = case when run_started_at is null then 0 else done_rows end,
    counts = case when run_started_at is null then counts || '{"new": 0, "updated": 0, "unchanged": 0}'
      else counts end
  where id = p_id returning * into v_import;
  perform private.enqueue_job('products.run-import', 'products.run-import:' || p_id,
    jsonb_build_object('import_id', p_id),
    v_import.workspace_id);
  return private.import_json(v_import);
end;
$$;

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
  if v_import.state = 'cancelled' then
    perform private.enqueue_job('records.purge', 'records.purge');
  end if;
  return private.import_json(v_import);
end;
$$;

-- Security definer, because it reads the person's name; this function checks the workspace.
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
  is 'One import of the caller''s workspace with its first 20 rows; null when it does not exist.';

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
    order by created_at desc, id desc limit private.page_limit(p_limit)
  ) as import;
$$;

grant execute on function public.create_import, public.remembered_import_mapping, public.add_import_rows,
  public.update_import,
  public.request_import_check, public.request_import_run, public.cancel_import, public.get_import, public.list_imports
  to authenticated;
