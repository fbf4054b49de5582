begin;
select plan(63);
select tests.create_user('ann');
select tests.create_user('bob');
select tests.create_user('uma');
select tests.join_workspace('uma', 'ann', 'uploader');

create function tests.entry(p_list text, p_name text) returns uuid language plpgsql stable as $$
declare v_id uuid;
begin
  execute format('select id from public.%I where name = $1', p_list) into v_id using p_name;
  return v_id;
end;
$$;
create function tests.names(p_list text) returns text language sql stable as $$
  select string_agg(entry ->> 'name', ', ' order by (entry ->> 'position')::integer) from jsonb_array_elements(public.list_crm_rows(p_list)) as entry;
$$;
create function tests.change_entry(p_list text, p_name text, p_changes jsonb) returns jsonb language sql as $$
  select public.update_crm_row(p_list, tests.entry(p_list, p_name), p_changes) -> 'row';
$$;
create function tests.set_value(p_field text, p_value jsonb) returns void language sql as $$
  update public.sourced_products set custom_values = jsonb_build_object(tests.entry('crm_fields', p_field), p_value);
$$;
create function tests.owners() returns text language sql stable as $$
  select string_agg(owner.name || case when link.is_primary then '*' else '' end || coalesce(' ' || link.share_bps, ''), ', ' order by owner.name)
  from public.product_owners as link join public.crm_owners as owner on owner.id = link.owner_id;
$$;
grant execute on all functions in schema tests to authenticated;

select tests.sign_in_as('ann');
select throws_ok($$ insert into public.crm_statuses (name) values ('Mine') $$, '42501', null, 'only its functions write a list');
select throws_ok($$ update public.crm_owners set name = 'Mine' $$, '42501', null, 'nor changes it');
select throws_ok($$ delete from public.crm_fields $$, '42501', null, 'nor deletes from it');
select throws_ok($$ select public.create_crm_row('users', '{"name": "Mine"}') $$, 'P0001', null, 'a table that is no list is refused');

select is(tests.names('crm_marketplaces'), 'eBay, Facebook Marketplace, Amazon, Keep', 'a workspace starts with four sales channels');
select is((select string_agg(name, ', ') from public.crm_marketplaces where has_quick_list), 'eBay', 'eBay is the one to list on in one step');
select is((select string_agg(name, ', ' order by position) from public.crm_statuses where not is_open), 'Delivered, Completed, Returned, Cancelled', 'four statuses want nothing any more');

select tests.change_entry('crm_marketplaces', 'Keep', '{"position": 1}');
select is(tests.names('crm_marketplaces'), 'Keep, eBay, Facebook Marketplace, Amazon', 'a row moves up and the others make room');
select tests.change_entry('crm_marketplaces', 'Keep', '{"position": 3}');
select is(tests.names('crm_marketplaces'), 'eBay, Facebook Marketplace, Keep, Amazon', 'and down');
select tests.change_entry('crm_marketplaces', 'eBay', '{"position": 99}');
select is(tests.names('crm_marketplaces'), 'Facebook Marketplace, Keep, Amazon, eBay', 'past the end is the end');
select public.delete_crm_row('crm_marketplaces', tests.entry('crm_marketplaces', 'Keep'));
select is((select array_agg(position order by position) from public.crm_marketplaces), '{1,2,3}', 'after a deletion they are numbered without a gap');
select is(public.create_crm_row('crm_marketplaces', '{"name": "Etsy"}') ->> 'position', '4', 'a new one is last');
select throws_ok($$ select public.create_crm_row('crm_marketplaces', '{"name": "ETSY"}') $$, 'PT409', 'name_taken', 'a name is there once, however it is written');
select throws_ok($$ select tests.change_entry('crm_marketplaces', 'Etsy', '{"name": "ebay"}') $$, 'PT409', 'name_taken', 'also after a renaming');
select is(public.create_crm_row('crm_contact_sources', '{"name": "Fair", "workspace_id": "00000000-0000-0000-0000-000000000000", "position": 1}') ->> 'position', '8',
  'nothing but its own fields is taken from the caller');

