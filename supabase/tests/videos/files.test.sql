begin;
select plan(12);
select tests.create_user('ann');
select tests.create_user('bob');
select tests.create_user('uma');
select tests.join_workspace('uma', 'ann', 'uploader');

select tests.sign_in_as('ann');
create temp table made on commit drop as
  select product_id, public.begin_upload(product_id, 'a.mp4', 10, 'video/mp4', 'mp4', 7200) as upload
  from (select tests.add_product('B000000001') as product_id) as product;
grant select on made to authenticated;

select is((select upload ->> 'storage_path' from made), tests.workspace_id('ann') || '/B000000001.mp4', 'a file is named after its ASIN, in its workspace''s folder');
select is((select public.begin_upload(product_id, 'a.mp4', 10, 'video/mp4', 'mp4', 7200) ->> 'id' from made), (select upload ->> 'id' from made), 'the same file tried again is the same upload');
select isnt((select public.begin_upload(product_id, 'a.mp4', 11, 'video/mp4', 'mp4', 7200) ->> 'storage_path' from made), (select upload ->> 'storage_path' from made), 'another file gets another name');
select throws_ok($$ select public.save_video(product_id, (upload ->> 'id')::uuid, 'a.mp4', 10, 'video/mp4') from made $$, 'PT409', 'upload_incomplete', 'no video without its file');

select lives_ok($$ insert into storage.objects (bucket_id, name, metadata) select 'product-videos', upload ->> 'storage_path', '{"size": 10}' from made $$, 'an editor brings a file into the own folder');
select throws_ok(
  $$ insert into storage.objects (bucket_id, name) values ('product-videos', tests.workspace_id('bob') || '/x.mp4') $$, '42501', null, 'not into another');
select is((select public.save_video(product_id, (upload ->> 'id')::uuid, 'a.mp4', 10, 'video/mp4') -> 'tasks' ->> 'created' from made), '1', 'the file makes the video and its task');

select tests.sign_in_as('uma');
select is((select count(*)::int from storage.objects), 1, 'an uploader reads the workspace''s files');
select throws_ok($$ insert into storage.objects (bucket_id, name) values ('product-videos', tests.workspace_id('ann') || '/y.mp4') $$, '42501', null, 'and brings none');
select tests.sign_in_as('bob');
select is_empty($$ select from storage.objects $$, 'a stranger reads none');
select is_empty($$ delete from storage.objects returning id $$, 'and deletes none');

reset role;
delete from public.workspaces where id = tests.workspace_id('ann');
select set_eq('select path from private.orphan_files', $$ select upload ->> 'storage_path' from made union select replace(upload ->> 'storage_path', '.mp4', '-2.mp4') from made $$,
  'a deleted workspace leaves the names of its files for the sweep');

select * from finish();
rollback;
