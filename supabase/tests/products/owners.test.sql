begin;
select plan(12);
select tests.create_user('ann');
select tests.sign_in_as('ann');
select public.create_crm_row('crm_owners', owner) from jsonb_array_elements('[{"name": "Mia", "title_prefix": "Honest Review"}, {"name": "Tom", "title_prefix": "Toms Test"}, {"name": "Zoe", "title_prefix": ""}]') as owner;
select tests.add_product('B000000001', 'Desk lamp');

create function pg_temp.own(owner_name text) returns void language sql as $$
  insert into public.product_owners (product_id, owner_id)
  select product.id, owner.id from public.sourced_products as product, public.crm_owners as owner where owner.name = owner_name;
$$;
create function pg_temp.primary_owner() returns text language sql as $$
  select string_agg(owner.name, ',') from public.product_owners join public.crm_owners as owner on owner.id = owner_id where is_primary;
$$;
create function pg_temp.title() returns text language sql as 'select video_title from public.sourced_products';

select is(pg_temp.title(), 'Desk lamp', 'without an owner the title stands alone');
select pg_temp.own('Mia');
select is(pg_temp.primary_owner(), 'Mia', 'the first owner is the primary one');
select is(pg_temp.title(), 'Honest Review - Desk lamp', 'and gives the video title its prefix');
select pg_temp.own('Tom');
select is(pg_temp.primary_owner(), 'Mia', 'a second owner does not take over');
update public.product_owners set is_primary = true where owner_id = (select id from public.crm_owners where name = 'Tom');
select is(pg_temp.primary_owner(), 'Tom', 'unless said, and then alone');
select is(pg_temp.title(), 'Toms Test - Desk lamp', 'the title follows');
select public.update_crm_row('crm_owners', id, '{"title_prefix": "Tom tries"}') from public.crm_owners where name = 'Tom';
select is(pg_temp.title(), 'Tom tries - Desk lamp', 'a new prefix reaches the products');
delete from public.product_owners where owner_id = (select id from public.crm_owners where name = 'Tom');
select is(pg_temp.primary_owner(), 'Mia', 'when the primary goes, the first remaining is it');
update public.sourced_products set video_title = 'Typed', is_video_title_typed = true;
select pg_temp.own('Zoe');
delete from public.product_owners where owner_id = (select id from public.crm_owners where name = 'Mia');
select is(pg_temp.title(), 'Typed', 'a title a person typed is never overwritten');
update public.sourced_products set is_video_title_typed = false;
select is(pg_temp.title(), 'Desk lamp', 'given back to the rule, it follows again; an empty prefix is none');
delete from public.product_owners;
select is(pg_temp.primary_owner(), null, 'no owner, no primary');
select pg_temp.own('Mia');
select pg_temp.own('Tom');
update public.product_owners set share_bps = 6000 where is_primary;
select throws_ok('update public.product_owners set share_bps = 6000', 'PT400', 'invalid_input', 'shares stop at 100%');

select * from finish();
rollback;
