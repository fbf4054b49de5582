-- The run of an import: chunks of rows become products in one change set.

-- Adds the names that the rows of a chunk need to the lists, as a part of the import's change set, and puts their ids
-- into the rows.
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
      where import_id = p_import.id and row_number between p_from and p_to and outcome not in ('bad', 'skipped')
        and missing ? v_field);
    execute format($q$
      with made as (
      insert into public.%1$I (workspace_id, name, position)
      select $1, name, (select coalesce(max(position), 0) from public.%1$I
        where workspace_id = $1) + row_number() over (order by first_place)
      from (
        select (array_agg(name order by row_number, place))[1] as name,
          min(array[row_number::bigint, place]) as first_place
        from public.product_import_rows,
          jsonb_array_elements_text(missing -> $5) with ordinality as entry (name, place)
        where import_id = $2 and row_number between $3 and $4 and outcome not in ('bad', 'skipped')
        and missing ? $5
        group by lower(name)
      ) as wanted
      where not exists (select from public.%1$I as known
        where known.workspace_id = $1 and lower(known.name) = lower(wanted.name))
      on conflict do nothing
      returning *)
      select private.note_entry_change($6, %1$L, made.id, null, to_jsonb(made)) from made $q$, v_table)
    using p_import.workspace_id, p_import.id, p_from, p_to, v_field,
      current_setting('opsyncpro.change_set_id')::uuid;
    execute format($q$
      update public.product_import_rows as row set missing = row.missing - $5, fields = row.fields
        || jsonb_build_object($5, (
        select case when $5 = 'owners' then jsonb_agg(entry.id order by place)
          else to_jsonb((array_agg(entry.id))[1]) end
        from jsonb_array_elements_text(row.missing -> $5) with ordinality as wanted (name, place)
        join public.%I as entry on entry.workspace_id = $1 and lower(entry.name) = lower(wanted.name)))
      where import_id = $2 and row_number between $3 and $4 and outcome not in ('bad', 'skipped')
        and missing ? $5 $q$, v_table)
    using p_import.workspace_id, p_import.id, p_from, p_to, v_field;
  end loop;
end;
$$;

-- The prefix of the video title for these owners; the product's own prefix where the file names no owner.
create function private.import_prefix(p_owners jsonb, p_product_owners jsonb) returns text
language sql
stable
set search_path = ''
as $$
  select title_prefix from public.crm_owners
    where id = coalesce(p_owners ->> 0, p_product_owners -> 0 ->> 'owner_id')::uuid;
$$;

-- Adds the new products of a chunk with the ids that the check gave them; answers their number. A product that a person
-- added in the meantime under another id is compared again. The order of the ASINs keeps two imports of the same
-- products from a deadlock.
create function private.insert_import_rows(p_import public.product_imports, p_from integer, p_to integer)
  returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_defaults jsonb := private.import_defaults(p_import);
  v_waits boolean := p_import.is_catalog and not coalesce(
    (p_import.options -> 'catalog' ->> 'look_up')::boolean, false);
  v_count integer;
begin
  insert into public.sourced_products (id, workspace_id, created_by, asin, title, image_url, brand, category,
    video_title,
    is_video_title_typed, status_id, decision, collaboration_type_id, contact_source_id, marketplace_id, requirements,
    important_date, important_date_comment, follow_up_date, follow_up_note, cost_cents, fees_cents, currency, quantity,
    purchase_date, notes, source, custom_values,
    fill_in_state, created_at)
  select row.product_id, p_import.workspace_id, p_import.created_by, row.asin, given.title, given.image_url,
    given.brand,
    given.category, coalesce(given.video_title, ''),
    given.video_title is not null
      and given.video_title <> private.video_title(row.asin, given.title, private.import_prefix(given.owners, null)),
    coalesce(given.status_id, (v_defaults ->> 'status_id')::uuid), given.decision,
    given.collaboration_type_id, given.contact_source_id, given.marketplace_id,
    given.requirements, given.important_date, given.important_date_comment, given.follow_up_date, given.follow_up_note,
    given.cost_cents, given.fees_cents, coalesce(given.currency, 'USD'), coalesce(given.quantity, 1),
    given.purchase_date,
    given.notes, coalesce(given.source, v_defaults ->> 'source'), coalesce(given.custom_values, '{}'),
    -- A run of the catalog may look the product up later, with its cost shown before.
    case when v_waits and (given.title is null or given.image_url is null or given.category is null)
      then 'not_asked' end,
    -- The list shows the newest product first, so the first row of the file gets the latest time.
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

-- Corrects the rows of a chunk for products that were added or deleted since the check.
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
  where one.import_id = p_import.id and one.row_number between p_from and p_to and one.outcome not in ('bad', 'skipped')
    and row.import_id = one.import_id and row.row_number = one.row_number
    and (case when one.outcome = 'new' then null else one.product_id end) is distinct from product.id;