select is((public.update_crm_row('crm_statuses', id, '{"name": "Old"}', updated_at - interval '1 second') ->> 'is_changed'), 'false', 'an older version changes nothing')
from public.crm_statuses where name = 'Review';
select is((public.update_crm_row('crm_statuses', id, '{"name": "Checking"}', updated_at) -> 'row' ->> 'name'), 'Checking', 'the current one does')
from public.crm_statuses where name = 'Review';
select tests.change_entry('crm_statuses', 'Problem', '{"automation": "shipment_delivered"}');
select is((select string_agg(name, ', ') from public.crm_statuses where automation = 'shipment_delivered'), 'Problem', 'a key moves from the status that had it');

select tests.add_product('B000000001', 'Desk lamp'), tests.add_product('B000000002', 'Kettle');
select throws_ok($$ select public.delete_crm_row('crm_statuses', tests.entry('crm_statuses', 'Sourcing')) $$, 'PT409', 'entry_in_use', 'a status with products needs to know where they go');
select throws_ok($$ select public.delete_crm_row('crm_statuses', tests.entry('crm_statuses', 'Sourcing'), 'none') $$, 'PT409', 'entry_in_use', 'nowhere is no place for them');
select throws_ok($$ select public.delete_crm_row('crm_statuses', tests.entry('crm_statuses', 'Sourcing'), tests.entry('crm_statuses', 'Sourcing')::text) $$, 'PT400', 'invalid_input', 'nor is the status itself');
select throws_ok($$ select public.delete_crm_row('crm_statuses', tests.entry('crm_statuses', 'Sourcing'), gen_random_uuid()::text) $$, 'PT400', 'invalid_input', 'nor something unknown');
update public.sourced_products set deleted_at = now() where asin = 'B000000002';
create temporary table gone as select public.delete_crm_row('crm_statuses', tests.entry('crm_statuses', 'Sourcing'), tests.entry('crm_statuses', 'Ordered')::text) as answer;
select is((select answer ->> 'moved' from gone), '1', 'it says how many it moved, Trash left out');
select is((select string_agg(distinct status.name, ', ') from public.sourced_products join public.crm_statuses as status on status.id = status_id), 'Ordered', 'and what is in Trash moves along');
select is((select kind || product_count from public.change_sets where id = (select (answer ->> 'change_set_id')::uuid from gone)), 'bulk2', 'the move is one change');
select is((select array_agg(product_count) from (select (entry ->> 'product_count')::integer as product_count from jsonb_array_elements(public.list_crm_rows('crm_statuses', true)) as entry where entry ->> 'name' in ('Ordered', 'Shipped') order by 1 desc) as counts), '{1,0}', 'the list counts products outside Trash');
update public.sourced_products set deleted_at = null;

select lives_ok($$ select tests.change_entry('crm_statuses', name, '{"is_hidden": true}') from public.crm_statuses where name <> 'Ordered' $$, 'all statuses but one can be hidden');
select throws_ok($$ select tests.change_entry('crm_statuses', 'Ordered', '{"is_hidden": true}') $$, 'PT409', 'last_status', 'the last visible one stays');
select throws_ok($$ select public.delete_crm_row('crm_statuses', tests.entry('crm_statuses', 'Ordered'), tests.entry('crm_statuses', 'Shipped')::text) $$, 'PT409', 'last_status', 'and is not deleted');

select public.create_crm_row('crm_owners', owner) from jsonb_array_elements('[{"name": "Mia"}, {"name": "Tom"}, {"name": "Zoe"}]') as owner;
insert into public.product_owners (product_id, owner_id, share_bps)
select product.id, owner.id, 5000 from public.sourced_products as product, public.crm_owners as owner
where product.asin = 'B000000001' and owner.name in ('Mia', 'Tom') order by owner.name;
select is(tests.owners(), 'Mia* 5000, Tom 5000', 'two owners share a product');
select is(public.delete_crm_row('crm_owners', tests.entry('crm_owners', 'Mia'), tests.entry('crm_owners', 'Tom')::text) ->> 'moved', '1', 'the primary one goes, to the other');
select is(tests.owners(), 'Tom* 10000', 'who is primary now and has both shares');
select is((select video_title from public.sourced_products where asin = 'B000000001'), 'Honest Review - Desk lamp', 'the video title has a prefix still');
select public.delete_crm_row('crm_owners', tests.entry('crm_owners', 'Tom'), tests.entry('crm_owners', 'Zoe')::text);
select is(tests.owners(), 'Zoe* 10000', 'where only one is, the other takes the place');
select public.delete_crm_row('crm_owners', tests.entry('crm_owners', 'Zoe'), 'none');
select is(tests.owners(), null, 'or the product loses the owner');
select is((select video_title from public.sourced_products where asin = 'B000000001'), 'Desk lamp', 'and the title its prefix');

