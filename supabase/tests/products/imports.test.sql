begin;
select plan(17);
select tests.create_user('ann');
select tests.create_user('bob');
select tests.create_user('uma');
select tests.join_workspace('uma', 'ann', 'uploader');

create function tests.begin_import() returns uuid language sql as $$
  select (public.create_import(jsonb_build_object('filename', 'a.csv', 'file_size', 10, 'file_hash', repeat('a', 64),
    'headers', array['ASIN', 'Title'], 'mapping', array['asin', 'title'], 'options', '{}'::jsonb)) ->> 'id')::uuid;
$$;
create function tests.import_id() returns uuid language sql security definer as $$ select id from public.product_imports $$;
grant execute on function tests.begin_import, tests.import_id to authenticated, service_role;

select tests.sign_in_as('ann');
select isnt(tests.begin_import(), null, 'an editor begins an import');
select is(tests.begin_import(), tests.import_id(), 'the same file again is the same import while its rows arrive');
select throws_ok($$ select public.add_import_rows(tests.import_id(), 2, '[["B000000001"]]', false) $$, 'PT400', 'invalid_input', 'no row is skipped');
select is(public.add_import_rows(tests.import_id(), 1, '[["B000000001", "Lamp"], ["x", ""]]', true) ->> 'state', 'mapping', 'all rows have arrived');
select throws_ok($$ insert into public.product_imports (workspace_id, filename, file_size, file_hash, headers, mapping, options)
  values (tests.workspace_id('ann'), 'a', 1, 'a', '{a}', '[null]', '{}') $$, '42501', null, 'no role writes the table');
select throws_ok($$ update public.product_import_rows set fields = '{}' $$, '42501', null, 'nor its rows');
select throws_ok($$ select public.run_import_chunk(tests.import_id(), 10) $$, '42501', null, 'only the job writes products');
select throws_ok($$ select public.request_import_run(tests.import_id()) $$, 'PT409', 'import_not_ready', 'nothing runs before it was checked');
select is(public.request_import_check(tests.import_id()) ->> 'state', 'checking', 'a check is asked for');

reset role;
select set_config('request.jwt.claim.sub', '', true), set_config('request.jwt.claims', '', true);
select is(public.record_import_check(tests.import_id(), 7, '[]'), false, 'a check that was replaced writes nothing');
select public.record_import_check(tests.import_id(), 1, '[{"row_number": 1, "asin": "B000000001", "fields": {"title": "Lamp"}, "missing": {}, "reasons": []},
  {"row_number": 2, "asin": null, "fields": {}, "missing": {}, "reasons": [{"field": "asin", "message": "no"}]}]');
select public.finish_import_check(tests.import_id(), 1);
select is((select counts from public.product_imports), '{"new": 1, "updated": 0, "unchanged": 0, "skipped": 0, "bad": 1, "repaired": 0}', 'what will happen is counted');
select tests.sign_in_as('ann');
select public.request_import_run(tests.import_id());
reset role;
select set_config('request.jwt.claim.sub', '', true), set_config('request.jwt.claims', '', true);
select is(public.run_import_chunk(tests.import_id(), 10), '{"is_running": false, "done_rows": 2, "row_count": 2}', 'and done');
select is(public.run_import_chunk(tests.import_id(), 10) ->> 'is_running', 'false', 'a second worker finds nothing to do');
select is((select array_agg(title || ' by ' || (created_by = tests.user_id('ann'))) from public.sourced_products), array['Lamp by true'],
  'the product is the person''s who asked, once');

select tests.sign_in_as('bob');
select is_empty('select id from public.product_imports union all select import_id from public.product_import_rows', 'a stranger sees no import');
select throws_ok($$ select public.cancel_import(tests.import_id()) $$, 'PT404', 'import_not_found', 'and stops none');
select tests.sign_in_as('uma');
select throws_ok($$ select public.list_imports(10) $$, 'PT403', 'not_allowed', 'an uploader is refused');

select * from finish();
rollback;
