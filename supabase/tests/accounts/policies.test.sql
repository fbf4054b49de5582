begin;
select plan(31);
select tests.create_user('ann');
select tests.create_user('bob');
select tests.create_user('uma');
select tests.create_user('max');
select tests.join_workspace('uma', 'ann', 'uploader');
select tests.join_workspace('max', 'ann', 'manager');

insert into auth.users (id, email, raw_user_meta_data) values (gen_random_uuid(), 'zoe@example.test', '{"name": " Zoe ", "time_zone": "Europe/Berlin"}'),
  (gen_random_uuid(), 'yan@example.test', '{"time_zone": "Mars/Olympus"}');
select is((select name || ' in ' || time_zone from public.users where id = tests.user_id('zoe')), 'Zoe in Europe/Berlin', 'the browser says name and zone at sign-up');
select is((select time_zone from public.users where id = tests.user_id('yan')), 'UTC', 'a zone that is none is UTC');

select tests.sign_in_as('ann');
select is(public.get_me() ->> 'name', 'ann', 'signing up makes a person named after their address');
select is(public.get_me() ->> 'role', 'owner', 'and the owner of a workspace of their own');
select is(jsonb_array_length(public.get_me() -> 'workspaces'), 1, 'their only one');
select set_eq('select name from public.users', array['ann', 'uma', 'max'], 'people see themselves and their teammates');
select set_eq('select name from public.workspaces', array['ann''s workspace'], 'members see their workspaces');
select lives_ok($$ update public.users set name = 'Ann B.' where id = tests.user_id('ann') $$, 'people may rename themselves');
select is_empty($$ update public.users set name = 'Mine' where email = 'uma@example.test' returning id $$, 'and no one else, not even teammates');
select throws_ok($$ update public.users set is_admin = true $$, '42501', null, 'no one makes themselves admin');
select throws_ok($$ update public.users set current_workspace_id = tests.workspace_id('bob') $$, '42501', null, 'no one selects another workspace');
select throws_ok($$ update public.users set email = 'x@y.z' $$, '42501', null, 'the address belongs to the auth server');
select throws_ok(
  $$ insert into public.workspace_members (workspace_id, user_id, role) values (tests.workspace_id('bob'), tests.user_id('ann'), 'owner') $$,
  '42501', null, 'no one makes themselves a member');
select isnt_empty($$ update public.workspaces set name = 'Family shop' returning id $$, 'an owner renames the workspace');

select tests.sign_in_as('max');
select isnt_empty($$ update public.workspaces set name = 'Shop' where id = tests.workspace_id('ann') returning id $$, 'a manager renames the workspace they work in');

select tests.sign_in_as('uma');
select is_empty($$ update public.workspaces set name = 'Hers' where id = tests.workspace_id('ann') returning id $$, 'an uploader does not');

select tests.sign_in_as('bob');
select is_empty($$ select from public.workspaces where id = tests.workspace_id('ann') $$, 'a stranger sees nothing of another workspace');
select is_empty($$ select from public.workspace_members where workspace_id = tests.workspace_id('ann') $$, 'nor who is in it');

reset role;
delete from public.workspace_members where user_id = tests.user_id('max') and workspace_id = tests.workspace_id('ann');
select tests.sign_in_as('max');
select is((select name from public.workspaces where id = private.current_workspace_id()), 'max''s workspace',
  'removal takes effect with the next statement: a removed member is back in their own workspace');
select is(public.get_me() ->> 'role', 'owner', 'as its owner');
select is_empty($$ select from public.workspaces where id = tests.workspace_id('ann') $$, 'and sees nothing of the other');
select is_empty($$ select from public.users where email = 'ann@example.test' $$, 'nor of who is in it');

-- Without a workspace of one's own.
reset role;
delete from public.workspaces where id = tests.workspace_id('zoe');
select is((select name from public.workspaces where id = tests.workspace_id('zoe')), 'Zoe''s workspace', 'whoever loses their only workspace gets a new one');
select tests.join_workspace('zoe', 'ann', 'manager');
delete from public.workspace_members where user_id = tests.user_id('zoe') and workspace_id <> tests.workspace_id('ann');
select is(tests.workspace_id('zoe'), tests.workspace_id('ann'), 'leaving a workspace that is not selected selects none');
delete from public.workspace_members where user_id = tests.user_id('zoe');
select tests.sign_in_as('zoe');
select results_eq('select role from public.workspace_members', array['owner'], 'a member removed from their only workspace owns a new one');
select lives_ok($$ insert into public.sourced_products (asin) values ('B000000001') $$, 'and works in it');
reset role;
select tests.join_workspace('yan', 'bob', 'uploader');
select tests.join_workspace('yan', 'ann', 'uploader');
delete from public.workspace_members where user_id = tests.user_id('yan') and role = 'owner';
delete from public.workspace_members where user_id = tests.user_id('yan') and workspace_id = tests.workspace_id('ann');
select is(tests.workspace_id('yan'), tests.workspace_id('bob'), 'without one of their own, a workspace that they were invited to is selected');
select lives_ok($$ delete from auth.users where email = 'yan@example.test' $$, 'an account can be deleted');
select is_empty($$ select from public.workspaces where name = 'yan''s workspace' and id not in (select workspace_id from public.workspace_members) and created_at > now() $$,
  'and leaves no new workspace behind');

select tests.sign_out();
select throws_ok('select * from public.users', '42501', null, 'a visitor is refused');
select throws_ok('select public.get_me()', '42501', null, 'everywhere');

select * from finish();
rollback;
