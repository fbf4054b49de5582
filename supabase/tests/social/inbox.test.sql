begin;
select plan(44);
select tests.create_user('ann');
select tests.create_user('bob');
select tests.create_user('uma');
select tests.join_workspace('uma', 'ann', 'uploader');

-- An Instagram account of a person's workspace, with its inbox on.
create function tests.connect(p_name text, p_account text, p_is_on boolean default true) returns uuid
language sql security definer set search_path = '' as $$
  with account as (
    insert into public.social_connections (workspace_id, network, account_id, name, provider, sign_in)
    values (tests.workspace_id(p_name), 'instagram', p_account, p_account, 'instagram', p_account) returning id
  ), inbox as (
    insert into public.inbox_accounts (connection_id, workspace_id, is_on)
    select id, tests.workspace_id(p_name), p_is_on from account
  )
  select id from account;
$$;
create function tests.message(p_mid text, p_minutes integer, p_change jsonb default '{}') returns jsonb
language sql set search_path = '' as $$
  select jsonb_build_object('type', 'message', 'account_id', 'shop', 'participant_id', 'fan', 'mid', p_mid,
    'direction', 'in', 'kind', 'text', 'text', 'text ' || p_mid, 'attachments', '[]'::jsonb, 'story_url', null,
    'at', now() - make_interval(mins => p_minutes), 'edits', 0, 'is_message', true) || p_change;
$$;
create function tests.receive(variadic p_events jsonb[]) returns jsonb
language sql security definer set search_path = '' as $$
  select public.receive_inbox_events(to_jsonb(p_events));
$$;
create function tests.conversation(p_name text default 'ann') returns public.inbox_conversations
language sql security definer set search_path = '' as $$
  select conversation from public.inbox_conversations as conversation
  where workspace_id = tests.workspace_id(p_name) limit 1;
$$;
create function tests.id_of(p_mid text) returns uuid
language sql security definer set search_path = '' as $$
  select id from public.inbox_messages where mid = p_mid and workspace_id = tests.workspace_id('ann');
$$;
grant execute on all functions in schema tests to authenticated;

select tests.connect('ann', 'shop'), tests.connect('bob', 'shop', false);
select is(tests.receive(tests.message('m1', 10)), '{"stored": 1, "known": 0, "ignored": 0, "unreadable": 0}'::jsonb,
  'a message is stored');
select is((select count(*)::int from public.inbox_messages), 1, 'once: an inbox that is off gets nothing');

-- Who may see it and write to it.
select tests.sign_in_as('bob');
select is_empty('select * from public.inbox_messages', 'a stranger sees no message');
select is_empty('select * from public.inbox_conversations', 'and no conversation');
select is(public.list_inbox_conversations('{}', 50) -> 'rows', '[]'::jsonb, 'the list function neither');
select throws_ok(format($$ select public.list_inbox_messages(%L, 50) $$, (tests.conversation()).id), 'PT404',
  'conversation_not_found', 'another workspace''s conversation is not there');
select throws_ok(format($$ select public.send_inbox_message(%L, 'hi') $$, (tests.conversation()).id), 'PT404',
  'conversation_not_found', 'and nothing is written into it');
select is(public.change_inbox_conversations(array[(tests.conversation()).id], '{"is_resolved": true}'), 0,
  'nor is it resolved');
select is(public.update_inbox_account((select id from public.social_connections limit 1), '{"is_on": true}'), true,
  'an own account is switched on');
select tests.sign_in_as('uma');
select is_empty('select * from public.inbox_conversations', 'an uploader sees no conversation');
select is_empty('select * from public.saved_replies', 'and no saved reply');
select throws_ok($$ select public.list_inbox_conversations('{}', 50) $$, 'PT403', 'not_allowed', 'and is told so');
select throws_ok($$ insert into public.saved_replies (shortcut, text) values ('hi', 'Hello') $$, '42501', null,
  'an uploader saves no reply');
select tests.sign_in_as('ann');
select throws_ok($$ insert into public.inbox_messages (conversation_id, direction) values (gen_random_uuid(), 'out') $$,
  '42501', null, 'nobody writes a message past the functions');
select throws_ok($$ update public.inbox_messages set state = 'sent' $$, '42501', null, 'or says that one was sent');
select throws_ok($$ update public.inbox_conversations set unread_count = 0 $$, '42501', null, 'or counts by hand');
select throws_ok($$ select public.receive_inbox_events('[]') $$, '42501', null, 'or plays the network');
select lives_ok($$ insert into public.saved_replies (shortcut, text) values ('thanks', 'Thank you!') $$,
  'an owner saves a reply');
select throws_ok($$ insert into public.saved_replies (shortcut, text) values ('thanks', 'x') $$, '23505', null,
  'a shortcut names one reply');
