begin;
select plan(5);
select tests.create_user('ann');
select tests.create_user('bob');
select tests.create_user('uma');
select tests.join_workspace('uma', 'ann', 'uploader');

select tests.sign_in_as('ann');
create temp table made on commit drop as
  select product_id, public.begin_upload(product_id, 'a.mp4', 10, 'video/mp4', 'mp4', 7200) as upload
  from (select tests.add_product('B000000001') as product_id) as product;
grant select on made to authenticated;
insert into storage.objects (bucket_id, name, metadata) select 'product-videos', upload ->> 'storage_path', '{"size": 10}' from made;
select public.save_video(product_id, (upload ->> 'id')::uuid, 'a.mp4', 10, 'video/mp4') from made;

select is(jsonb_array_length(public.list_product_videos('{}', 10) -> 'rows'), 1, 'the list has the video');
select is(public.list_product_videos('{}', 10) -> 'rows' -> 0 -> 'tasks' ->> 'pending', '1', 'with the tasks that carry it');
select is(jsonb_array_length(public.list_product_videos('{"search": "%"}', 10) -> 'rows'), 0, 'a percent sign is a sign like any other');

select tests.sign_in_as('uma');
select is(public.list_product_videos('{}', 10, null, true) ->> 'total', '1', 'an uploader sees the videos of the workspace');
select tests.sign_in_as('bob');
select is(public.list_product_videos('{}', 10, null, true), '{"rows": [], "total": 0}'::jsonb, 'a stranger sees none of them');

select * from finish();
rollback;
