begin;
select plan(9);
select tests.create_user('ann');
select tests.create_user('bob');
select tests.create_user('uma');
select tests.join_workspace('uma', 'ann', 'uploader');

-- The connection.
select public.store_onedrive_connection(tests.workspace_id('ann'), tests.user_id('ann'), 'dana@outlook.test', 'D1',
  jsonb_build_object('access_token_sealed', 'v1.access', 'refresh_token_sealed', 'v1.refresh', 'access_token_expires_at', now() + interval '1 hour'));
update public.user_onedrive_connections set folder_id = 'F1', folder_path = '/Videos' where workspace_id = tests.workspace_id('ann');
select tests.sign_in_as('ann');
select results_eq($$ select account_email, folder_path, state from public.user_onedrive_connections $$, $$ values ('dana@outlook.test', '/Videos', 'connected') $$, 'an editor sees how the connection is');
select throws_ok($$ update public.user_onedrive_connections set is_chosen = false $$, '42501', null, 'and writes nothing there');
select tests.sign_in_as('uma');
select is_empty($$ select account_email from public.user_onedrive_connections $$, 'an uploader sees none');
select tests.sign_in_as('bob');
select is_empty($$ select account_email from public.user_onedrive_connections $$, 'a stranger sees none');

-- An upload.
select tests.sign_in_as('ann');
create temp table made on commit drop as
  select product_id, public.begin_onedrive_upload(product_id, 'a.mp4', 10, 'video/mp4', 'mp4') as upload
  from (select tests.add_product('B000000001') as product_id) as product;
grant select on made to authenticated;
select throws_ok($$ select upload_url_sealed from public.upload_sessions $$, '42501', null, 'no one reads the link of an upload');
select throws_ok($$ select public.save_video(product_id, (upload ->> 'id')::uuid, 'a.mp4', 10, 'video/mp4') from made $$, 'PT409', 'upload_incomplete', 'a video in OneDrive is believed only after a look there');
reset role;
select public.remove_connection('onedrive', tests.workspace_id('ann'));
select is_empty('select 1 from public.upload_sessions', 'disconnecting gives unfinished uploads up');
select is((select count(*) from private.onedrive_orphans), 1::bigint, 'and leaves them to the job that takes files away');
delete from public.workspaces where id = tests.workspace_id('ann');
select is_empty('select 1 from private.onedrive_orphans', 'a deleted workspace leaves the files of people where they are');

select * from finish();
rollback;
