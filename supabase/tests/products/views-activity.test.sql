begin;
select plan(24);
select tests.create_user('ann');
select tests.create_user('max');
select tests.create_user('bob');
select tests.create_user('uma');
select tests.join_workspace('max', 'ann', 'manager');
select tests.join_workspace('uma', 'ann', 'uploader');

-- Saved views
select tests.sign_in_as('ann');
select lives_ok($$ insert into public.saved_views (name, state) values ('Mine', '{}') $$, 'an owner saves a view');
select lives_ok($$ insert into public.saved_views (name, is_shared, state) values ('Ours', true, '{}') $$, 'and shares one');
select throws_ok($$ insert into public.saved_views (name, state, created_by) values ('Theirs', '{}', tests.user_id('bob')) $$, '42501', null,
  'no one saves a view in another''s name');
select throws_ok($$ insert into public.saved_views (name, state) values ('mine', '{}') $$, '23505', null, 'a name is mine once');
select throws_ok($$ update public.workspace_members set default_view = 'open' $$, '42501', null, 'a default is chosen through its function only');
select ok(public.set_default_view('open'), 'a built-in view can be the default');

select set_config('tests.mine', (select id::text from public.saved_views where name = 'Mine'), true);

select tests.sign_in_as('max');
select set_eq('select name from public.saved_views', array['Ours'], 'a teammate sees the shared one');
select is_empty($$ update public.saved_views set name = 'Taken' where name = 'Ours' returning id $$, 'and cannot change it');
select is_empty($$ delete from public.saved_views where name = 'Ours' returning id $$, 'nor delete it');
select is(public.list_saved_views() ->> 'default_view', null, 'and has a default of their own');
select ok(not public.set_default_view(current_setting('tests.mine')), 'a private view of another is none');

select tests.sign_in_as('bob');
select is_empty('select * from public.saved_views', 'another workspace sees no view');
select is(public.list_saved_views() -> 'items', '[]', 'by the function neither');
select tests.sign_in_as('uma');
select is_empty('select * from public.saved_views', 'an uploader sees none');
select throws_ok($$ insert into public.saved_views (name, state) values ('Hers', '{}') $$, '42501', null, 'and saves none');
select throws_ok('select public.list_saved_views()', 'PT403', 'not_allowed', 'the list says it is not allowed');

-- Activity
select tests.sign_in_as('ann');
select tests.add_video(tests.add_product('B000000001', 'Desk lamp'));
select set_has('select kind from public.product_activity', $$ values ('video_added') $$, 'what happens to a product is noted');
select throws_ok($$ insert into public.product_activity (workspace_id, product_id, kind)
  select workspace_id, id, 'video_added' from public.sourced_products $$, '42501', null, 'no role writes it');
select throws_ok('delete from public.product_activity', '42501', null, 'nor takes it away');
select tests.sign_in_as('bob');
select is_empty('select * from public.product_activity', 'another workspace sees none of it');
select is(public.list_product_activity((select product_id from public.product_videos limit 1), 10), null, 'and its product is not there');
select tests.sign_in_as('uma');
select is_empty('select * from public.product_activity', 'an uploader sees none');

-- Bulk edits stay in the workspace.
select tests.sign_in_as('bob');
select is(public.bulk_edit_products('{"filter": {"match": "all", "rules": []}}', '{"set": {"brand": "Bob"}}', 10) ->> 'changed', '0',
  'a bulk edit reaches no other workspace');
select tests.sign_in_as('uma');
select throws_ok($$ select public.bulk_edit_products('{"filter": {"match": "all", "rules": []}}', '{"is_deleted": true}', 10) $$,
  'PT403', 'not_allowed', 'an uploader edits nothing');

select * from finish();
rollback;