select public.create_crm_row('crm_fields', jsonb_build_object('name', kind, 'kind', kind)) from unnest(array['text', 'number', 'money', 'date', 'checkbox', 'url']) as kind;
select public.create_crm_row('crm_fields', '{"name": "Size", "kind": "select", "options": [
  {"id": "aaaaaaaa-0000-4000-8000-000000000001", "name": "Small", "color": "#3B82F6"},
  {"id": "aaaaaaaa-0000-4000-8000-000000000002", "name": "Large", "color": "#EF4444"}]}');
select throws_ok($$ select public.create_crm_row('crm_fields', '{"name": "Odd", "kind": "colour"}') $$, '23514', null, 'a field is of a known kind');
select lives_ok(format('select tests.set_value(%L, %L)', kind, value), kind || ' takes ' || value)
from (values ('text', '"blue"'), ('number', '-1.5'), ('money', '1999'), ('date', '"2028-02-29"'), ('checkbox', 'false'),
  ('url', '"https://example.com/a"'), ('Size', '"aaaaaaaa-0000-4000-8000-000000000001"')) as fitting (kind, value);
select throws_ok(format('select tests.set_value(%L, %L)', kind, left(value, 3000)), 'PT400', 'invalid_input', kind || ' refuses ' || left(value, 40))
from (values ('text', '7'), ('number', '"7"'), ('money', '19.99'), ('money', '-1'), ('date', '"2027-02-29"'), ('date', '"tomorrow"'),
  ('checkbox', '"yes"'), ('url', '"javascript:alert(1)"'), ('Size', '"aaaaaaaa-0000-4000-8000-000000000009"')) as wrong (kind, value);
select throws_ok(format('update public.sourced_products set custom_values = %L', jsonb_build_object(gen_random_uuid(), 1)), 'PT400', 'invalid_input', 'a field that is not there takes nothing');
select tests.set_value('text', 'null');
select is((select custom_values from public.sourced_products limit 1), '{}', 'null is no value');

select tests.set_value('Size', '"aaaaaaaa-0000-4000-8000-000000000001"');
select tests.change_entry('crm_fields', 'Size', '{"options": [{"id": "aaaaaaaa-0000-4000-8000-000000000002", "name": "Large", "color": "#EF4444"}],
  "moved_options": {"aaaaaaaa-0000-4000-8000-000000000001": "aaaaaaaa-0000-4000-8000-000000000002"}}');
select is((select string_agg(distinct custom_values ->> tests.entry('crm_fields', 'Size')::text, ', ') from public.sourced_products), 'aaaaaaaa-0000-4000-8000-000000000002', 'values of a removed option move to the named option');
select tests.change_entry('crm_fields', 'Size', '{"options": []}');
select is((select array_agg(distinct custom_values) from public.sourced_products), array['{}'::jsonb], 'or go');

select public.create_crm_row('crm_owners', '{"name": "Known"}');
create temporary table known as select id from public.crm_owners;

select tests.sign_in_as('bob');
select throws_ok(format('select public.delete_crm_row(''crm_owners'', %L)', (select id from known)), 'PT404', 'entry_not_found', 'a stranger finds nothing to delete');
select throws_ok(format('select public.update_crm_row(''crm_owners'', %L, ''{"name": "Mine"}'')', (select id from known)), 'PT404', 'entry_not_found', 'nor to change');

select tests.sign_in_as('uma');
select is(public.list_crm_rows('crm_statuses'), '[]', 'an uploader reads an empty list');
select throws_ok($$ select public.create_crm_row('crm_owners', '{"name": "Uma"}') $$, 'PT403', 'not_allowed', 'adds nothing');
select throws_ok($$ select public.delete_crm_row('crm_owners', gen_random_uuid()) $$, 'PT403', 'not_allowed', 'and deletes nothing');

reset role;
select lives_ok($$ delete from public.workspaces where id = tests.workspace_id('bob') $$, 'a workspace goes with all its statuses');

select * from finish();
rollback;
