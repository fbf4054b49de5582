-- What the API's answers can hold, as constraints: a value outside them would make its row unreadable in every list.
-- This file comes after every table; a later table calls private.keep_values_readable itself, which
-- supabase/tests/limits.test.sql checks.

-- The same pattern as LINK_PATTERN in core/src/text.ts; a test compares the two.
create function private.is_link(p_text text) returns boolean
language sql
immutable
set search_path = ''
as $$
  select p_text ~* '^https?://[^ \t\r\n\f\v/?#]+[^ \t\r\n\f\v]*$';
$$;

-- Declared immutable although time zones may be added: none is ever removed. Postgres itself refuses an unknown zone
-- (22023). The pattern, which core/src/time.ts repeats, leaves out POSIX rules such as Foo3, which browsers
-- do not know.
create function private.is_time_zone(p_zone text) returns boolean
language sql
immutable
set search_path = ''
as $$
  select p_zone ~ '^(EST5EDT|CST6CDT|MST7MDT|PST8PDT|GMT0|[A-Za-z_-]+(/[A-Za-z0-9_+-]+)*)$'
    and char_length(p_zone) <= 64 and timestamptz '2000-01-01 00:00:00+00' at time zone p_zone is not null;
$$;

-- Whether each item of a JSON list passes a JSON path predicate on `$`.
create function private.is_list_of(p_list jsonb, p_item jsonpath) returns boolean
language sql
immutable
set search_path = ''
as $$
  select jsonb_typeof(p_list) = 'array' and not exists (
    select from jsonb_array_elements(case when jsonb_typeof(p_list) = 'array' then p_list else '[]' end) as item
    where jsonb_path_match(item, p_item, silent => true) is not true);
$$;

-- Constraints run as whoever writes the row.
grant execute on function private.is_link, private.is_time_zone, private.is_list_of to authenticated, service_role;

-- Days and instants are in the years 1 to 9999 and finite, numbers are those that JSON carries exactly, amounts those
-- of core's Cents, links those that a browser may open.
create function private.keep_values_readable(p_table regclass) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_checks text;
begin
  select string_agg(format(case
      when field.atttypid = 'date'::regtype then '%1$I between ''0001-01-01'' and ''9999-12-31'''
      when field.atttypid = 'timestamptz'::regtype
        then '%1$I between ''0001-01-01 00:00:00+00'' and ''9999-12-31 23:59:59.999+00'''
      when field.attname ~ '_cents$' then '%1$I between 0 and 10000000000'
      when field.atttypid = 'bigint'::regtype then '%1$I between -9007199254740991 and 9007199254740991'
      when field.atttypid = 'double precision'::regtype then '%1$I > ''-infinity'' and %1$I < ''infinity'''
      else 'private.is_link(%1$I)' end, field.attname), ' and ' order by field.attnum)
  into v_checks
  from pg_catalog.pg_attribute as field
  where field.attrelid = p_table and field.attnum > 0 and not field.attisdropped and field.attgenerated = ''
    and (field.atttypid in ('date'::regtype, 'timestamptz'::regtype, 'bigint'::regtype, 'double precision'::regtype)
      or field.attname ~ '_cents$' or (field.atttypid = 'text'::regtype and field.attname ~ '_url$'));
  if v_checks is not null then
    execute format('alter table %s add constraint %I check (%s)', p_table,
      (select relname from pg_catalog.pg_class where oid = p_table) || '_values_readable', v_checks);
  end if;
end;
$$;

do $$
declare
  v_table regclass;
begin
  for v_table in
    select oid from pg_catalog.pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname
  loop
    perform private.keep_values_readable(v_table);
  end loop;
end;
$$;

