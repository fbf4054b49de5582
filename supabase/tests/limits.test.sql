-- What no one may store, whoever they are and whichever way they take: one such row would empty its list.
begin;
select plan(56);
select tests.create_user('ann');
select tests.create_user('uma');
select tests.join_workspace('uma', 'ann', 'uploader');

select is_empty(
  $$ select field.attrelid::regclass || '.' || field.attname from pg_attribute as field
     join pg_class as relation on relation.oid = field.attrelid
     where relation.relnamespace = 'public'::regnamespace and relation.relkind = 'r' and field.attnum > 0
       and not field.attisdropped and field.attgenerated = ''
       and (field.atttypid in ('date'::regtype, 'timestamptz'::regtype, 'bigint'::regtype, 'double precision'::regtype)
         or field.attname ~ '_cents$' or (field.atttypid = 'text'::regtype and field.attname ~ '_url$'))
       and not exists (select from pg_constraint where conrelid = relation.oid
         and conname = relation.relname || '_values_readable' and field.attnum = any (conkey)) $$,
  'every day, instant, number, amount and link of a public table is kept readable: private.keep_values_readable'
);
select is_empty(
  $$ select table_name || '.' || column_name || ' ' || grantee from information_schema.column_privileges
     where table_schema = 'public' and grantee in ('anon', 'authenticated') and privilege_type in ('INSERT', 'UPDATE')
       and (column_name ~ '^(claimed|completed|decided|requested|created_by)' or column_name = 'status'
         or column_name = 'state' and table_name <> 'saved_views') $$,
  'no person writes who claimed, completed or decided something, or its state'
);

select is_empty(
  $$ select distinct granted.table_name || '.' || granted.column_name
     from information_schema.column_privileges as granted
     join pg_attribute as field on field.attrelid = ('public.' || quote_ident(granted.table_name))::regclass
       and field.attname = granted.column_name and field.atttypid = 'text'::regtype
     where granted.table_schema = 'public' and granted.grantee = 'authenticated'
       and granted.privilege_type in ('INSERT', 'UPDATE')
       and not exists (select from pg_constraint where conrelid = field.attrelid and contype in ('c', 'f')
         and conname !~ '_values_readable$' and field.attnum = any (conkey)) $$,
  'every text that a person may write has a length or a shape'
);
select is_empty(
  $$ select p.oid::regprocedure from pg_proc as p
     where p.pronamespace = 'public'::regnamespace and 'p_limit' = any (p.proargnames)
       and has_function_privilege('authenticated', p.oid, 'execute')
       and (p.prosrc !~ 'private\.page_limit\(p_limit\)'
         or regexp_replace(p.prosrc, 'private\.page_limit\(p_limit\)', '', 'g') ~ '\mp_limit\M') $$,
  'every function of people bounds how many rows it answers or changes: private.page_limit'
);
select is((select array_agg(private.page_limit(wanted) order by wanted nulls first)
  from unnest(array[null, -1, 0, 1, 201, 5000, 5001, 2147483647]) as wanted),
  array[5000, 0, 0, 1, 201, 5000, 5000, 5000], 'more than 5000 is 5000, nothing is not everything');

insert into public.sourced_products (workspace_id, asin) values (tests.workspace_id('ann'), 'B000000001');
select throws_ok($$ update public.sourced_products set title = repeat('x', 501) $$, '23514', null,
  'a title is at most as long as the API takes it');
select throws_ok($$ insert into public.change_sets (workspace_id, kind, fields) values (tests.workspace_id('ann'), 'edit', '{NULL}') $$,
  '23514', null, 'a change names its fields');
select throws_ok(
  $$ insert into public.change_sets (workspace_id, kind, fields) values (tests.workspace_id('ann'), 'edit', '{{a,b},{c,d}}') $$,
  '23514', null, 'the fields of a change are one list');
insert into public.influencer_tasks (workspace_id, asin, search_asin, marketplace)
values (tests.workspace_id('ann'), 'B000000001', 'B000000001', 'US');
create temp table made on commit drop as
  select (select id from public.sourced_products) as product, (select id from public.influencer_tasks) as task;
grant select on made to authenticated;

select tests.sign_in_as('uma');
select throws_ok($$ update public.influencer_tasks set claimed_until = 'infinity' $$, '42501', null, 'an uploader claims nothing for ever');
select throws_ok($$ update public.influencer_tasks set claimed_by = auth.uid() $$, '42501', null, 'nor past the function');
select throws_ok($$ update public.influencer_tasks set status = 'completed' $$, '42501', null, 'nor completes past it');
select throws_ok($$ update public.influencer_tasks set note = 'x' $$, '42501', null, 'nor notes');
select lives_ok($$ select public.update_influencer_task(task, '{"claimed": true, "note": "mine"}') from made $$, 'the function does all three');
select ok((select claimed_until < now() + interval '31 minutes' from public.influencer_tasks), 'for thirty minutes');
select throws_ok($$ select public.update_influencer_task(task, '{"status": "forever"}') from made $$, '23514', null, 'to a status there is');
select throws_ok($$ update public.users set time_zone = 'Foo3' where id = auth.uid() $$, '23514', null, 'a POSIX rule is no time zone');
select throws_ok($$ update public.users set time_zone = 'Mars/Olympus' where id = auth.uid() $$, '22023', null, 'nor is a place on another planet');
select lives_ok($$ update public.users set time_zone = 'America/Argentina/Buenos_Aires' where id = auth.uid() $$, 'three parts are');
select throws_ok($$ update public.users set locale = 'en_US!' where id = auth.uid() $$, '23514', null, 'a locale is a tag');

