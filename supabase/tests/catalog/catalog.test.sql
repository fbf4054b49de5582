begin;
select plan(15);
select tests.create_user('ann');
select tests.create_user('bob');
select tests.create_user('uma');
select tests.join_workspace('uma', 'ann', 'uploader');

-- An import with the options of the catalog: a new ASIN, one that is a product, one that has a task.
create function tests.begin_catalog(p_catalog jsonb) returns uuid language sql as $$
  select (public.create_import(jsonb_build_object('filename', 'a.csv', 'file_size', 10, 'file_hash', repeat('a', 64),
    'headers', array['ASIN', 'Title'], 'mapping', array['asin', 'title'],
    'options', jsonb_build_object('catalog', p_catalog))) ->> 'id')::uuid;
$$;
create function tests.run_catalog(p_existing text) returns jsonb language plpgsql as $$
declare v_id uuid;
begin
  perform tests.sign_in_as('ann');
  v_id := tests.begin_catalog(jsonb_build_object('existing', p_existing, 'look_up', false));
  perform public.add_import_rows(v_id, 1, '[["B000000001", ""], ["B000000002", "New"], ["B000000003", "Task"]]', true);
  perform public.request_import_check(v_id);
  reset role;
  perform public.record_import_check(v_id, 1, '[
    {"row_number": 1, "asin": "B000000001", "fields": {}, "missing": {}, "reasons": []},
    {"row_number": 2, "asin": "B000000002", "fields": {"title": "New"}, "missing": {}, "reasons": []},
    {"row_number": 3, "asin": "B000000003", "fields": {"title": "Task"}, "missing": {}, "reasons": []}]');
  perform public.finish_import_check(v_id, 1);
  perform tests.sign_in_as('ann');
  perform public.request_import_run(v_id);
  reset role;
  perform public.run_import_chunk(v_id, 10);
  return (select counts - 'bad' - 'repaired' from public.product_imports where id = v_id);
end;
$$;
grant execute on function tests.begin_catalog to authenticated;

insert into public.sourced_products (workspace_id, asin, title, image_url, video_title)
values (tests.workspace_id('ann'), 'B000000002', 'Old', 'https://example.com/a.jpg', '');
insert into public.influencer_tasks (workspace_id, asin, search_asin, marketplace)
values (tests.workspace_id('ann'), 'B000000003', 'B000000009', 'DE'), (tests.workspace_id('bob'), 'B000000001', 'B000000001', 'US');

select is(tests.run_catalog('skip'), '{"new": 1, "updated": 0, "unchanged": 0, "skipped": 2}', 'skip leaves what is known alone; another workspace''s task does not count');
select is((select title from public.sourced_products where asin = 'B000000002'), 'Old', 'and writes nothing into it');
select is((select row(source, fill_in_state)::text from public.sourced_products where asin = 'B000000001'), '("catalog import",not_asked)', 'a new product says where it comes from and is not looked up');
select is_empty($$ select from private.jobs where kind = 'products.fill-in' and payload ->> 'product_id' in (select id::text from public.sourced_products where asin = 'B000000001') $$, 'no lookup is requested');
select is_empty($$ select from public.sourced_products where asin = 'B000000003' $$, 'an ASIN with a task is no product');
select is((select array_agg(reasons -> 0 ->> 'message' order by row_number) from public.product_import_rows where outcome = 'skipped'),
  array['B000000002 is in your products already.', 'B000000003 has an upload task already.'], 'each with its reason');
delete from public.product_imports;
select is(tests.run_catalog('merge'), '{"new": 0, "updated": 1, "unchanged": 1, "skipped": 1}', 'merge changes what the file says');
select is((select title from public.sourced_products where asin = 'B000000002'), 'New', 'the file''s title');
select is((select fill_in_state from public.sourced_products where asin = 'B000000001'), 'not_asked', 'an empty cell changes nothing');

select throws_ok($$ insert into public.product_imports (workspace_id, filename, file_size, file_hash, headers, mapping, options)
  values (tests.workspace_id('ann'), 'a', 1, repeat('b', 64), '{a}', '[null]', '{"catalog": {"existing": "erase", "look_up": false}}') $$, '23514', null, 'no other choice is stored');

select tests.sign_in_as('ann');
select is((select array_agg(row ->> 'asin' order by row ->> 'asin') from jsonb_array_elements(public.list_catalog('{}', 10) -> 'rows') as row),
  array['B000000001', 'B000000002', 'B000000003'], 'the catalog lists each ASIN once');
select is(public.count_catalog(), '{"all": 3, "product": 2, "correlation": 0, "task": 1}', 'and counts them');
select tests.sign_in_as('bob');
select is((select jsonb_path_query_array(public.list_catalog('{}', 10), '$.rows[*].asin')), '["B000000001"]', 'a stranger sees their own');
select tests.sign_in_as('uma');
select throws_ok($$ select public.list_catalog('{}', 10) $$, 'PT403', 'not_allowed', 'an uploader is refused');
select throws_ok($$ select public.count_catalog() $$, 'PT403', 'not_allowed', 'also the counts');

select * from finish();
rollback;
