-- The product list: one round trip, cursor pages, an indexed search, and the filters and orders that it understands.

-- Today's date in the caller's time zone.
create function private.my_time_zone() returns text
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce((select time_zone from public.users where id = (select auth.uid())), 'UTC');
$$;

create function private.filter_refused(p_sentence text) returns void
language plpgsql
set search_path = ''
as $$
begin
  raise exception 'invalid_input' using errcode = 'PT400', detail = p_sentence, hint = 'filter';
end;
$$;

-- An amount in hundredths, whatever the digits of its currency: a filter by 100.00 means 100 of each currency.
create function private.hundredths_sql(p_amount text) returns text
language sql
immutable
set search_path = ''
as $$
  select format('(%s * 10.0 ^ (2 - private.minor_digits(product.currency)))', p_amount);
$$;

-- A field of a filter or an order as {sql, kind}, for rows named "product". Kinds are those of core's FILTER_FIELDS; a
-- deleted custom field has none.
create function private.product_field(p_field text, p_workspace_id uuid) returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_kind text;
  v_id text;
begin
  case
    when p_field in ('status_id', 'collaboration_type_id', 'contact_source_id', 'marketplace_id') then
      return jsonb_build_object('sql', 'product.' || p_field, 'kind', 'entry');
    when p_field in ('asin', 'title', 'brand', 'category', 'video_title', 'requirements', 'notes', 'source') then
      return jsonb_build_object('sql', 'product.' || p_field, 'kind', 'text');
    when p_field = 'quantity' then
      return jsonb_build_object('sql', 'product.' || p_field, 'kind', 'number');
    when p_field in ('cost_cents', 'fees_cents') then
      return jsonb_build_object('sql', private.hundredths_sql('product.' || p_field), 'kind', 'number');
    when p_field in ('important_date', 'follow_up_date', 'purchase_date') then
      return jsonb_build_object('sql', 'product.' || p_field, 'kind', 'day');
    when p_field in ('created_at', 'updated_at') then
      return jsonb_build_object('sql', 'product.' || p_field, 'kind', 'instant');
    when p_field = 'decision' then
      return jsonb_build_object('sql', 'product.decision', 'kind', 'choice');
    when p_field = 'status_automation' then
      return jsonb_build_object('sql',
        '(select status.automation from public.crm_statuses as status where status.id = product.status_id)',
        'kind', 'choice');
    when p_field = 'is_open' then
      return jsonb_build_object('sql',
        '(select status.is_open from public.crm_statuses as status where status.id = product.status_id)',
        'kind', 'boolean');
    when p_field = 'has_video' then
      return jsonb_build_object('sql',
        'exists (select from public.product_videos as video where video.product_id = product.id)',
        'kind', 'boolean');
    when p_field = 'has_pending_tasks' then
      return jsonb_build_object('sql',
        'exists (select from public.influencer_tasks as task where task.product_id = product.id and task.status = '
          '''pending'')',
        'kind', 'boolean');
    when p_field = 'is_archived' then
      return jsonb_build_object('sql', '(product.archived_at is not null)', 'kind', 'boolean');
    when p_field = 'owner_id' then
      return jsonb_build_object('kind', 'owner');
    when p_field ~ '^custom\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
      v_id := substr(p_field, 8);
      select kind into v_kind from public.crm_fields where id = v_id::uuid and workspace_id = p_workspace_id;
      return case
        when v_kind in ('text', 'url')
          then jsonb_build_object('sql', format('(product.custom_values ->> %L)', v_id), 'kind', 'text')
        when v_kind = 'number'
          then jsonb_build_object('sql', format('(product.custom_values ->> %L)::numeric', v_id), 'kind', 'number')
        when v_kind = 'money' then jsonb_build_object('sql',
          private.hundredths_sql(format('(product.custom_values ->> %L)::numeric', v_id)), 'kind', 'number')
        when v_kind = 'date'
          then jsonb_build_object('sql', format('(product.custom_values ->> %L)::date', v_id), 'kind', 'day')
        when v_kind = 'select'
          then jsonb_build_object('sql', format('(product.custom_values ->> %L)', v_id), 'kind', 'choice')
        when v_kind = 'checkbox' then
          jsonb_build_object('sql', format('coalesce((product.custom_values ->> %L)::boolean, false)', v_id), 'kind',
            'boolean')
        else jsonb_build_object('kind', 'gone')
      end;
    else
      perform private.filter_refused(format('There is no field %s to filter or sort by.', p_field));
      return null;
  end case;
end;
$$;

-- A custom field's kind is known here only, so its values are checked here: a word is no number.
create function private.rule_value_fits(p_kind text, p_operator text, p_value jsonb) returns boolean
language sql
immutable
set search_path = ''
as $$
  select case
    when p_operator in ('is_empty', 'is_not_empty') then true
    when p_operator in ('in_last_days', 'in_next_days') then jsonb_typeof(p_value) = 'number'
      and p_value::numeric between 0 and 3650 and p_value::numeric % 1 = 0
    when p_operator = 'between' then jsonb_typeof(p_value) = 'array' and jsonb_array_length(p_value) = 2
      and jsonb_typeof(p_value -> 0) = 'number' and jsonb_typeof(p_value -> 1) = 'number'
    when p_operator in ('is_any_of', 'is_none_of') then jsonb_typeof(p_value) = 'array'
      and jsonb_array_length(p_value) > 0
    when p_kind = 'number' then jsonb_typeof(p_value) = 'number'
    when p_kind = 'boolean' then jsonb_typeof(p_value) = 'boolean'
    when p_kind in ('day', 'instant') then jsonb_typeof(p_value) = 'string'
      and p_value #>> '{}' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
    else jsonb_typeof(p_value) in ('string', 'number', 'boolean') end;
$$;

-- One condition. A condition on a deleted custom field matches nothing: matching everything could lead to a bulk edit
-- of all products.
create function private.product_rule_sql(p_rule jsonb, p_workspace_id uuid) returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  v_field jsonb := private.product_field(p_rule ->> 'field', p_workspace_id);
  v_kind text := v_field ->> 'kind';
  v_sql text := v_field ->> 'sql';
  v_operator text := p_rule ->> 'operator';
  v_value text := p_rule ->> 'value';
  v_list text;
  v_zone text;
begin
  if v_operator in ('is_any_of', 'is_none_of') then
    select string_agg(quote_literal(value), ', ') into v_list from jsonb_array_elements_text(p_rule -> 'value')
      as value;
    if v_kind in ('entry', 'owner') and exists (
      select from jsonb_array_elements_text(p_rule -> 'value') as value
      where value !~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$') then
      perform private.filter_refused('A filter names an entry that cannot exist.');
    end if;
  end if;
  if not private.rule_value_fits(v_kind, v_operator, p_rule -> 'value') then
    perform private.filter_refused(format('The value does not match %s.', p_rule ->> 'field'));
  end if;
  if v_kind = 'gone' then
    return 'false';
  elsif v_kind = 'owner' then
    return case v_operator
      when 'is_any_of'
        then format(
        'exists (select from public.product_owners as link where link.product_id = product.id and link.owner_id in '
        '(%s))', v_list)
      when 'is_none_of'
        then format(
        'not exists (select from public.product_owners as link where link.product_id = product.id and link.owner_id in '
        '(%s))', v_list)
      when 'is_empty' then 'product.owners = ''[]'''
      when 'is_not_empty' then 'product.owners <> ''[]'''
    end;
  elsif v_operator = 'is_empty' then
    return case when v_kind = 'text' then format('coalesce(%s, '''') = ''''', v_sql) else v_sql || ' is null' end;
  elsif v_operator = 'is_not_empty' then
    return case when v_kind = 'text' then format('coalesce(%s, '''') <> ''''', v_sql) else v_sql || ' is not null' end;
  elsif v_kind in ('entry', 'choice') then
    return case v_operator
      when 'is_any_of' then format('%s in (%s)', v_sql, v_list)
      when 'is_none_of' then format('(%s is null or %s not in (%s))', v_sql, v_sql, v_list)
    end;
  elsif v_kind = 'boolean' then
    return case when v_operator = 'is'
      then format('(%s) is %s', v_sql, case when v_value::boolean then 'true' else 'not true' end) end;
  elsif v_kind = 'text' then
    return case v_operator
      when 'contains' then format('private.fold_text(%s) like %L', v_sql,
        '%' || private.escape_like(private.fold_text(v_value)) || '%')
      when 'not_contains'
        then format('coalesce(private.fold_text(%s), '''') not like %L', v_sql,
          '%' || private.escape_like(private.fold_text(v_value)) || '%')
      when 'is' then format('private.fold_text(%s) = %L', v_sql, private.fold_text(v_value))
      when 'is_not' then format('private.fold_text(%s) is distinct from %L', v_sql, private.fold_text(v_value))
    end;
  elsif v_kind = 'number' then
    return case v_operator
      when 'is' then format('%s = %L::numeric', v_sql, v_value)
      when 'is_not' then format('%s is distinct from %L::numeric', v_sql, v_value)
      when 'at_least' then format('%s >= %L::numeric', v_sql, v_value)
      when 'at_most' then format('%s <= %L::numeric', v_sql, v_value)
      when 'between' then format('%s between %L::numeric and %L::numeric', v_sql, p_rule -> 'value' ->> 0,
        p_rule -> 'value' ->> 1)
    end;
  end if;

  v_zone := private.my_time_zone();
  if v_kind = 'instant' then
    v_sql := format('(%s at time zone %L)::date', v_sql, v_zone);
  end if;
  return case v_operator
    when 'on' then format('%s = %L::date', v_sql, v_value)
    when 'before' then format('%s < %L::date', v_sql, v_value)
    when 'after' then format('%s > %L::date', v_sql, v_value)
    when 'in_last_days' then format('%s between %L::date and %L::date', v_sql,
      (now() at time zone v_zone)::date - v_value::integer, (now() at time zone v_zone)::date)
    when 'in_next_days' then format('%s between %L::date and %L::date', v_sql,
      (now() at time zone v_zone)::date, (now() at time zone v_zone)::date + v_value::integer)
  end;
end;
$$;

create function private.product_group_sql(p_group jsonb, p_workspace_id uuid) returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  v_parts text[] := '{}';
  v_rule jsonb;
  v_sql text;
begin
  for v_rule in select value from jsonb_array_elements(coalesce(p_group -> 'rules', '[]')) as value loop
    v_sql := case when v_rule ? 'rules' then private.product_group_sql(v_rule, p_workspace_id)
      else private.product_rule_sql(v_rule, p_workspace_id) end;
    if v_sql is null then
      perform private.filter_refused(format('The field %s cannot be asked that.', v_rule ->> 'field'));
    end if;
    v_parts := v_parts || v_sql;
  end loop;
  if cardinality(v_parts) = 0 then return 'true'; end if;
  return '(' || array_to_string(v_parts, case when p_group ->> 'match' = 'any' then ' or ' else ' and ' end) || ')';
end;
$$;

-- {search, filter, ids} as a condition on rows named "product"; $1 is the workspace.
create function private.product_filter_sql(p_filters jsonb, p_workspace_id uuid default null) returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  v_sql text := 'product.workspace_id = $1 and product.deleted_at is null';
  v_word text;
begin
  if p_filters -> 'filter' is null or not jsonb_path_exists(p_filters -> 'filter',
    'strict $.** ? (@.field == "is_archived")', silent => true) then
    v_sql := v_sql || ' and product.archived_at is null';
  end if;
  if p_filters ? 'ids' then
    v_sql := v_sql || format(' and product.id = any(%L::uuid[])',
      array(select value::uuid from jsonb_array_elements_text(p_filters -> 'ids') as value));
  end if;
  if p_filters ? 'filter' then
    v_sql := v_sql || ' and ' || private.product_group_sql(p_filters -> 'filter', p_workspace_id);
  end if;
  foreach v_word in array regexp_split_to_array(private.fold_text(coalesce(p_filters ->> 'search', '')), '\s+') loop
    if v_word <> '' then
      v_sql := v_sql || format(' and product.search_text like %L', '%' || private.escape_like(v_word) || '%');
    end if;
  end loop;
  return v_sql;
end;
$$;

-- A product as the API answers it, for rows named "product".
create function private.product_columns_sql() returns text
language sql
immutable
set search_path = ''
as $$
  select $q$
    product.id, product.asin, product.title, product.image_url, product.brand, product.category, product.video_title,
    product.is_video_title_typed, product.status_id, product.decision, product.collaboration_type_id,
    product.contact_source_id, product.marketplace_id, product.owners, product.requirements, product.important_date,
    product.important_date_comment, product.follow_up_date, product.follow_up_note, product.cost_cents,
    product.fees_cents, product.currency, product.quantity, product.purchase_date, product.notes, product.source,
    product.custom_values, product.archived_at, product.fill_in_state, product.fill_in_error, product.created_at,
    product.updated_at,
    (select count(*) from public.product_videos as video where video.product_id = product.id) as video_count,
    (select count(*) from public.influencer_tasks as task
    where task.product_id = product.id and task.status = 'pending')
      as pending_task_count,
    (select count(*) from public.influencer_tasks as task
      where task.product_id = product.id and task.status = 'completed')
      as completed_task_count
  $q$;
$$;
