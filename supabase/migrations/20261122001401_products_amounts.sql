-- Amounts of products that have different currencies, or get another one: an amount stays the same amount, although the
-- number of its minor units differs (12 is 1200 cents, 12 yen and 12000 fils).

-- The custom fields of a workspace that hold amounts.
create function private.money_fields(p_workspace_id uuid) returns text[]
language sql
stable
set search_path = ''
as $$
  select coalesce(array_agg(id::text), '{}') from public.crm_fields
  where workspace_id = p_workspace_id and kind = 'money';
$$;

-- The amounts of a product, or of a change, by their field; custom fields as `custom.<field id>`.
create function private.amounts_in(p_set jsonb, p_money_fields text[]) returns jsonb
language sql
immutable
set search_path = ''
as $$
  select coalesce(jsonb_object_agg(field, amount), '{}')
  from (
    select key as field, value as amount from jsonb_each(p_set) where key in ('cost_cents', 'fees_cents')
    union all
    select 'custom.' || key, value from jsonb_each(coalesce(p_set -> 'custom_values', '{}'))
      where key = any (p_money_fields)
  ) as found
  where jsonb_typeof(amount) = 'number';
$$;

-- Amounts with p_from digits after the decimal sign as amounts of a currency. An amount that the currency cannot have
-- becomes null.
create function private.amounts_as(p_amounts jsonb, p_from integer, p_currency text) returns jsonb
language sql
immutable
set search_path = ''
as $$
  select coalesce(jsonb_object_agg(key, private.same_amount(value::text::numeric, p_from,
    private.minor_digits(p_currency))), '{}')
  from jsonb_each(p_amounts);
$$;

-- Why a currency cannot have these amounts, as a sentence; null when it has all of them.
create function private.amounts_problem(p_amounts jsonb, p_from integer, p_currency text) returns text
language sql
immutable
set search_path = ''
as $$
  select format('%s has no amount of %s.', p_currency,
    round(min(value::text::numeric) * 10.0 ^ (- p_from), p_from))
  from jsonb_each(p_amounts)
  where private.same_amount(value::text::numeric, p_from, private.minor_digits(p_currency)) is null
  having count(*) > 0;
$$;

-- Puts amounts into a change, beside what else the change sets.
create function private.with_amounts(p_set jsonb, p_amounts jsonb) returns jsonb
language sql
immutable
set search_path = ''
as $$
  select p_set || coalesce(jsonb_object_agg(key, value) filter (where key not like 'custom.%'), '{}')
    || case when bool_or(key like 'custom.%') then jsonb_build_object('custom_values',
      coalesce(p_set -> 'custom_values', '{}')
        || jsonb_object_agg(substr(key, 8), value) filter (where key like 'custom.%')) else '{}' end
  from jsonb_each(p_amounts);
$$;

-- What a change with amounts or a currency writes into each product: the new amounts have p_digits after the decimal
-- sign and become amounts of the product's currency, and the amounts that a new currency finds stay what they are.
-- Without p_digits the new amounts are minor units of that currency. A product whose currency cannot have an amount has
-- a problem instead.
create function private.changes_with_amounts(p_workspace_id uuid, p_ids uuid[], p_set jsonb, p_digits integer)
  returns table (id uuid, asin text, changes jsonb, problem text)
language sql
stable
set search_path = ''
as $$
  select product.id, product.asin,
    private.with_amounts(p_set, private.amounts_as(amounts.kept, amounts.digits, amounts.currency)
      || private.amounts_as(given.amounts, given.digits, amounts.currency)),
    coalesce(private.amounts_problem(given.amounts, given.digits, amounts.currency),
      private.amounts_problem(amounts.kept, amounts.digits, amounts.currency))
  from public.sourced_products as product
  cross join (select private.money_fields(p_workspace_id) as fields offset 0) as money
  cross join lateral (
    select coalesce(p_set ->> 'currency', product.currency) as currency,
      private.minor_digits(product.currency) as digits,
      case when private.minor_digits(coalesce(p_set ->> 'currency', product.currency))
          <> private.minor_digits(product.currency)
        then private.amounts_in(jsonb_build_object('cost_cents', product.cost_cents, 'fees_cents', product.fees_cents,
          'custom_values', product.custom_values), money.fields)
          -- What the change sets or removes is no amount to keep.
          - array(select jsonb_object_keys(p_set))
          - array(select 'custom.' || key from jsonb_object_keys(coalesce(p_set -> 'custom_values', '{}')) as key)
        else '{}' end as kept
  ) as amounts
  cross join lateral (
    select private.amounts_in(p_set, money.fields) as amounts,
      coalesce(p_digits, private.minor_digits(amounts.currency)) as digits
  ) as given
  where product.id = any (p_ids) and product.workspace_id = p_workspace_id
  order by product.id;
$$;

-- Whether what a change writes depends on the product's currency.
create function private.concerns_amounts(p_workspace_id uuid, p_set jsonb) returns boolean
language sql
stable
set search_path = ''
as $$
  select p_set ? 'currency' or private.amounts_in(p_set, private.money_fields(p_workspace_id)) <> '{}';
$$;

-- A change of one product whose new currency finds amounts: they stay the same amounts. Refused when the currency
-- cannot have one of them; with amounts of its own the change may set any currency.
create function private.with_kept_amounts(p_workspace_id uuid, p_id uuid, p_set jsonb) returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_changes jsonb;
  v_problem text;
begin
  if not p_set ? 'currency' then
    return p_set;
  end if;
  select changes, problem into v_changes, v_problem
  from private.changes_with_amounts(p_workspace_id, array[p_id], p_set, null);
  if v_problem is not null then
    raise exception 'invalid_input' using errcode = 'PT400', hint = 'currency',
      detail = v_problem || ' Change the amount together with the currency.';
  end if;
  return v_changes;
end;
$$;