alter table public.users
  add constraint users_time_zone_known check (private.is_time_zone(time_zone)),
  add constraint users_locale_shape check (locale ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$');
alter table public.ebay_settings
  add constraint ebay_settings_time_zone_known check (private.is_time_zone(time_zone));
alter table public.social_posts
  add constraint social_posts_time_zone_known check (time_zone is null or private.is_time_zone(time_zone)),
  add constraint social_posts_link_readable check (private.is_link(link));
alter table public.social_settings
  add constraint social_settings_time_zone_known check (private.is_time_zone(time_zone));
alter table public.social_repeats
  add constraint social_repeats_time_zone_known check (private.is_time_zone(time_zone));
alter table public.asin_correlations
  add constraint asin_correlations_marketplaces_known
    check (marketplaces <@ array['US', 'CA', 'UK', 'DE', 'AU', 'FR', 'ES', 'IT', 'MX', 'JP']),
  add constraint asin_correlations_evidence_shape
    check (private.is_list_of(evidence, '$.type() == "object" && $.kind.type() == "string"'));

-- The parts of a strategy's rule that are JSON, as StrategyRule reads them.
alter table public.strategies
  add constraint strategies_time_zone_known check (private.is_time_zone(time_zone)),
  add constraint strategies_steps_shape check (private.is_list_of(steps, '
    $.after_days.type() == "number" && $.after_days >= 1 && $.after_days <= 3650 && $.after_days.floor() == $.after_days
    && ($.percentage_bp >= 1 && $.percentage_bp <= 9000 && $.percentage_bp.floor() == $.percentage_bp
      || $.amount_cents >= 1 && $.amount_cents <= 10000000000 && $.amount_cents.floor() == $.amount_cents)')),
  add constraint strategies_steps_of_its_kind check (
    not jsonb_path_exists(steps, case kind when 'fixed' then '$[*].percentage_bp'::jsonpath
      else '$[*].amount_cents' end)),
  add constraint strategies_blackout_dates_shape check (private.is_list_of(blackout_dates, '
    $.from like_regex "^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
    && $.until like_regex "^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$" && $.from <= $.until'));

alter table public.crm_fields
  add constraint crm_fields_options_shape check (private.is_list_of(options, '
    $.id like_regex "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$" && $.name like_regex "^.{1,60}$" flag "s"
    && $.color like_regex "^#[0-9A-Fa-f]{6}$"'));

alter table public.shipments
  add constraint shipments_checkpoints_shape check (private.is_list_of(checkpoints, '
    $.at like_regex "^[0-9]{4}-[0-9]{2}-[0-9]{2}T" && ($.tag == null || $.tag.type() == "string")
    && ($.message == null || $.message.type() == "string") && ($.location == null || $.location.type() == "string")'));

alter table public.ebay_syncs
  add constraint ebay_syncs_error_rows_shape check (private.is_list_of(error_rows, '
    $.ebay_item_id.type() == "string" && ($.title == null || $.title.type() == "string")
    && $.message.type() == "string"'));

-- What a signed-in person may send past the API through create_import and add_import_rows.
alter table public.product_imports
  add constraint product_imports_file_shape check (char_length(filename) between 1 and 200
    and file_size between 1 and 50000000 and file_hash ~ '^[0-9a-f]{64}$' and cardinality(headers) between 1 and 200),
  add constraint product_imports_mapping_shape
    check (private.is_list_of(mapping, '$ == null || $ like_regex "^.{0,60}$" flag "s"')),
  add constraint product_imports_options_shape check (jsonb_typeof(options) = 'object'
    and options - array['date_order', 'create_missing', 'currency', 'decimal_sign', 'catalog'] = '{}'
    and (coalesce(options -> 'catalog', 'null') = 'null' or (jsonb_typeof(options -> 'catalog') = 'object'
      and (options -> 'catalog') - array['existing', 'look_up'] = '{}'
      and coalesce(options -> 'catalog' ->> 'existing' in ('merge', 'skip'), false)
      and coalesce(jsonb_typeof(options -> 'catalog' -> 'look_up') = 'boolean', false)))
    and (not options ? 'currency' or options ->> 'currency' ~ '^[A-Z]{3}$')
    and (not options ? 'decimal_sign' or options ->> 'decimal_sign' in ('auto', 'point', 'comma'))
    and (not options ? 'date_order' or options ->> 'date_order' in ('auto', 'dmy', 'mdy', 'ymd'))
    and (not options ? 'create_missing' or jsonb_typeof(options -> 'create_missing') = 'boolean')),
  add constraint product_imports_reading_shape check (reading is null or (
    octet_length(reading::text) <= 200000
    and reading - array['kind', 'sheets', 'sheet', 'delimiter', 'quoting', 'encoding', 'first_lines', 'header_line',
      'left_out'] = '{}'
    and coalesce(reading ->> 'kind' in ('text', 'workbook'), false)
    and private.is_list_of(reading -> 'sheets', '$.name.type() == "string" && $.is_hidden.type() == "boolean"')
    and private.is_list_of(reading -> 'first_lines', '$.type() == "string"')
    and private.is_list_of(reading -> 'left_out', '$.type() == "string"')
    and coalesce(reading ->> 'delimiter' in (',', ';', E'\t', '|'), true)
    and coalesce(reading ->> 'quoting' in ('enclose', 'text'), true)
    and jsonb_path_match(reading, '($.sheet == null || $.sheet.type() == "string")
      && ($.encoding == null || $.encoding.type() == "string")
      && ($.header_line == null
        || ($.header_line >= 0 && $.header_line <= 30 && $.header_line.floor() == $.header_line))')));
alter table public.product_import_rows
  add constraint product_import_rows_cells_shape check (private.is_list_of(cells, '$.type() == "string"')
    and jsonb_array_length(cells) <= 200 and row_number between 1 and 100000),
  add constraint product_import_rows_repaired_asin_shape check (repaired_asin is null
    or (jsonb_typeof(repaired_asin) = 'object' and repaired_asin - array['from', 'to', 'how'] = '{}'
      and jsonb_path_match(repaired_asin,
        '$.from.type() == "string" && $.to.type() == "string" && $.how.type() == "string"')));

alter table public.quick_list_facts
  add constraint quick_list_facts_asin_shape check (asin ~ '^(B[0-9A-Z]{9}|[0-9]{9}[0-9X])$'),
  add constraint quick_list_facts_shape check (private.is_list_of(facts -> 'features', '$.type() == "string"')
    and private.is_list_of(facts -> 'image_names', '$.type() == "string"')
    and not jsonb_path_exists(facts - array['features', 'image_names'],
      '$.* ? (@.type() != "string" && @.type() != "null")'));
alter table public.quick_list_attempts
  add constraint quick_list_attempts_asin_shape check (asin ~ '^(B[0-9A-Z]{9}|[0-9]{9}[0-9X])$'),
  add constraint quick_list_attempts_input_shape check (jsonb_path_match(input, '
    $.title like_regex "^.{1,80}$" flag "s" && $.price_cents >= 99 && $.price_cents <= 10000000
    && $.price_cents.floor() == $.price_cents && $.quantity >= 1 && $.quantity <= 10000', silent => true) is true),
  add constraint quick_list_attempts_plan_shape
    check (coalesce(plan #>> '{offer,currency}' ~ '^[A-Z]{3}$', false));

-- The lengths of core's schemas. A person can write these columns without the API, too.
alter table public.sourced_products
  add constraint sourced_products_texts_length check (char_length(title) <= 500 and char_length(brand) <= 200
    and char_length(category) <= 200 and char_length(requirements) <= 4000 and char_length(notes) <= 10000
    and char_length(important_date_comment) <= 500 and char_length(follow_up_note) <= 500
    and char_length(source) <= 200 and char_length(image_url) <= 2000);
alter table public.change_sets
  add constraint change_sets_fields_shape
    check (case when coalesce(array_ndims(fields), 1) = 1 then array_position(fields, null) is null else false end);
alter table public.asin_correlations
  add constraint asin_correlations_title_length check (char_length(title) <= 500);
alter table public.ebay_settings
  add constraint ebay_settings_ids_length check (char_length(fulfillment_policy_id) <= 100
    and char_length(payment_policy_id) <= 100 and char_length(return_policy_id) <= 100
    and char_length(merchant_location_key) <= 100);

-- A file in the store is named by the server: no name climbs out of the workspace's folder or brings a type of its own.
alter table public.upload_sessions
  add constraint upload_sessions_fingerprint_is_sha256 check (fingerprint ~ '^[0-9a-f]{64}$'),
  add constraint upload_sessions_filename_length check (char_length(filename) between 1 and 500),
  add constraint upload_sessions_type_known check (mime_type in ('video/mp4', 'video/quicktime', 'video/webm')),
  add constraint upload_sessions_path_shape check (
    storage_path ~ ('^' || workspace_id || '/[0-9A-Z]{10}(-[0-9]+)?\.(mp4|mov|webm)$')
    and onedrive_name ~ '^[0-9A-Z]{10}(-[0-9]+)?\.(mp4|mov|webm)$');
alter table public.product_videos
  add constraint product_videos_filename_length check (char_length(filename) between 1 and 500),
  add constraint product_videos_duration_not_negative check (duration_seconds >= 0);

alter table private.idempotency_keys
  add constraint idempotency_keys_status_is_success check (status between 200 and 299),
  add constraint idempotency_keys_fingerprint_length check (char_length(fingerprint) <= 64);

-- The shape of core's Design; the contract knows the details.
create function private.is_zone(p_zone jsonb) returns boolean
language sql
immutable
set search_path = ''
as $$
  select jsonb_path_match(p_zone, '$.x >= 0 && $.y >= 0 && $.width >= 1 && $.height >= 1
    && $.x + $.width <= 100.000001 && $.y + $.height <= 100.000001', silent => true) is true
    and p_zone - array['x', 'y', 'width', 'height'] = '{}';
$$;
create function private.is_design(p_zone jsonb, p_fit text, p_background text, p_layers jsonb) returns boolean
language sql
immutable
set search_path = ''
as $$
  select private.is_zone(p_zone) and p_fit in ('contain', 'cover')
    and coalesce(p_background ~ '^#[0-9A-Fa-f]{6}$', true)
    and private.is_list_of(p_layers, '$.id.type() == "string" && $.source like_regex
      "^(video_title|owner_prefix|free_text)$" && $.text.type() == "string" && $.zone.type() == "object"
      && $.min_px >= 8 && $.max_px <= 400 && $.min_px <= $.max_px && $.max_lines >= 1 && $.max_lines <= 6
      && $.align like_regex "^(left|center|right)$" && $.vertical_align like_regex "^(top|middle|bottom)$"
      && $.color like_regex "^#[0-9A-Fa-f]{6}$" && $.decoration.kind like_regex "^(none|outline|plate)$"')
    and jsonb_array_length(p_layers) <= 8
    and not exists (select from jsonb_array_elements(p_layers) as layer where not private.is_zone(layer -> 'zone'));
$$;
grant execute on function private.is_zone, private.is_design to authenticated, service_role;
alter table public.thumbnail_templates add constraint thumbnail_templates_design_shape
  check (private.is_design(placement_zone, fit, background, layers));
alter table public.thumbnail_template_versions
  add constraint thumbnail_template_versions_design_shape
  check (private.is_design(placement_zone, fit, background, layers)),
  add constraint thumbnail_template_versions_changed_known check (changed <@ array['image', 'placement_zone', 'fit',
    'background', 'removes_white_background', 'layers']);
alter table public.thumbnails
  add constraint thumbnails_text_shape check (private.is_list_of(text, '$.layer_id.type() == "string"
    && $.font_px.type() == "number" && $.lines.type() == "array" && $.truncated.type() == "boolean"')),
  add constraint thumbnails_warnings_shape check (private.is_list_of(warnings, '$.message.type() == "string"
    && $.code like_regex "^(glyph_missing|text_truncated|image_small)$"'));
alter table public.thumbnail_run_items
  add constraint thumbnail_run_items_text_shape check (private.is_list_of(text, '$.layer_id.type() == "string"
    && $.font_px.type() == "number" && $.lines.type() == "array" && $.truncated.type() == "boolean"')),
  add constraint thumbnail_run_items_warnings_shape check (private.is_list_of(warnings, '$.message.type() == "string"
    && $.code like_regex "^(glyph_missing|text_truncated|image_small)$"'));

-- A name that shows nothing cannot be chosen, found or told from another.
do $$
declare
  v_table text;
begin
  foreach v_table in array array['workspaces', 'users', 'crm_statuses', 'crm_owners', 'crm_collaboration_types',
    'crm_contact_sources', 'crm_marketplaces', 'crm_fields', 'saved_views', 'strategies', 'thumbnail_templates',
    'social_templates', 'social_hashtag_sets'] loop
    execute format('alter table public.%1$I add constraint %1$s_name_is_shown check (private.is_shown(name))', v_table);
  end loop;
end;
$$;
