begin;
select no_plan();
-- Who may do what to which table. Ann owns the workspace, Max is a manager, Uma an uploader, Rex was removed from it,
-- and Bob has another one. S, I, U, D: at least one row of Ann's workspace can be read, added, changed, deleted.
-- A new table needs its row here; its absence fails.
create temporary table expected (relation text primary key, editor text not null, uploader text not null);
insert into expected (relation, editor, uploader) values
  -- An uploader works with tasks and their videos.
  ('public.influencer_tasks', 'S', 'S'),
  ('public.thumbnails', 'S', 'S'),
  ('public.product_videos', 'SD', 'S'),
  ('public.video_variants', 'S', 'S'),
  ('public.workspace_marketplaces', 'SU', 'S'),
  ('public.marketplaces', 'S', 'S'),
  ('storage.objects', 'SID', 'S'),
  -- Everybody knows themselves and who they work with.
  ('public.users', 'SU', 'SU'),
  ('public.workspaces', 'SU', 'S'),
  ('public.workspace_members', 'S', 'S'),
  ('public.notice_emails', 'S', ''),
  -- Products.
  ('public.asin_correlations', 'SI', ''),
  ('public.asin_facts', 'S', ''),
  ('public.catalog_runs', 'S', ''),
  ('public.correlation_decisions', 'S', ''),
  ('public.correlation_searches', 'S', ''),
  ('public.change_sets', 'S', ''),
  ('public.crm_collaboration_types', 'S', ''),
  ('public.crm_contact_sources', 'S', ''),
  ('public.crm_fields', 'S', ''),
  ('public.crm_marketplaces', 'S', ''),
  ('public.crm_owners', 'S', ''),
  ('public.crm_statuses', 'S', ''),
  ('public.product_activity', 'S', ''),
  ('public.product_changes', 'S', ''),
  ('public.product_import_rows', 'S', ''),
  ('public.product_imports', 'S', ''),
  ('public.product_owners', 'SIUD', ''),
  ('public.saved_views', 'SIUD', ''),
  ('public.shipments', 'SID', ''),
  ('public.sourced_products', 'SIU', ''),
  ('public.upload_sessions', 'SD', ''),
  ('public.task_placements', 'S', ''),
  -- Connections, and what waits for a person.
  ('public.ebay_connections', 'S', ''),
  ('public.notices', 'S', ''),
  ('public.user_onedrive_connections', 'S', ''),
  ('public.social_account_logins', 'S', ''),
  ('public.social_connections', 'S', ''),
  ('public.social_sign_ins', 'S', ''),
  -- eBay: floors, costs, sales, strategies, prices.
  ('public.ebay_settings', 'SU', ''),
  ('public.ebay_syncs', 'S', ''),
  ('public.listing_days', 'S', ''),
  ('public.listing_sales', 'S', ''),
  ('public.listings', 'SU', ''),
  ('public.price_reduction_logs', 'S', ''),
  ('public.price_runs', 'S', ''),
  ('public.quick_list_attempts', 'S', ''),
  ('public.quick_list_facts', 'S', ''),
  -- Social accounts, posts, and how a workspace posts.
  ('public.social_hashtag_sets', 'SIUD', ''),
  ('public.social_limits', 'S', ''),
  ('public.social_post_jobs', 'S', ''),
  ('public.social_posts', 'S', ''),
  ('public.social_repeats', 'S', ''),
  ('public.social_settings', 'S', ''),
  ('public.social_slots', 'S', ''),
  ('public.social_templates', 'SIUD', ''),
  -- The inbox.
  ('public.inbox_accounts', 'S', ''),
  ('public.inbox_conversations', 'S', ''),
  ('public.inbox_messages', 'S', ''),
  ('public.saved_replies', 'SIUD', ''),
  -- Templates and runs of thumbnails.
  ('public.thumbnail_run_items', 'S', ''),
  ('public.thumbnail_runs', 'S', ''),
  ('public.thumbnail_template_versions', 'S', ''),
  ('public.thumbnail_templates', 'S', ''),
  ('public.strategies', 'SIUD', '');

