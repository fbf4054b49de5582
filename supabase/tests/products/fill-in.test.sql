begin;
select plan(14);
select tests.create_user('ann');
select tests.create_user('bob');
select tests.create_user('uma');
select tests.join_workspace('uma', 'ann', 'uploader');

create function pg_temp.waiting_jobs() returns bigint language sql security definer as $$
  select count(*) from private.jobs where kind = 'products.fill-in' and finished_at is null;
$$;
create function pg_temp.id_of(p_asin text) returns uuid language sql security definer as $$
  select id from public.sourced_products where asin = p_asin;
$$;
grant execute on all functions in schema pg_temp to authenticated;

select tests.sign_in_as('ann');
insert into public.sourced_products (asin, title, image_url) values ('B000000001', 'Lamp', 'https://example.com/a.png');
select is(pg_temp.waiting_jobs(), 0::bigint, 'a product with title and image is not looked up');
insert into public.sourced_products (asin, title) values ('B000000002', 'Kettle'), ('B000000003', null);
select is(pg_temp.waiting_jobs(), 2::bigint, 'one without either asks for it with its own insert');
select results_eq($$ select fill_in_state from public.sourced_products order by asin $$, array[null, 'waiting', 'waiting'],
  'and waits');
select throws_ok($$ update public.sourced_products set fill_in_state = 'done' $$, '42501', null, 'no role writes the state');
select throws_ok($$ insert into public.sourced_products (asin, fill_in_state) values ('B000000004', 'done') $$, '42501', null,
  'not with a new product either');
select throws_ok($$ select public.record_fill_ins('[]') $$, '42501', null, 'no role writes results');
select throws_ok($$ select * from public.claim_fill_ins(gen_random_uuid()) $$, '42501', null, 'nor takes work');
select throws_ok($$ select public.postpone_fill_ins(now()) $$, '42501', null, 'nor puts it off');

select tests.sign_in_as('bob');
select is(public.request_fill_in(pg_temp.id_of('B000000001')), false, 'another workspace''s product is not there');
select tests.sign_in_as('uma');
select throws_ok($$ select public.request_fill_in(pg_temp.id_of('B000000001')) $$, 'PT403', 'not_allowed', 'an uploader asks for nothing');

select tests.sign_in_as('ann');
select is(public.request_fill_in(pg_temp.id_of('B000000002')), false, 'what waits already is not asked for twice');
select is(public.request_fill_in(pg_temp.id_of('B000000001')), true, 'what does not is');
select is(pg_temp.waiting_jobs(), 3::bigint, 'with a job');
select is(
  (select updated_at from public.sourced_products where asin = 'B000000001'),
  (select created_at from public.sourced_products where asin = 'B000000001'),
  'and keeps its version: a lookup is no person''s change');

select * from finish();
rollback;
