begin;
select plan(23);
select tests.create_user('ann');
select tests.create_user('max');
select tests.create_user('bob');
select tests.create_user('uma');
select tests.join_workspace('max', 'ann', 'manager');
select tests.join_workspace('uma', 'ann', 'uploader');

-- One transaction is one instant, so a test tells its change sets apart by their content.
create function tests.set_of(p_kind text, p_fields text[]) returns uuid language sql as $$
  select id from public.change_sets where kind = p_kind and fields = p_fields and undone_by is null;
$$;
grant execute on function tests.set_of to authenticated;

select tests.sign_in_as('ann');
select tests.add_product('B000000001', 'Desk lamp'), tests.add_product('B000000002', 'Kettle');
select is((select count(*)::int from public.change_sets where kind = 'add'), 2, 'adding is a change of its own');

update public.sourced_products set brand = 'Muji', notes = 'heavy' where asin = 'B000000001';
select is((select before || after from public.product_changes join public.change_sets on change_sets.id = change_set_id where kind = 'edit'),
  '{"brand": "Muji", "notes": "heavy"}', 'an edit keeps the fields it changed');
select is((select before from public.product_changes join public.change_sets on change_sets.id = change_set_id where kind = 'edit'),
  '{"brand": null, "notes": null}', 'as they were');
select is((select created_by from public.change_sets where kind = 'edit'), tests.user_id('ann'), 'and who did it');

update public.sourced_products set brand = 'Muji' where asin = 'B000000001';
select is((select count(*)::int from public.change_sets where kind = 'edit'), 1, 'writing what is there already is no change');

select is(public.undo_change_set(tests.set_of('edit', array['brand', 'notes'])) ->> 'reverted', '1', 'an edit is undone');
select is((select brand || notes from public.sourced_products where asin = 'B000000001'), null, 'both fields are back');
select throws_ok($$ select public.undo_change_set((select id from public.change_sets where kind = 'edit')) $$, 'PT409', 'already_undone', 'once');
select is(public.undo_change_set(tests.set_of('undo', array['brand', 'notes'])) ->> 'reverted', '1', 'an undo is undone like anything else');
select is((select brand || notes from public.sourced_products where asin = 'B000000001'), 'Mujiheavy', 'and it is as if nothing happened');

update public.sourced_products set quantity = quantity + 1;
select is((select product_count from public.change_sets where fields = array['quantity']), 2, 'one statement over many products is one change');
select tests.sign_in_as('max');
update public.sourced_products set quantity = 7 where asin = 'B000000002';
select tests.sign_in_as('ann');
select is(public.undo_change_set((select id from public.change_sets where product_count = 2 and fields = array['quantity'])) - 'operation',
  jsonb_build_object('reverted', 1, 'left_count', 1, 'change_set_id', tests.set_of('undo', array['quantity']),
    'left', jsonb_build_array(jsonb_build_object('product_id', (select id from public.sourced_products where asin = 'B000000002'), 'asin', 'B000000002', 'fields', array['quantity']))),
  'undo keeps later changes, and names them');
select is((select string_agg(quantity::text, ',' order by asin) from public.sourced_products), '1,7', 'their seven stays');

update public.sourced_products set title = 'Desk lamp, white' where asin = 'B000000001';
select is((select fields from public.change_sets where kind = 'edit' and 'title' = any (fields)), array['title', 'video_title'], 'what the title rule changed belongs to the edit');
select public.undo_change_set(tests.set_of('edit', array['title', 'video_title']));
select is((select video_title from public.sourced_products where asin = 'B000000001'), 'Desk lamp', 'and goes back with it');

update public.sourced_products set deleted_at = now() where asin = 'B000000002';
select lives_ok($$ select public.undo_change_set(tests.set_of('edit', array['deleted_at'])) $$, 'moving to Trash is undone');
select isnt(public.get_sourced_product((select id from public.sourced_products where asin = 'B000000002')), null, 'the product is out of it');

select throws_ok($$ insert into public.change_sets (workspace_id, kind) values (tests.workspace_id('ann'), 'edit') $$, '42501', null, 'no role writes history');
select tests.sign_in_as('uma');
select is_empty('select * from public.change_sets', 'an uploader sees none of it');
select throws_ok($$ select public.list_change_sets(null, 10) $$, 'PT403', 'not_allowed', 'and is refused');
reset role;
select set_config('request.jwt.claim.sub', '', true), set_config('request.jwt.claims', '', true);
update public.sourced_products set category = 'Home' where asin = 'B000000001' and workspace_id = tests.workspace_id('ann');
select is((select kind || coalesce(created_by::text, ' by no one') from public.change_sets where fields = array['category']), 'rule by no one', 'a change by a job is an automation''s, without a person');
create temp table known on commit drop as select id from public.change_sets where kind = 'add' limit 1;
grant select on known to authenticated;
select tests.sign_in_as('bob');
select is_empty('select * from public.product_changes', 'a stranger neither');
select throws_ok($$ select public.undo_change_set((select id from known)) $$, 'PT404', 'change_not_found', 'and undoes nothing');

select * from finish();
rollback;