-- The functions of the data API that an uploader may call; every other one refuses them before it looks at anything.
create temporary table for_everybody (name text primary key);
insert into for_everybody values ('ping'), ('get_me'), ('begin_idempotent'), ('finish_idempotent'), ('release_idempotent'),
  ('list_influencer_tasks'), ('list_task_groups'), ('count_influencer_tasks'), ('get_influencer_task'),
  ('update_influencer_task'), ('update_influencer_tasks'), ('list_product_videos'), ('find_thumbnail'), ('upload_pace'),
  -- An uploader reads empty lists of names; see docs/domains/products.md.
  ('list_crm_rows'),
  -- And finds no upload, whatever its id.
  ('get_upload'),
  -- Everybody has sessions and a panel of their own.
  ('create_panel_code'), ('list_sessions'), ('end_session');
grant all on expected, for_everybody to authenticated, anon;

select tests.create_user(name) from unnest(array['ann', 'bob', 'max', 'uma', 'rex']) as name;
select tests.join_workspace('max', 'ann', 'manager'), tests.join_workspace('uma', 'ann', 'uploader'),
  tests.join_workspace('rex', 'ann', 'manager');
select tests.add_one_of_each('ann@example.test');
delete from public.workspace_members where user_id = tests.user_id('rex') and workspace_id = tests.workspace_id('ann');

select set_eq(
  $$ select schemaname || '.' || tablename from pg_tables where schemaname = 'public' union select 'storage.objects' $$,
  $$ select relation from expected $$, 'every table has its row in the matrix');

-- The rows of Ann's workspace, by each table's own way to say whose a row is.
create function pg_temp.anns(p_relation text) returns text language sql as $$
  select format(case p_relation
    when 'public.users' then 'id = %L or id = auth.uid()'
    when 'public.workspaces' then 'id = %2$L'
    when 'public.marketplaces' then 'true'
    when 'public.social_limits' then 'true'
    when 'storage.objects' then 'split_part(name, ''/'', 1) = %2$L'
    else 'workspace_id = %2$L' end, tests.user_id('ann'), tests.workspace_id('ann'));
$$;
-- What the tables hold, as their owner sees it: a row to add again, and its columns.
create temporary table samples as
  select relation, null::jsonb as row from expected;
do $$ declare v record; v_row jsonb; begin
  for v in select relation from expected loop
    execute format('select to_jsonb(one) from %s as one where %s limit 1', v.relation, pg_temp.anns(v.relation)) into v_row;
    update samples set row = v_row where relation = v.relation;
  end loop;
end $$;
grant select on samples to authenticated, anon;
select is_empty($$ select relation from samples where row is null $$, 'every table has a row of Ann''s workspace');

-- The columns that the role may write.
create function pg_temp.columns_for(p_relation text, p_verb text) returns text[] language sql as $$
  select array_agg(quote_ident(attname) order by attnum) from pg_attribute
  where attrelid = p_relation::regclass and attnum > 0 and not attisdropped and attgenerated = ''
    and has_column_privilege(current_user, attrelid, attnum, p_verb);
$$;
-- Whether a statement reaches a row. It is always taken back. Only "permission denied" and no row mean that it does not.
create function pg_temp.reaches(p_statement text) returns boolean language plpgsql as $$
declare
  v_count bigint;
begin
  execute p_statement;
  get diagnostics v_count = row_count;
  raise exception using errcode = 'RT000', message = v_count::text;
exception
  when insufficient_privilege then return false;
  when sqlstate 'RT000' then return sqlerrm::bigint > 0;
  -- The row was the role's to write; another rule refused the sample, such as that there is one already.
  when integrity_constraint_violation or sqlstate 'PT409' or sqlstate 'PT404' then return true;
end;
$$;
create function pg_temp.verbs_of(p_relation text) returns text language plpgsql as $$
declare
  v_where text := pg_temp.anns(p_relation);
  v_select text[] := pg_temp.columns_for(p_relation, 'select');
  v_insert text[] := pg_temp.columns_for(p_relation, 'insert');
  v_update text[] := pg_temp.columns_for(p_relation, 'update');
  v_row jsonb := (select row from samples where relation = p_relation);
  v_verbs text := '';
