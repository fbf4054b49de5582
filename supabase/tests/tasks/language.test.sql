begin;
select plan(6);
select tests.create_user('ann');
select tests.create_user('bob');
insert into public.product_videos (id, workspace_id, asin, source, storage_path, filename, file_size, mime_type, is_for_tasks, language)
values ('00000000-0000-4000-8000-0000000000a1', tests.workspace_id('ann'), 'B000000001', 'storage', 'x', 'x.mp4', 1, 'video/mp4', true, 'en');
insert into public.influencer_tasks (workspace_id, asin, search_asin, marketplace, video_id)
values (tests.workspace_id('ann'), 'B000000001', 'B000000001', 'DE', '00000000-0000-4000-8000-0000000000a1'),
  (tests.workspace_id('ann'), 'B000000001', 'B000000001', 'US', '00000000-0000-4000-8000-0000000000a1');
insert into public.video_variants (workspace_id, video_id, kind, language)
select tests.workspace_id('ann'), '00000000-0000-4000-8000-0000000000a1', 'dub', language from unnest(array['de', 'es']) as language;

create function tests.task(p_marketplace text) returns text language sql as $$
  select concat_ws(' ', upload_language, requires_dubbing, variant ->> 'language') from private.task_details
  where marketplace = p_marketplace and workspace_id = tests.workspace_id('ann');
$$;
create function tests.upload_in(p_name text, p_marketplace text, p_language text) returns void language sql as $$
  update public.workspace_marketplaces set language = p_language
  where workspace_id = tests.workspace_id(p_name) and marketplace = p_marketplace;
$$;

select is(tests.task('DE'), 'de t de', 'by default the marketplace''s language decides');
select is(tests.task('US'), 'en f', 'and nothing is needed in the video''s own');
select tests.upload_in('ann', 'DE', 'en');
select is(tests.task('DE'), 'en f', 'a workspace that uploads English videos in Germany needs no dub there');
select tests.upload_in('ann', 'US', 'es');
select is(tests.task('US'), 'es t es', 'one that uploads Spanish in the US needs that dub');
select tests.upload_in('ann', 'DE', null), tests.upload_in('bob', 'DE', 'fr');
select is(tests.task('DE'), 'de t de', 'another workspace''s choice does not count');
update public.product_videos set language = 'de';
select is(tests.task('DE'), 'de f', 'a German video needs none');

select * from finish();
rollback;