select tests.sign_in_as('ann');
select throws_ok(format($$ update public.sourced_products set %s = %L $$, column_name, value), '23514', null, column_name || ' ' || value)
from (values ('important_date', 'infinity'), ('follow_up_date', '0044-03-15 BC'), ('purchase_date', '10000-01-01'),
  ('archived_at', '-infinity'), ('deleted_at', 'infinity'), ('image_url', 'javascript:alert(1)'), ('image_url', 'https://a b/'),
  ('cost_cents', '9007199254740993'), ('fees_cents', '-1')) as odd (column_name, value);
select throws_ok(format($$ insert into public.saved_views (name, state) values ('odd', %L) $$, state), code, null, state)
from (values ('{"layout": null}', '23514'), ('{"layout": "spiral"}', '23514'), ('{"sort": "shoe size"}', '23514'),
  ('{"columns": [1]}', '23514'), ('{"columns": [{"id": "title", "width": 1e9}]}', '23514'), ('{"surprise": 1}', '23514'),
  ('{"filter": {"match": "all", "rules": [{"field": "cost_cents", "operator": "is", "value": "cheap"}]}}', 'PT400'),
  ('{"filter": {"match": "all", "rules": [{"field": "important_date", "operator": "on", "value": "2026-02-30"}]}}', '22008')
  ) as odd (state, code);
select lives_ok($$ insert into public.saved_views (name, state) values ('mine', '{"layout": "board", "columns": [{"id": "title", "width": 80}]}') $$, 'a view that the page made is saved');
select throws_ok(format($$ insert into public.strategies (name, kind, percentage_bp, interval_days, %s) values ('odd', 'percentage', 500, 7, %L) $$, field, value), code, null, field || ' ' || value)
from (values ('steps', '[{"after_days": 1.5, "percentage_bp": 100}]', '23514'), ('steps', '[{"after_days": 3, "amount_cents": 100}]', '23514'),
  ('blackout_dates', '[{"from": "2026-12-02", "until": "2026-12-01"}]', '23514'), ('time_zone', '+05:00', '23514')) as odd (field, value, code);
select throws_ok($$ select public.begin_upload(product, 'a.mp4', 10, 'video/mp4', '../../other/x.mp4', 600) from made $$, 'PT400', 'invalid_input', 'a file does not climb out of its folder');
select throws_ok($$ select public.begin_upload(product, 'a.mp4', 10, 'video/mp4', 'html', 600) from made $$, 'PT400', 'invalid_input', 'nor brings a type of its own');
select throws_ok($$ select public.begin_upload(product, 'a.mp4', 10, 'video/mp4', 'mp4', 2000000000) from made $$, 'PT400', 'invalid_input', 'nor stays open for decades');
select throws_ok($$ select public.begin_onedrive_upload(product, 'a.mp4', 10, 'video/mp4', '../x') from made $$, 'PT400', 'invalid_input', 'on OneDrive neither');
select throws_ok($$ select public.create_import('{"filename": "a.csv", "file_size": 1e15, "file_hash": "x", "headers": ["ASIN"], "mapping": [1], "options": {}}') $$, '23514', null, 'an import is a file of a size');
select throws_ok($$ select public.keep_quick_list_facts('B000000001', '{"features": 1}') $$, '23514', null, 'facts have their shape');
select throws_ok($$ select public.finish_idempotent('k', 99999, '{}') from (select public.begin_idempotent('k', 'f')) as begun $$, '22003', null, 'an answer has a status');
select is(public.count_sourced_products('{"odd": {"filter": {"match": "all", "rules": [{"field": "nonsense", "operator": "is", "value": 1}]}}, "all": {}}'), '{"odd": null, "all": 1}', 'one filter that cannot be read leaves the other numbers');

reset role;
insert into public.change_sets (workspace_id, kind)
select tests.workspace_id('ann'), 'bulk' from generate_series(1, 5003);
select tests.sign_in_as('ann');
select is(jsonb_array_length(public.list_change_sets(null, 2147483647, null) -> 'rows'), 5000,
  'so a list asked past the API has an end');

-- A vacation ends.
select lives_ok($$ update public.ebay_settings set vacation_until = now() + interval '365 days' $$, 'a vacation of a year');
select throws_ok($$ update public.ebay_settings set vacation_until = now() + interval '400 days' $$, '23514', null,
  'none that ends later');
select throws_ok($$ update public.ebay_settings set vacation_until = 'infinity' $$, '23514', null, 'nor one without an end');
select lives_ok($$ update public.ebay_settings set vacation_until = now() - interval '1 day' $$, 'one may be over');
-- Names of spaces and steering characters alone. The same list as in core/src/text.test.ts.
select is_empty($$ select name from unnest(array['A', ' Ann ', '猫', '😀', '👨‍👩‍👧', '١', 'é', '-']) as name where not private.is_shown(name) $$, 'names that show something');
select is_empty($$ select length(name) from unnest(array['', '   ', U&'\200B', U&'\200D\2060', U&'\FEFF', U&'\00AD\00AD', U&'\202E', U&'\3164', U&'\2800', U&'\0301', U&'\00A0']) as name where private.is_shown(name) $$,
  'names that show nothing');
select * from finish();
rollback;
