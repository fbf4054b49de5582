begin;
select no_plan();
-- Ann's parents are P1 (owner Olga) and P2 (owner Pia). C is correlated to both, in four marketplaces.
select tests.create_user(name) from unnest(array['ann', 'bob', 'uma']) as name;
select tests.join_workspace('uma', 'ann', 'uploader');
create temp table ids on commit drop as select gen_random_uuid() as p1, gen_random_uuid() as p2;
grant select on ids to authenticated;
insert into public.sourced_products (id, workspace_id, asin, title, image_url)
select p1, tests.workspace_id('ann'), 'B00000000P', 'One', 'https://x.test/1.jpg' from ids union all
select p2, tests.workspace_id('ann'), 'B00000000Q', 'Two', 'https://x.test/2.jpg' from ids;
insert into public.influencer_tasks (workspace_id, search_asin, asin, product_id, marketplace, created_at)
select tests.workspace_id('ann'), parent.search_asin, asin, parent.id, marketplace, parent.moment
from ids cross join lateral (values ('B00000000P', p1, now() - interval '2 days'), ('B00000000Q', p2, now())) as parent
  (search_asin, id, moment)
cross join unnest(array[parent.search_asin, 'B00000000C']) as asin
cross join unnest(array['US', 'CA', 'UK', 'DE']) as marketplace;

create function pg_temp.make(p_search_asin text, p_asin text) returns void language sql as $$
  insert into public.thumbnails (workspace_id, search_asin, asin, product_id, state, storage_path)
  select tests.workspace_id('ann'), p_search_asin, p_asin, product.id, 'ready', p_search_asin || '/' || p_asin
  from public.sourced_products as product where product.asin = p_search_asin
    and product.workspace_id = tests.workspace_id('ann');
$$;
-- What every task shows, by parent and ASIN; a row for each distinct answer.
create function pg_temp.shown() returns setof text language sql as $$
  select distinct task.search_asin || ' ' || task.asin || ': ' || (answer ->> 'source') || ' ' || coalesce(answer ->> 'path', '-')
  from public.influencer_tasks as task cross join lateral public.find_thumbnail(task.id) as answer;
$$;
create function pg_temp.by_asin(p_asin text, p_marketplace text default null) returns text language sql as $$
  select (answer ->> 'source') || ' ' || coalesce(answer ->> 'path', '-')
  from public.find_thumbnail(p_asin => p_asin, p_marketplace => p_marketplace) as answer;
$$;
grant execute on function pg_temp.shown, pg_temp.by_asin to authenticated;

select tests.sign_in_as('uma');
select set_eq('select pg_temp.shown()', array['B00000000P B00000000P: none -', 'B00000000P B00000000C: none -',
  'B00000000Q B00000000Q: none -', 'B00000000Q B00000000C: none -'], 'without pictures every task has none');
select is(pg_temp.by_asin('B00000000C'), 'none -', 'and neither has the ASIN');
select is(pg_temp.by_asin('B0UNKNOWN1'), 'none -', 'nor an ASIN that nobody knows');

reset role;
select pg_temp.make('B00000000P', 'B00000000P');
select tests.sign_in_as('uma');
select set_eq('select pg_temp.shown()', array[
  'B00000000P B00000000P: own B00000000P/B00000000P', 'B00000000P B00000000C: inherited B00000000P/B00000000P',
  'B00000000Q B00000000Q: none -', 'B00000000Q B00000000C: none -'],
  'a parent passes its picture to its own tasks only, in all four marketplaces');
select is(pg_temp.by_asin('B00000000C'), 'inherited B00000000P/B00000000P', 'by ASIN the parent with a picture is found');

reset role;
select pg_temp.make('B00000000Q', 'B00000000Q');
select tests.sign_in_as('uma');
select is(pg_temp.by_asin('B00000000C', 'DE'), 'inherited B00000000Q/B00000000Q', 'of two parents the one with the newer task wins');
select set_eq('select pg_temp.shown()', array[
  'B00000000P B00000000P: own B00000000P/B00000000P', 'B00000000P B00000000C: inherited B00000000P/B00000000P',
  'B00000000Q B00000000Q: own B00000000Q/B00000000Q', 'B00000000Q B00000000C: inherited B00000000Q/B00000000Q'],
  'each task inherits from its own parent');
reset role;
update public.influencer_tasks set status = 'completed' where search_asin = 'B00000000Q' and asin = 'B00000000C' and marketplace = 'DE';
select tests.sign_in_as('uma');
select is(pg_temp.by_asin('B00000000C', 'DE'), 'inherited B00000000P/B00000000P', 'a waiting task comes before a completed one');
select is(pg_temp.by_asin('B00000000C', 'US'), 'inherited B00000000Q/B00000000Q', 'in that marketplace only');
select is(pg_temp.by_asin('B00000000C', 'JP'), 'none -', 'a marketplace without a task inherits nothing');

reset role;
select pg_temp.make('B00000000P', 'B00000000C');
select tests.sign_in_as('uma');
select set_eq('select pg_temp.shown()', array[
  'B00000000P B00000000P: own B00000000P/B00000000P', 'B00000000P B00000000C: own B00000000P/B00000000C',
  'B00000000Q B00000000Q: own B00000000Q/B00000000Q', 'B00000000Q B00000000C: inherited B00000000Q/B00000000Q'],
  'a picture of its own comes first, for the tasks of that parent');
select is(pg_temp.by_asin('B00000000C', 'US'), 'own B00000000P/B00000000C', 'and by ASIN before every parent''s');
select is((select count(distinct item ->> 'thumbnail_path')::integer from jsonb_array_elements(
  public.list_influencer_tasks('{}', 50) -> 'rows') as item), 3, 'the list of tasks shows the same pictures');

select tests.sign_in_as('bob');
select is(pg_temp.by_asin('B00000000P'), 'none -', 'a stranger''s ASIN of the same name has none');
select throws_ok('select public.find_thumbnail(p_product_id => (select p1 from ids))', 'PT404', 'product_not_found', 'and no product');
select is_empty('select id from public.thumbnails', 'nor a row');

reset role;
delete from public.sourced_products where id = (select p1 from ids);
select set_eq($$ select path from private.orphan_files where bucket = 'generated-thumbnails' $$,
  array['B00000000P/B00000000P', 'B00000000P/B00000000C'], 'the files of a deleted product go with it');
select * from finish();
rollback;
