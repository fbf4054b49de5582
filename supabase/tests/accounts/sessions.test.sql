begin;
select plan(12);
select tests.create_user('ann');
select tests.create_user('bob');
create function tests.hash(p_letter text) returns text language sql as $$ select repeat(p_letter, 64) $$;
grant execute on function tests.hash(text) to authenticated;
insert into auth.sessions (id, user_id) values
  ('00000000-0000-4000-8000-00000000000a', tests.user_id('ann')),
  ('00000000-0000-4000-8000-00000000000b', tests.user_id('bob'));

select tests.sign_in_as('ann');
select ok(public.create_panel_code(tests.hash('a')) between now() + interval '1 minute' and now() + interval '3 minutes', 'a code is valid for two minutes');
select throws_ok($$ select public.take_panel_code(tests.hash('a')) $$, '42501', null, 'a person cannot use codes up');
select throws_ok($$ select public.add_panel_session(gen_random_uuid(), tests.user_id('bob'), 'x') $$, '42501', null, 'nor name sessions');
select throws_ok($$ select public.create_panel_code('short') $$, '23514', null, 'only the hash of a code is stored');
select is(jsonb_array_length(public.list_sessions()), 1, 'people see their own sessions');
select is(public.end_session('00000000-0000-4000-8000-00000000000b'), false, 'and end no other''s');
select throws_ok($$ select from private.panel_codes $$, '42501', null, 'nobody reads codes');

reset role;
select is(public.take_panel_code(tests.hash('b')), null, 'an unknown code is nobody''s');
update private.panel_codes set expires_at = now() - interval '1 second';
select is(public.take_panel_code(tests.hash('a')), null, 'an old code is nobody''s');
select tests.sign_in_as('ann');
select public.create_panel_code(tests.hash('c'));
select is(public.end_session('00000000-0000-4000-8000-00000000000a'), true, 'people end their own sessions');
reset role;
select is(public.take_panel_code(tests.hash('c')) ->> 'email', 'ann@example.test', 'a code says whose it is');
select is(public.take_panel_code(tests.hash('c')), null, 'once');

select * from finish();
rollback;
