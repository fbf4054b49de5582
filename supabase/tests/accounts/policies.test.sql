begin;
select plan(21);
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
select is(private.current_workspace_id(), null, 'removal takes effect with the next statement');

select tests.sign_out();
select throws_ok('select * from public.users', '42501', null, 'a visitor is refused');
select throws_ok('select public.get_me()', '42501', null, 'everywhere');

select * from finish();
rollback;
