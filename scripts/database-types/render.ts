import type { Column, PgType, Relation, Relationship, Schema, SqlFunction } from './introspect.ts'

/** Writes the types in the form of `supabase gen types typescript`. */
export function renderDatabaseTypes(schema: Schema): string {
  const tables = schema.relations.filter(({ kind }) => kind === 'table')
  const views = schema.relations.filter(({ kind }) => kind === 'view')
  const lines = [
    '// Written by `npm run types` from supabase/migrations. Do not edit.',
    '',
    'export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]',
    '',
    'export type Database = {',
    '  __InternalSupabase: {',
    "    PostgrestVersion: '13'",
    '  }',
    '  public: {',
    ...section(
      'Tables',
      tables.map((table) => relation(table, schema)),
    ),
    ...section(
      'Views',
      views.map((view) => relation(view, schema)),
    ),
    ...section('Functions', functions(schema)),
    ...section(
      'Enums',
      schema.enums.map(({ name, values }) => [`${key(name)}: ${values.map(quote).join(' | ')}`]),
    ),
    ...section('CompositeTypes', []),
    '  }',
    '}',
    '',
    "type PublicSchema = Database['public']",
    '',
    "export type Tables<Name extends keyof (PublicSchema['Tables'] & PublicSchema['Views'])> = (PublicSchema['Tables'] &",
    "  PublicSchema['Views'])[Name] extends { Row: infer Row }",
    '  ? Row',
    '  : never',
    '',
    "export type TablesInsert<Name extends keyof PublicSchema['Tables']> = PublicSchema['Tables'][Name] extends {",
    '  Insert: infer Insert',
    '}',
    '  ? Insert',
    '  : never',
    '',
    "export type TablesUpdate<Name extends keyof PublicSchema['Tables']> = PublicSchema['Tables'][Name] extends {",
    '  Update: infer Update',
    '}',
    '  ? Update',
    '  : never',
    '',
    "export type Enums<Name extends keyof PublicSchema['Enums']> = PublicSchema['Enums'][Name]",
    '',
  ]
  return lines.join('\n')
}

type Lines = string[]

const indent = (lines: Lines): Lines => lines.map((line) => (line === '' ? line : `  ${line}`))

function section(name: string, entries: Lines[]): Lines {
  if (entries.length === 0) return [`    ${name}: {`, '      [_ in never]: never', '    }']
  return [`    ${name}: {`, ...indent(indent(indent(entries.flat()))), '    }']
}

function relation(source: Relation, schema: Schema): Lines {
  const { name, kind, columns, relationships } = source
  const isView = kind === 'view'
  const row = columns.map((column) => `${key(column.name)}: ${nullable(column, schema, isView)}`)
  const lines = [`${key(name)}: {`, ...indent(object('Row', row))]
  if (!isView || source.isInsertable)
    lines.push(
      ...indent(
        object(
          'Insert',
          columns.map((column) => written(column, schema, isView, true)),
        ),
      ),
    )
  if (!isView || source.isUpdatable)
    lines.push(
      ...indent(
        object(
          'Update',
          columns.map((column) => written(column, schema, isView, false)),
        ),
      ),
    )
  return [...lines, ...indent(relationshipLines(relationships)), '}']
}

function object(name: string, fields: Lines): Lines {
  return [`${name}: {`, ...indent(fields), '}']
}

function nullable(column: Column, schema: Schema, isView: boolean): string {
  const type = typescriptType(column.type, schema)
  return (column.isNullable || isView) && type !== 'unknown' ? `${type} | null` : type
}

function written(column: Column, schema: Schema, isView: boolean, isInsert: boolean): string {
  if (column.isGenerated) return `${key(column.name)}?: never`
  const isOptional = !isInsert || isView || column.isNullable || column.hasDefault
  return `${key(column.name)}${isOptional ? '?' : ''}: ${nullable(column, schema, isView)}`
}

function relationshipLines(relationships: Relationship[]): Lines {
  if (relationships.length === 0) return ['Relationships: []']
  const items = relationships.flatMap(({ name, columns, isOneToOne, referencedRelation, referencedColumns }) => [
    '{',
    `  foreignKeyName: ${quote(name)}`,
    `  columns: [${columns.map(quote).join(', ')}]`,
    `  isOneToOne: ${isOneToOne}`,
    `  referencedRelation: ${quote(referencedRelation)}`,
    `  referencedColumns: [${referencedColumns.map(quote).join(', ')}]`,
    '},',
  ])
  return ['Relationships: [', ...indent(items), ']']
}

function functions(schema: Schema): Lines[] {
  const byName = Map.groupBy(schema.functions, ({ name }) => name)
  return [...byName].map(([name, overloads]) => {
    if (overloads.length === 1 && overloads[0])
      return [`${key(name)}: {`, ...indent(signature(overloads[0], schema)), '}']
    return [
      `${key(name)}:`,
      ...indent(overloads.flatMap((one) => ['| {', ...indent(indent(signature(one, schema))), '  }'])),
    ]
  })
}

function signature(fn: SqlFunction, schema: Schema): Lines {
  const args = fn.args.map(
    ({ name, type, isOptional }) => `${key(name)}${isOptional ? '?' : ''}: ${typescriptType(type, schema)}`,
  )
  const lines = args.length === 0 ? ['Args: never'] : ['Args: {', ...indent(args.toSorted()), '}']
  if (fn.returnsColumns.length > 0) {
    const fields = fn.returnsColumns.map(({ name, type }) => `${key(name)}: ${typescriptType(type, schema)}`).toSorted()
    return [...lines, 'Returns: {', ...indent(fields), fn.isSet ? '}[]' : '}']
  }
  return [...lines, `Returns: ${typescriptType(fn.returns, schema)}${fn.isSet ? '[]' : ''}`]
}

const SCALARS: Record<string, string> = {
  bool: 'boolean',
  json: 'Json',
  jsonb: 'Json',
  void: 'undefined',
  record: 'Record<string, unknown>',
}
for (const name of ['int2', 'int4', 'int8', 'float4', 'float8', 'numeric', 'oid']) SCALARS[name] = 'number'
for (const name of [
  ...['text', 'varchar', 'bpchar', 'char', 'name', 'citext', 'uuid', 'bytea'],
  ...['date', 'time', 'timetz', 'timestamp', 'timestamptz'],
]) {
  SCALARS[name] = 'string'
}

function typescriptType(type: PgType, schema: Schema): string {
  const element = elementType(type, schema)
  if (!type.isArray) return element
  return element.includes(' | ') ? `(${element})[]` : `${element}[]`
}

function elementType(type: PgType, schema: Schema): string {
  if (type.schema === 'public' && type.kind === 'enum') return `Database['public']['Enums'][${quote(type.name)}]`
  if (type.schema === 'public' && type.kind === 'composite') {
    const source = schema.relations.find(({ name }) => name === type.name)
    if (source)
      return `Database['public']['${source.kind === 'table' ? 'Tables' : 'Views'}'][${quote(type.name)}]['Row']`
  }
  return SCALARS[type.name] ?? 'unknown'
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name)
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
