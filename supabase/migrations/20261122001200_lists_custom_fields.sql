-- Changes of the CRM's lists, and the custom fields of a workspace. The functions below are the only way to write a
-- list: they keep its order, keep one status visible, and give the products of a deleted entry another one.

create table public.crm_fields (
  id           uuid primary key default gen_random_uuid(),
  workspace_id uuid not null default private.current_workspace_id() references public.workspaces (id) on delete cascade,
  name         text not null,
  kind         text not null,
  options      jsonb not null default '[]',
  position     integer not null default 0,
  is_hidden    boolean not null default false,
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now(),

  unique (workspace_id, id),
  constraint crm_fields_name_length check (char_length(name) between 1 and 60),
  constraint crm_fields_kind_known check (kind in ('text', 'number', 'money', 'date', 'select', 'checkbox', 'url')),
  constraint crm_fields_options_of_select
    check (jsonb_typeof(options) = 'array' and (kind = 'select' or options = '[]'))
);
comment on table public.crm_fields
  is 'Fields that a workspace added to its products; the values are in sourced_products.custom_values.';
comment on column public.crm_fields.kind is 'Never changes: the stored values would not match another kind.';
comment on column public.crm_fields.options
  is 'The options of a select in their order: [{id, name, color}]. Products store the id.';
create unique index crm_fields_name_idx on public.crm_fields (workspace_id, lower(name));

create trigger _100_touch_updated_at before update on public.crm_fields
  for each row when (to_jsonb(old) - 'position' <> to_jsonb(new) - 'position')
    execute function private.touch_updated_at();

alter table public.crm_fields enable row level security;
grant all on public.crm_fields to service_role;
grant select on public.crm_fields to authenticated;
create policy "Editors can read their workspace's rows" on public.crm_fields
  for select to authenticated
    using (workspace_id = (select private.current_workspace_id()) and (select private.can_edit()));

-- The reason why a value does not match its field, as a sentence; null when it matches. Dates are checked without a
-- cast, because a failing cast would end the statement.
create function private.custom_value_problem(p_field public.crm_fields, p_value jsonb) returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_text text := p_value #>> '{}';
  v_type text := jsonb_typeof(p_value);
begin
  case p_field.kind
    when 'text' then
      if v_type <> 'string' or char_length(v_text) not between 1 and 4000 then
        return format('"%s" is a text of at most 4000 characters.', p_field.name);
      end if;
    when 'number' then
      if v_type <> 'number' or abs(v_text::numeric) > 1e308 then
        return format('"%s" is a number.', p_field.name);
      end if;
    when 'money' then
      if v_type <> 'number' or v_text::numeric % 1 <> 0 or v_text::numeric not between 0 and 9007199254740991 then
        return format('"%s" is an amount in whole cents, 0 or more.', p_field.name);
      end if;
    when 'date' then
      if v_type <> 'string' or v_text !~ '^[0-9]{4}-(0[1-9]|1[0-2])-[0-9]{2}$' or v_text ~ '^0000' then
        return format('"%s" is a day such as 2026-11-22.', p_field.name);
      elsif right(v_text, 2)::integer not between 1 and extract(day from
          (make_date(left(v_text, 4)::integer, substr(v_text, 6, 2)::integer, 1) + interval '1 month - 1 day')) then
        return format('"%s" is a day that is in the calendar.', p_field.name);
      end if;
    when 'select' then
      if v_type <> 'string' or not p_field.options @> jsonb_build_array(jsonb_build_object('id', v_text)) then
        return format('"%s" has no such option.', p_field.name);
      end if;
    when 'checkbox' then
      if v_type <> 'boolean' then
        return format('"%s" is yes or no.', p_field.name);
      end if;
    when 'url' then
      if v_type <> 'string' or char_length(v_text) > 2000 or v_text !~* '^https?://[^\s/]\S*$' then
        return format('"%s" is an address that begins with http:// or https://.', p_field.name);
      end if;
  end case;
  return null;
end;
$$;

-- Checks new values only: a stored value stays, even when its field changed.
create function private.check_custom_values() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_before jsonb := '{}';
  v_one record;
  v_field public.crm_fields;
  v_problem text;
begin
  new.custom_values := jsonb_strip_nulls(new.custom_values);
  if tg_op = 'UPDATE' then
    v_before := old.custom_values;
  end if;
  for v_one in select key, value from jsonb_each(new.custom_values) where value is distinct from v_before -> key loop
    select * into v_field from public.crm_fields
    where workspace_id = new.workspace_id
      and id = case when v_one.key ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then v_one.key::uuid end;
    v_problem := case when v_field.id is null then format('There is no custom field %s in this workspace.', v_one.key)
      else private.custom_value_problem(v_field, v_one.value) end;
    if v_problem is not null then
      raise exception 'invalid_input' using errcode = 'PT400', detail = v_problem, hint = 'custom_values.' || v_one.key;
    end if;
  end loop;
  return new;
end;
$$;

create trigger _120_check_custom_values before insert on public.sourced_products
  for each row when (new.custom_values <> '{}') execute function private.check_custom_values();
create trigger _121_check_custom_values before update of custom_values on public.sourced_products
  for each row when (new.custom_values is distinct from old.custom_values)
    execute function private.check_custom_values();
