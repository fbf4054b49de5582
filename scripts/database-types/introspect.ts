/** Runs one query as the owner of the database. */
export type Query = (sql: string) => Promise<Record<string, unknown>[]>

export type PgType = {
  /** Name in `pg_type`, of the element for arrays and of the base type for domains. */
  name: string
  schema: string
  kind: 'base' | 'enum' | 'composite' | 'pseudo' | 'range'
  isArray: boolean
}

export type Column = {
  name: string
  type: PgType
  isNullable: boolean
  hasDefault: boolean
  /** No statement may write it: `generated always`, as a value or as an identity. */
  isGenerated: boolean
}

export type Relationship = {
  name: string
  columns: string[]
  referencedRelation: string
  referencedColumns: string[]
  isOneToOne: boolean
}

export type Relation = {
  name: string
  kind: 'table' | 'view'
  isInsertable: boolean
  isUpdatable: boolean
  columns: Column[]
  relationships: Relationship[]
}

export type Argument = { name: string; type: PgType; isOptional: boolean }

export type SqlFunction = {
  name: string
  args: Argument[]
  returns: PgType
  /** For `returns table (…)`, its columns. */
  returnsColumns: { name: string; type: PgType }[]
  isSet: boolean
}

export type Schema = { relations: Relation[]; functions: SqlFunction[]; enums: { name: string; values: string[] }[] }

/** Reads what `supabase gen types` describes of schema `public`, in an order that depends on names only. */
export async function introspect(query: Query): Promise<Schema> {
  const [relations, functions, enums] = [await readRelations(query), await readFunctions(query), await readEnums(query)]
  return { relations, functions, enums }
}

const TYPE_OF = (oid: string): string => `(
  select jsonb_build_object('name', coalesce(b.typname, e.typname, t.typname), 'schema', n.nspname,
    'kind', case coalesce(b.typtype, e.typtype, t.typtype)
      when 'e' then 'enum' when 'c' then 'composite' when 'p' then 'pseudo' when 'r' then 'range' else 'base' end,
    'isArray', t.typcategory = 'A')
  from pg_type t
  left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
  left join pg_type b on b.oid = nullif(coalesce(e.typbasetype, t.typbasetype), 0)
  join pg_namespace n on n.oid = coalesce(b.typnamespace, e.typnamespace, t.typnamespace)
  where t.oid = ${oid})`

async function readRelations(query: Query): Promise<Relation[]> {
  const rows = await query(`
    select c.relname as name, case when c.relkind in ('v', 'm') then 'view' else 'table' end as kind,
      (pg_relation_is_updatable(c.oid, true) & 8) = 8 as is_insertable,
      (pg_relation_is_updatable(c.oid, true) & 4) = 4 as is_updatable,
      (select coalesce(jsonb_agg(jsonb_build_object('name', a.attname, 'type', ${TYPE_OF('a.atttypid')},
          'isNullable', not (a.attnotnull or (d.typtype = 'd' and d.typnotnull)),
          'hasDefault', a.atthasdef or a.attidentity <> '' or d.typdefault is not null,
          'isGenerated', a.attgenerated <> '' or a.attidentity = 'a') order by a.attname collate "C"), '[]')
        from pg_attribute a join pg_type d on d.oid = a.atttypid
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      (select coalesce(jsonb_agg(jsonb_build_object('name', k.conname,
          'columns', (select jsonb_agg(a.attname order by u.position) from unnest(k.conkey) with ordinality u(number, position)
            join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.number),
          'referencedRelation', r.relname,
          'referencedColumns', (select jsonb_agg(a.attname order by u.position)
            from unnest(k.confkey) with ordinality u(number, position)
            join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.number),
          'isOneToOne', exists (select from pg_index i where i.indrelid = k.conrelid and i.indisunique
            and i.indpred is null and (i.indkey::int2[])[0:i.indnkeyatts - 1] @> k.conkey
            and k.conkey @> (i.indkey::int2[])[0:i.indnkeyatts - 1])) order by k.conname collate "C"), '[]')
        from pg_constraint k join pg_class r on r.oid = k.confrelid join pg_namespace rn on rn.oid = r.relnamespace
        where k.conrelid = c.oid and k.contype = 'f' and rn.nspname = 'public') as relationships
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
      and not exists (select from pg_depend x where x.objid = c.oid and x.deptype = 'e')
    order by c.relname collate "C"`)
  // safe: the query above names every field.
  return rows.map(
    (row) =>
      ({
        name: row.name,
        kind: row.kind,
        isInsertable: row.is_insertable,
        isUpdatable: row.is_updatable,
        columns: row.columns,
        relationships: row.relationships,
      }) as Relation,
  )
}

async function readFunctions(query: Query): Promise<SqlFunction[]> {
  const rows = await query(`
    select p.proname as name, p.proretset as is_set, ${TYPE_OF('p.prorettype')} as returns,
      p.pronargs - p.pronargdefaults as required,
      (select coalesce(jsonb_agg(jsonb_build_object('name', coalesce(p.proargnames[u.position], ''), 'type', ${TYPE_OF('u.type')},
          'mode', coalesce(p.proargmodes[u.position], 'i')) order by u.position), '[]')
        from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) with ordinality u(type, position)) as arguments
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'public' and p.prokind = 'f' and p.prorettype <> 'trigger'::regtype
      and p.prorettype <> 'event_trigger'::regtype
      and (has_function_privilege('authenticated', p.oid, 'execute') or has_function_privilege('service_role', p.oid, 'execute'))
      and not exists (select from pg_depend x where x.objid = p.oid and x.deptype = 'e')
    order by p.proname collate "C", pg_get_function_identity_arguments(p.oid) collate "C"`)
  return rows.map((row) => {
    // safe: the query above builds this shape.
    const all = row.arguments as { name: string; type: PgType; mode: 'i' | 'o' | 'b' | 'v' | 't' }[]
    const inputs = all.filter(({ mode }) => mode === 'i' || mode === 'b' || mode === 'v')
    return {
      name: String(row.name),
      args: inputs.map(({ name, type }, index) => ({ name, type, isOptional: index >= Number(row.required) })),
      // safe: as above.
      returns: row.returns as PgType,
      returnsColumns: all
        .filter(({ mode }) => mode === 't' || mode === 'o' || mode === 'b')
        .map(({ name, type }) => ({ name, type })),
      isSet: row.is_set === true,
    }
  })
}

async function readEnums(query: Query): Promise<{ name: string; values: string[] }[]> {
  const rows = await query(`
    select t.typname as name, jsonb_agg(e.enumlabel order by e.enumsortorder) as values
    from pg_type t join pg_namespace n on n.oid = t.typnamespace join pg_enum e on e.enumtypid = t.oid
    where n.nspname = 'public' group by t.typname order by t.typname collate "C"`)
  // safe: jsonb_agg of labels.
  return rows.map((row) => ({ name: String(row.name), values: row.values as string[] }))
}