select throws_ok($$ insert into public.saved_replies (shortcut, text) values ('Big', 'x') $$, '23514', null,
  'in small letters');
select throws_ok($$ insert into public.saved_replies (shortcut, text) values ('long', repeat('é', 501)) $$, '23514', null,
  'at most 1,000 bytes, as Instagram counts');
select tests.sign_out();
select throws_ok('select * from public.inbox_messages', '42501', null, 'a visitor is refused');
reset role;

-- What follows from the messages.
select is(tests.receive(tests.message('m1', 10), tests.message('m2', 5), tests.message('m0', 20)) ->> 'stored', '3',
  'two accounts of one name: each workspace counts for itself');
select is((tests.conversation()).unread_count::int, 3, 'unread is counted, never counted up');
select is((tests.conversation()).last_message_id, tests.id_of('m2'), 'an older message does not become the last one');
select is((tests.conversation()).last_inbound_at, now() - interval '5 minutes', 'the window begins at the newest');
select is(tests.receive(tests.message('r', 0, '{"type": "reaction", "mid": "m2", "by": "them", "emoji": "x"}')) ->> 'stored',
  '1', 'a reaction is stored at its message');
select is((tests.conversation()).last_inbound_at, now() - interval '5 minutes', 'and opens nothing');
select is(tests.receive(tests.message('bad', 1, '{"kind": "hologram"}'), tests.message('m3', 1)),
  '{"stored": 1, "known": 0, "ignored": 0, "unreadable": 1}'::jsonb, 'a bad event does not take the next one with it');

-- A reply.
select tests.sign_in_as('ann');
create temporary table sent on commit drop as select public.send_inbox_message((tests.conversation()).id, 'Hello') as id;
reset role;
grant select on sent to authenticated;
select is((tests.conversation()).unread_count::int, 0, 'who answers has read');
select is((select count(*)::int from private.jobs where kind = 'inbox.send'), 1, 'a reply asks for its job');
select throws_ok($$ update public.inbox_messages set state = 'sent' where id = (select id from sent) $$, '23514', null,
  'no reply is sent without the network''s id');
select throws_ok($$ update public.inbox_messages set state = 'failed' where id = (select id from sent) $$, '23514', null,
  'or failed without a reason');
select is(public.begin_inbox_reply((select id from sent)), true, 'the network is asked');
select is(public.begin_inbox_reply((select id from sent)), false, 'once');
select is(public.settle_inbox_reply((select id from sent), '{"state": "unknown"}'), 'unknown', 'the answer is lost');
select is(tests.receive(tests.message('e1', 0, '{"direction": "out", "text": "Hello"}')) ->> 'stored', '1', 'its echo comes');
select is((select state || ' ' || origin || ' ' || mid from public.inbox_messages where id = (select id from sent)),
  'sent here e1', 'and is the reply');
select is(public.settle_inbox_reply((select id from sent), '{"state": "failed", "code": "x", "error": "x"}'), 'sent',
  'what is sent stays sent');
select is(tests.receive(tests.message('e1', 0, '{"kind": "deleted", "direction": "out", "is_message": false}')) ->> 'stored', '1',
  'it is unsent in Instagram');
select is((select kind || coalesce(text, '') from public.inbox_messages where id = (select id from sent)), 'deleted',
  'and keeps no text');

-- The plan of the list: the rows of a page and no others.
reset role;
insert into public.inbox_conversations (workspace_id, connection_id, participant_id, last_message_at, resolved_at)
select tests.workspace_id('ann'), (tests.conversation()).connection_id, 'many' || n, now() - make_interval(mins => n),
  case when n % 2 = 0 then now() end
from generate_series(1, 2000) as n;
analyze public.inbox_conversations;
create function tests.plan_of(p_view text) returns text language plpgsql set search_path = '' as $$
declare
  v_line text;
  v_plan text := '';
begin
  for v_line in execute format('explain select * from public.inbox_conversations as conversation
    where conversation.workspace_id = %L and %s order by conversation.last_message_at desc, conversation.id desc limit 50',
    tests.workspace_id('ann'), replace(private.inbox_view_sql(p_view), '$5', quote_literal(tests.user_id('ann')))) loop
    v_plan := v_plan || v_line || E'\n';
  end loop;
  return v_plan;
end;
$$;
select is_empty($$ select view from unnest(array['open', 'unread', 'mine', 'unassigned', 'all']) as view
  where tests.plan_of(view) ~ 'Seq Scan' $$, 'no view of the list reads every conversation');
select matches(tests.plan_of('open'), 'inbox_conversations_open_idx', 'the open ones have their own index');
select doesnt_match(tests.plan_of('open'), 'Sort', 'which is in the order of the list');

select * from finish();
rollback;