begin
  if v_select is not null and pg_temp.reaches(format('select %s from %s where %s', v_select[1], p_relation, v_where)) then
    v_verbs := v_verbs || 'S';
  end if;
  if v_insert is not null and pg_temp.reaches(format('insert into %1$s (%2$s) select %2$s from jsonb_populate_record(null::%1$s, %3$L)',
    p_relation, array_to_string(v_insert, ', '), v_row)) then v_verbs := v_verbs || 'I';
  end if;
  if v_update is not null and pg_temp.reaches(format('update %1$s set %2$s = %2$s where %3$s', p_relation, v_update[1], v_where)) then
    v_verbs := v_verbs || 'U';
  end if;
  if has_table_privilege(current_user, p_relation, 'delete')
    and pg_temp.reaches(format('delete from %s where %s', p_relation, v_where)) then v_verbs := v_verbs || 'D';
  end if;
  return v_verbs;
end;
$$;
create function pg_temp.matrix() returns setof text language sql as $$
  select relation || ' ' || pg_temp.verbs_of(relation) from expected;
$$;
grant execute on all functions in schema pg_temp to authenticated, anon;

select tests.sign_in_as('ann');
select set_eq('select pg_temp.matrix()', $$ select relation || ' ' || editor from expected $$, 'an owner');
select tests.sign_in_as('max');
select set_eq('select pg_temp.matrix()',
  $$ select relation || ' ' || case relation when 'public.saved_views' then 'SI' when 'public.notice_emails' then '' else editor end from expected $$,
  'a manager: all that an owner may, except for what is another person''s');
select tests.sign_in_as('uma');
select set_eq('select pg_temp.matrix()', $$ select relation || ' ' || uploader from expected $$, 'an uploader');
-- Adding goes to the workspace that a person is in, so a row of Ann's fails on what it refers to or becomes theirs.
select tests.sign_in_as('bob');
select set_eq($$ select replace(verbs, 'I', '') from pg_temp.matrix() as verbs $$,
  $$ select relation || ' ' || case relation when 'public.marketplaces' then 'S' when 'public.social_limits' then 'S'
    when 'public.users' then 'SU' else '' end from expected $$,
  'a stranger: the marketplaces, what networks accept, and themselves');
select tests.sign_in_as('rex');
select set_eq($$ select replace(verbs, 'I', '') from pg_temp.matrix() as verbs $$,
  $$ select relation || ' ' || case relation when 'public.marketplaces' then 'S' when 'public.social_limits' then 'S'
    when 'public.users' then 'SU' else '' end from expected $$,
  'a removed member: no more than a stranger');
select tests.sign_out();
select set_eq('select pg_temp.matrix()', $$ select relation || ' ' from expected $$, 'a visitor: nothing');

-- Functions. Each is called with no arguments worth the name, so one that looks before it checks the role says something else.
create function pg_temp.refusal_of(p_call text) returns text language plpgsql as $$
begin
  execute p_call;
  return 'answers';
exception when others then return case when sqlstate = 'PT403' then 'refuses' else sqlstate || ' ' || sqlerrm end;
end;
$$;
create function pg_temp.calls() returns table (name text, call text) language sql as $$
  select p.proname, format('select public.%I(%s)', p.proname,
    (select string_agg('null::' || format_type(type, null), ', ' order by place) from unnest(p.proargtypes) with ordinality as arg (type, place)))
  from pg_proc as p
  where p.pronamespace = 'public'::regnamespace and has_function_privilege('authenticated', p.oid, 'execute')
    and not exists (select from pg_depend where objid = p.oid and deptype = 'e');
$$;
grant execute on all functions in schema pg_temp to authenticated, anon;
select tests.sign_in_as('uma');
select is_empty($$ select name || ': ' || pg_temp.refusal_of(call) from pg_temp.calls()
  where name not in (select name from for_everybody) and pg_temp.refusal_of(call) <> 'refuses' $$,
  'every function that is not for everybody refuses an uploader before it looks at anything');
select is_empty($$ select name || ': refuses' from pg_temp.calls()
  where name in (select name from for_everybody) and pg_temp.refusal_of(call) = 'refuses' $$, 'and none of the others does');
select is_empty($$ select name from for_everybody except select name from pg_temp.calls() $$, 'every function named here exists');

select * from finish();
rollback;