end;
$$;

-- Writes the next p_limit rows and the progress in one transaction, so that the next worker continues exactly there
-- when one vanishes. A product that changed since the check is compared again. Sequential scans are off: with
-- statistics from before the import, the planner expects few products and would read all of them for each row.
create function public.run_import_chunk(p_import_id uuid, p_limit integer) returns jsonb
language plpgsql
security definer
set search_path = ''
set enable_seqscan = off
set jit = off
as $$
declare
  v_import public.product_imports;
  v_set_id uuid;
  v_from integer;
  v_to integer;
  v_rows integer;
  v_new integer;
  v_known integer;
  v_skipped integer;
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
    -- The lock: an undo begins before this chunk or after it.
    where id = v_set_id and undone_by is not null for update) then
    -- The import was undone while it ran, so its remaining rows are skipped.
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

  v_skipped := private.skip_catalog_rows(v_import, v_from, v_to);
  select coalesce(bool_or(row.outcome <> 'new' and not exists (
      select from public.sourced_products as product where product.id = row.product_id and product.deleted_at is null)),
        false),
    coalesce(bool_or(row.missing <> '{}'), false),
      coalesce(bool_or(row.fields ? 'owners' or row.missing ? 'owners'), false)
  into v_has_lost, v_has_missing, v_has_owners
  from public.product_import_rows as row
  where row.import_id = p_import_id and row.row_number between v_from and v_to
    and row.outcome not in ('bad', 'skipped');
  if v_has_missing then
    perform private.add_missing_entries(v_import, v_from, v_to);
  end if;
  if v_has_lost then
    perform private.meet_import_rows(v_import, v_from, v_to);
  end if;
  v_new := private.insert_import_rows(v_import, v_from, v_to);
  select count(*), count(*) filter (where outcome = 'new') into v_rows, v_known from public.product_import_rows
  where import_id = p_import_id and row_number between v_from and v_to and outcome not in ('bad', 'skipped');
  if v_new < v_known then
    v_skipped := v_skipped + private.skip_catalog_rows(v_import, v_from, v_to);
    -- A person added the product under another id: the row gets that id and is compared again.
    update public.product_import_rows as row set product_id = product.id, seen_at = null, outcome = 'updated'
    from public.sourced_products as product
    where row.import_id = p_import_id and row.row_number between v_from and v_to and row.outcome = 'new'
      and product.workspace_id = v_import.workspace_id and product.asin = row.asin and product.deleted_at is null
      and product.id <> row.product_id;
    select count(*) into v_rows from public.product_import_rows
    where import_id = p_import_id and row_number between v_from and v_to and outcome not in ('bad', 'skipped');
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
        -- The file's title stays, even when another value of the row changes what the rule would write.
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
    -- An owner who already owns the product keeps the share.
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

  perform private.count_chunk(v_set_id, array(select product_id from public.product_import_rows
    where import_id = p_import_id and row_number between v_from and v_to and outcome in ('new', 'updated')));
  update public.product_imports set
    done_rows = v_to, change_set_id = v_set_id,
    counts = counts || jsonb_build_object('new', (counts ->> 'new')::integer + v_new, 'updated',
    (counts ->> 'updated')::integer + v_updated,
      'unchanged', (counts ->> 'unchanged')::integer + v_rows - v_new - v_updated,
      'skipped', coalesce((counts ->> 'skipped')::integer, 0) + v_skipped),
    state = case when v_to >= row_count then 'done' else state end,
    finished_at = case when v_to >= row_count then now() end
  where id = p_import_id returning * into v_import;
  if v_import.state = 'done' then
    -- Nothing changed, so the history gets no entry.
    delete from public.change_sets
      where id = v_set_id and not exists (select from public.product_changes where change_set_id = v_set_id)
        and not exists (select from private.entry_changes where change_set_id = v_set_id);
  end if;
  return jsonb_build_object('is_running', v_import.state = 'running', 'done_rows', v_import.done_rows, 'row_count',
    v_import.row_count);
end;
$$;
comment on function public.run_import_chunk
  is '{is_running, done_rows, row_count} after the next p_limit rows; writes nothing when the import is not running.';

-- A dead job marks its import as failed, whatever ended the job.
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

-- For the daily job: deletes the text of a file after 30 days, and of a cancelled import. The import itself and its
-- mapping are kept longer.
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
    where import.created_at < now() - interval '30 days' or import.state = 'cancelled' limit p_limit);
  get diagnostics v_rows = row_count;
  return v_rows;
end;
$$;
comment on function public.purge_import_rows is 'Answers the number of deleted rows; call again until it is 0.';

grant execute on function public.record_import_check, public.finish_import_check, public.run_import_chunk,
  public.purge_import_rows to service_role;
