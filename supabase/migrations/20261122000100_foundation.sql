-- The base of every domain: no access by default, one private schema, one clock for updated_at. House rules:
-- docs/architecture.md#sql. An error meant for the caller uses errcode PT4xx and carries a problem code as its message.

create schema if not exists extensions;
create extension if not exists pg_trgm with schema extensions;
create extension if not exists btree_gin with schema extensions;

-- A role gets access only through a grant below the table.
alter default privileges in schema public revoke all on tables from anon, authenticated;
alter default privileges in schema public revoke all on sequences from anon, authenticated;
alter default privileges in schema public revoke all on functions from anon, authenticated;
alter default privileges revoke execute on functions from public;

-- The data API does not expose this schema. It holds tables without personal data and the inner half of public
-- functions.
create schema private;
-- Usage only lets a role name objects; each function and table of the schema needs its own grant.
grant usage on schema private to authenticated, service_role;
grant usage on schema extensions to authenticated, service_role;

create function private.touch_updated_at() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  -- updated_at always increases, even when the clock is too coarse to tell two writes apart.
  new.updated_at := greatest(now(), old.updated_at + interval '1 microsecond');
  return new;
end;
$$;
comment on function private.touch_updated_at() is 'updated_at is the row''s version: If-Match compares it.';

-- The query of the health check.
create function public.ping() returns boolean
language sql
stable
set search_path = ''
as $$
  select true;
$$;
grant execute on function public.ping() to anon, authenticated, service_role;

-- Escapes every % and _ that a person types.
create function private.escape_like(term text) returns text
language sql
immutable
set search_path = ''
as $$
  select replace(replace(replace(term, '\', '\\'), '%', '\%'), '_', '\_');
$$;

-- Text as a search compares it: composed and decomposed letters, accents, full-width and joined forms, capitals and
-- characters without a width make no difference. Same rule as foldText of core/src/text.ts; a test compares the two.
-- The capitals are listed, because lower() knows only ASCII where the database has the locale C. The body is bound at
-- creation, so that the planner inlines it.
create function private.fold_text(p_text text) returns text
language sql
immutable
parallel safe
return case when octet_length(p_text) = char_length(p_text) then lower(p_text)
    else replace(replace(replace(translate(lower(
      normalize(regexp_replace(normalize(p_text, nfkd),
        '[\u00AD\u0300-\u036F\u061C\u180E\u1AB0-\u1AFF\u1DC0-\u1DFF\u200B-\u200F\u202A-\u202E\u2060-\u2069'
          '\u20D0-\u20FF\uFE00-\uFE0F\uFE20-\uFE2F\uFEFF]', '', 'g'), nfkc)),
      'ẞØøĐđÐðŁłĦħŦŧıÆŒ'
        'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩς'
        'АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЂЄЅІЈЉЊЋЏҐ'
        'ԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖ',
      'ßooddddllhhttiæœ'
        'αβγδεζηθικλμνξοπρστυφχψωσ'
        'абвгдежзиклмнопрстуфхцчшщъыьэюяђєѕіјљњћџґ'
        'աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ'),
      'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe') end;
grant execute on function private.fold_text to authenticated, service_role;

-- Whether a person sees anything of a name: it holds more than spaces and characters that only steer others. isShown of
-- core/src/text.ts checks the same.
create function private.is_shown(p_text text) returns boolean
language sql
immutable
set search_path = ''
as $$
  select p_text ~ ('[^[:space:][:cntrl:]\u00A0\u00AD\u0300-\u036F\u0600-\u0605\u061C\u06DD\u070F\u115F\u1160\u1680'
    || '\u17B4\u17B5\u180E\u2000-\u200F\u2028-\u202F\u205F-\u206F\u20D0-\u20FF\u2800\u3000\u3164\uFE00-\uFE0F'
    || '\uFEFF\uFFA0\uFFF9-\uFFFB]');
$$;

-- How many rows a person may ask for in one statement, past the API too: a function of the data API passes its p_limit
-- through here, which supabase/tests/limits.test.sql checks.
create function private.page_limit(p_limit integer) returns integer
language sql
immutable
set search_path = ''
as $$
  select greatest(least(p_limit, 5000), 0);
$$;
grant execute on function private.page_limit to authenticated, service_role;
grant execute on function private.is_shown to authenticated, service_role;
