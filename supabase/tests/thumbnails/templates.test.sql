begin;
select no_plan();
select tests.create_user(name) from unnest(array['ann', 'bob', 'uma']) as name;
select tests.join_workspace('uma', 'ann', 'uploader');
create temp table ids on commit drop as select gen_random_uuid() as owner, gen_random_uuid() as product, null::uuid as template;
grant select, update on ids to authenticated;
insert into public.crm_owners (id, workspace_id, name, title_prefix) select owner, tests.workspace_id('ann'), 'Olga', 'Real' from ids;
insert into public.sourced_products (id, workspace_id, asin, title, video_title, image_url)
select product, tests.workspace_id('ann'), 'B000000001', 'Lamp', 'Real - Lamp', null from ids;

create function pg_temp.upload() returns uuid language sql as $$
  select (public.begin_template_upload('png') ->> 'id')::uuid;
$$;
create function pg_temp.create_template(p_name text, p_change jsonb default '{}') returns uuid language sql as $$
  select public.create_thumbnail_template(jsonb_build_object('owner_id', (select owner from ids), 'name', p_name,
    'placement_zone', '{"x": 0, "y": 0, "width": 100, "height": 100}'::jsonb, 'fit', 'contain', 'background', null,
    'removes_white_background', false, 'layers', '[]'::jsonb, 'is_active', true) || p_change, pg_temp.upload(),
    jsonb_build_object('sha256', repeat('a', 64), 'width', 10, 'height', 10));
$$;
grant execute on function pg_temp.upload, pg_temp.create_template to authenticated;

select tests.sign_in_as('uma');
select throws_ok($$ select public.begin_template_upload('png') $$, 'PT403', 'not_allowed', 'an uploader uploads no template');
select throws_ok($$ select public.list_thumbnail_templates() $$, 'PT403', 'not_allowed', 'nor reads one');

select tests.sign_in_as('ann');
select throws_ok($$ select pg_temp.create_template('A', jsonb_build_object('owner_id', gen_random_uuid())) $$, 'PT409', 'owner_missing', 'a template has an owner');
update ids set template = pg_temp.create_template('Blue', '{"is_active": false}');
select is((select is_active from public.thumbnail_templates), true, 'an owner''s first template is active');
select throws_ok($$ select pg_temp.create_template('bLUE') $$, 'PT409', 'name_taken', 'a name is taken once, whatever its capitals');
select lives_ok($$ select pg_temp.create_template('Red') $$, 'a zone at x = 0 and y = 0 is a zone');
select results_eq($$ select name from public.thumbnail_templates where is_active $$, array['Red'], 'one template of an owner is active');

select lives_ok($$ select public.update_thumbnail_template((select template from ids), '{"fit": "cover", "background": "#FFFFFF"}') $$, 'a change');
select results_eq($$ select version, changed from public.thumbnail_template_versions where template_id = (select template from ids) order by version $$,
  $$ values (1, '{}'::text[]), (2, '{fit,background}') $$, 'makes a version that says what it changed');
select lives_ok($$ select public.update_thumbnail_template((select template from ids), '{"fit": "cover", "name": "Sky"}') $$, 'the same design');
select is((select version from public.thumbnail_templates where name = 'Sky'), 2, 'makes no version');
select lives_ok($$ select public.update_thumbnail_template((select template from ids), '{"restore_version": 1}') $$, 'version 1 comes back');
select results_eq($$ select version, fit, background, restored_from from public.thumbnail_template_versions
  where template_id = (select template from ids) order by version desc limit 1 $$, $$ values (3, 'contain', null::text, 1) $$, 'as the newest version');
select throws_ok($$ select public.update_thumbnail_template((select template from ids), '{"restore_version": 9}') $$, 'PT404', 'template_version_not_found', 'no version 9');
select throws_ok($$ select public.update_thumbnail_template((select template from ids), '{"fit": "contain"}', p_if_match => now() - interval '1 day') $$,
  'PT409', 'row_changed', 'a stale change is refused');
select lives_ok($$ select public.update_thumbnail_template((select template from ids), '{"is_active": true}') $$, 'activating one');
select results_eq($$ select name from public.thumbnail_templates where is_active $$, array['Sky'], 'ends the other');
select throws_ok($$ select public.update_thumbnail_template((select template from ids), '{"placement_zone": {"x": 60, "y": 0, "width": 50, "height": 10}}') $$,
  '23514', null, 'a zone outside the frame is no zone');

select tests.sign_in_as('bob');
select throws_ok($$ select public.update_thumbnail_template((select template from ids), '{"name": "Mine"}') $$, 'PT404', 'template_not_found', 'a stranger finds no template');
select throws_ok($$ select public.list_template_versions((select template from ids)) $$, 'PT404', 'template_not_found', 'nor its versions');

-- Automatic thumbnails: an owner with an active template, and an image.
reset role;
create function pg_temp.waiting() returns integer language sql as $$
  select count(*)::integer from public.thumbnail_run_items where workspace_id = tests.workspace_id('ann') and state = 'waiting';
$$;
insert into public.product_owners (workspace_id, product_id, owner_id) select tests.workspace_id('ann'), product, owner from ids;
select is(pg_temp.waiting(), 0, 'a product without an image waits for one');
update public.sourced_products set image_url = 'https://x.test/a.jpg' where id = (select product from ids);
select is(pg_temp.waiting(), 1, 'its image makes the thumbnail');
select is((select state from public.thumbnails), 'pending', 'which the video shows as pending');
select is((select count(*)::integer from private.jobs where kind = 'thumbnails.make' and finished_at is null), 1, 'one job makes it');
insert into public.influencer_tasks (workspace_id, search_asin, asin, product_id, marketplace)
select tests.workspace_id('ann'), 'B000000001', 'B000000001', product, market from ids, unnest(array['US', 'CA']) as market;
select is(pg_temp.waiting(), 1, 'new tasks make it no second time');

