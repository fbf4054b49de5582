begin;
select plan(8);

select is_empty(
  $$ select schemaname || '.' || tablename from pg_tables where schemaname = 'public' and not rowsecurity $$,
  'row level security is on for every table of the data API'
);
select is_empty(
  $$ select table_name || ' ' || privilege_type from information_schema.table_privileges
     where table_schema in ('public', 'private') and grantee in ('anon', 'PUBLIC') $$,
  'a visitor may touch no table'
);
select is_empty(
  $$ select table_name || ' ' || privilege_type from information_schema.table_privileges
     where table_schema = 'public' and grantee = 'authenticated' and privilege_type in ('INSERT', 'UPDATE', 'TRUNCATE', 'REFERENCES', 'TRIGGER') $$,
  'no role may write a whole row: insert and update are granted column by column'
);
select is_empty(
  $$ select table_name || ' ' || privilege_type from information_schema.table_privileges
     where table_schema = 'private' and grantee in ('authenticated', 'service_role') $$,
  'private tables are behind functions, for the service role too'
);
select is_empty(
  $$ select p.oid::regprocedure::text from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace
     where n.nspname in ('public', 'private') and p.prokind = 'f' and p.prolang <> (select oid from pg_language where lanname = 'c')
       and not exists (select from pg_depend where objid = p.oid and deptype = 'e')
       -- A body in the SQL standard's form has its names bound when it is made.
       and p.prosqlbody is null and (p.proconfig is null or not 'search_path=""' = any (p.proconfig)) $$,
  'every function of ours names the schemas it uses'
);
select set_eq(
  $$ select p.proname from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace
     where n.nspname in ('public', 'private') and has_function_privilege('anon', p.oid, 'execute')
       and not exists (select from pg_depend where objid = p.oid and deptype = 'e') $$,
  array['ping'],
  'a visitor may call the health check and nothing else'
);
select is_empty(
  $$ select conrelid::regclass || ' ' || conname from pg_constraint as c
     where contype = 'f' and connamespace = 'public'::regnamespace
       and not exists (
         select from pg_index as i
         where i.indrelid = c.conrelid
           and (c.conkey[array_upper(c.conkey, 1)] = i.indkey[0]
             or (select array_agg(k) from unnest(c.conkey) as k) <@ (select array_agg(k) from unnest(i.indkey) as k)))
       and conrelid::regclass::text not in ('influencer_tasks', 'sourced_products', 'workspace_marketplaces') $$,
  'a foreign key that deletes or is looked up has its index'
);

select is_empty(
  $$ select c.relname from pg_class as c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
     and not exists (select from pg_trigger as t where t.tgrelid = c.oid and t.tgname = '_900_note_write') $$,
  'every table notes that a request with a key changed it: private.note_writes_of'
);

select * from finish();
rollback;
