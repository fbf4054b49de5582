begin;
select plan(11);
select tests.create_user('ann');

create function pg_temp.note(p_hash text, p_version integer default 1) returns boolean language sql as $$
  select public.note_creator_hub_shape(repeat(p_hash, 64), p_version, 'US', 'upload');
$$;
create function pg_temp.times(p_hash text) returns integer language sql as $$
  select times from private.creator_hub_shapes where hash = repeat(p_hash, 64);
$$;

-- Counting.
select ok(pg_temp.note('a') and pg_temp.note('a'), 'a known shape is noted again');
select is(pg_temp.times('a'), 2, 'and counted');
update private.creator_hub_shapes set times = 2147483647;
select ok(pg_temp.note('a'), 'a count that reached its end does not fail');
select is(pg_temp.times('a'), 2147483647, 'and stays there');
select throws_ok($$ select public.note_creator_hub_shape('ann@example.test', 1, 'US', 'upload') $$, '23514', null,
  'what is no hash is not stored');

-- It grows so far and no further.
insert into private.creator_hub_shapes (hash, selector_version, marketplace, page)
select repeat('b', 64), number, 'DE', 'edit' from generate_series(1, 199) as number;
select ok(not pg_temp.note('c'), 'a new shape is left out after 200 in one day');
select ok(pg_temp.note('a'), 'a known one still counts');
update private.creator_hub_shapes set first_seen_on = current_date - 1;
select ok(pg_temp.note('c'), 'the next day has room again');
insert into private.creator_hub_shapes (hash, selector_version, marketplace, page, first_seen_on)
select repeat('d', 64), number, 'DE', 'edit', current_date - 2 from generate_series(1, 4799) as number;
select ok(not pg_temp.note('e'), 'a new shape is left out after 5000 in all');

-- Old ones go.
update private.creator_hub_shapes set last_seen_on = current_date - 91 where hash = repeat('d', 64);
select is(public.purge_creator_hub_shapes(1000) + public.purge_creator_hub_shapes(4000) + public.purge_creator_hub_shapes(),
  4799, 'shapes that nobody met for 90 days are deleted, and only these');

select tests.sign_in_as('ann');
select throws_ok($$ select public.note_creator_hub_shape(repeat('f', 64), 1, 'US', 'upload') $$, '42501', null,
  'a person calls none of this directly');

select * from finish();
rollback;