select is((select item -> 'inputs' -> 'texts' ->> 'owner_prefix' from public.thumbnail_runs as run,
  jsonb_array_elements(public.next_thumbnail_items(run.id, 10)) as item), 'Real', 'the job gets what the picture is made from');
select public.record_thumbnail(item -> 'inputs', 'one', '[]', '[]'), public.settle_thumbnail_item((item ->> 'id')::uuid, '{"state": "made", "path": "one"}')
from public.thumbnail_runs as run, jsonb_array_elements(public.next_thumbnail_items(run.id, 10)) as item;
select is((select state from public.thumbnails), 'ready', 'a finished picture is ready');
select public.settle_thumbnail_item(id, '{"state": "failed", "error_code": "late"}') from public.thumbnail_run_items;
select is((select state from public.thumbnails), 'ready', 'a second worker changes nothing');

select public.update_thumbnail_settings(false) from (select tests.sign_in_as('ann')) as signed_in;
reset role;
delete from public.thumbnails;
update public.product_owners set share_bps = 100;
select is(pg_temp.waiting(), 0, 'the switch ends automatic thumbnails');
update public.workspaces set makes_thumbnails = true where id = tests.workspace_id('ann');
update public.product_owners set share_bps = 200;
select is(pg_temp.waiting(), 1, 'and begins them again');

-- A template that becomes active makes what its owner's products lack.
delete from public.thumbnails;
update public.thumbnail_templates set is_active = false;
update public.product_owners set share_bps = 300;
select is(pg_temp.waiting(), 0, 'without an active template nothing is made');
select public.update_thumbnail_template((select template from ids), '{"is_active": true}') from (select tests.sign_in_as('ann')) as signed_in;
reset role;
select is(pg_temp.waiting(), 1, 'activating one makes it');
select public.update_thumbnail_template((select template from ids), '{"is_active": true}') from (select tests.sign_in_as('ann')) as signed_in;
reset role;
select is(pg_temp.waiting(), 1, 'once');

-- A job that died leaves no picture pending for ever.
update private.jobs set is_dead = true, finished_at = now(), last_error_code = 'worker_lost' where kind = 'thumbnails.make' and finished_at is null;
select results_eq($$ select state, error_code from public.thumbnails $$, $$ values ('failed', 'worker_lost') $$, 'its thumbnails have failed');
select is((select count(*)::integer from public.thumbnail_runs where finished_at is null and workspace_id = tests.workspace_id('ann')), 0,
  'and its run is finished');

-- Before and after: the file before stays as long as the sheet shows it.
select public.record_thumbnail(private.thumbnail_inputs(null, null, product, null), 'two', '[]', '[]') from ids;
select public.update_thumbnail_template((select template from ids), '{"fit": "cover"}') from (select tests.sign_in_as('ann')) as signed_in;
create temp table run on commit drop as select (public.request_thumbnail_run((select template from ids), null) ->> 'id')::uuid as id;
reset role;
select public.record_thumbnail(item -> 'inputs', 'three', '[]', '[]'), public.settle_thumbnail_item((item ->> 'id')::uuid, '{"state": "made", "path": "three"}')
from run, jsonb_array_elements(public.next_thumbnail_items(run.id, 10)) as item;
select is_empty($$ select path from private.orphan_files where path = 'two' $$, 'the file before stays');
delete from public.thumbnail_runs where id = (select id from run);
select results_eq($$ select path from private.orphan_files where path in ('two', 'three') $$, array['two'], 'until its run is deleted');
select public.record_thumbnail(private.thumbnail_inputs(null, null, product, null), 'two', '[]', '[]') from ids;
select results_eq($$ select path from private.orphan_files where path in ('two', 'three') $$, array['three'], 'a picture whose inputs came back is kept');

-- Another template that becomes active offers to make again what the first one made, and makes nothing by itself.
create function pg_temp.outdated() returns setof text language sql as $$
  select (item ->> 'name') || ' ' || (item ->> 'outdated') from jsonb_array_elements(public.list_thumbnail_templates()) as item
  where item ->> 'owner_name' = 'Olga';
$$;
grant execute on function pg_temp.outdated to authenticated;
select tests.sign_in_as('ann');
select set_eq('select pg_temp.outdated()', array['Sky 0', 'Red 0'], 'nothing is outdated');
select public.update_thumbnail_template(id, '{"is_active": true}') from public.thumbnail_templates where name = 'Red';
select set_eq('select pg_temp.outdated()', array['Sky 0', 'Red 1'], 'the picture of another template is outdated');
select is((select public.request_thumbnail_run(id, null) ->> 'total' from public.thumbnail_templates where name = 'Red'), '1', 'and a run makes it');
select public.update_thumbnail_template((select template from ids), '{"is_active": true}');
select set_eq('select pg_temp.outdated()', array['Sky 0', 'Red 0'], 'the template that made it has nothing to make again');
reset role;
update public.thumbnails set state = 'ready';

-- A deleted template takes its images, not its pictures.
select public.delete_thumbnail_template((select template from ids)) from (select tests.sign_in_as('ann')) as signed_in;
reset role;
select is((select storage_path from public.thumbnails), 'two', 'the finished thumbnail stays');
select isnt_empty($$ select path from private.orphan_files where bucket = 'thumbnail-templates' $$, 'the image goes');
select * from finish();
rollback;
