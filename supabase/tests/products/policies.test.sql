begin;
select plan(16);
select tests.create_user('ann');
select tests.create_user('bob');
select tests.create_user('uma');
select tests.join_workspace('uma', 'ann', 'uploader');

select tests.sign_in_as('ann');
select lives_ok($$ select tests.add_product('B000000001', 'Desk lamp') $$, 'an owner adds a product');
select is((select name from public.crm_statuses join public.sourced_products on status_id = crm_statuses.id), 'Sourcing',
  'it begins where the list of statuses begins');
select throws_ok(
  $$ insert into public.sourced_products (asin, workspace_id) values ('B000000002', tests.workspace_id('bob')) $$,
  '42501', null, 'no one adds a product to another workspace');
select throws_ok($$ update public.sourced_products set asin = 'B000000009' $$, '42501', null, 'an ASIN is for ever');
select throws_ok($$ update public.sourced_products set workspace_id = tests.workspace_id('bob') $$, '42501', null, 'a product cannot be given away');
select throws_ok($$ insert into public.sourced_products (asin) values ('B000000001') $$, '23505', null, 'an ASIN is in a workspace once');
select throws_ok($$ insert into public.sourced_products (asin) values ('b000000001') $$, '23514', null, 'and only in capitals');

select tests.sign_in_as('bob');
select lives_ok($$ select tests.add_product('B000000001') $$, 'another workspace may have the same ASIN');
select set_eq('select title from public.sourced_products', array[null::text], 'and sees only its own');
select is_empty($$ update public.sourced_products set title = 'Mine' where title = 'Desk lamp' returning id $$, 'and changes only its own');
select is(jsonb_array_length(public.list_sourced_products('{}', 50) -> 'rows'), 1, 'the list function neither');
select tests.sign_in_as('uma');
select is_empty('select * from public.sourced_products', 'an uploader sees no product');
select is_empty('select * from public.crm_statuses', 'nor a status');
select throws_ok($$ insert into public.sourced_products (asin) values ('B000000003') $$, '42501', null, 'and adds none');
select throws_ok($$ select public.list_sourced_products('{}', 50) $$, 'PT403', 'not_allowed', 'the list says it is not allowed');

select tests.sign_out();
select throws_ok('select * from public.sourced_products', '42501', null, 'a visitor is refused');

select * from finish();
rollback;
