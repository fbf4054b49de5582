import { z } from 'zod'

const CallableFunction = z.object({
  name: z.string(),
  is_definer: z.boolean(),
  is_for_people: z.boolean(),
  is_reading: z.boolean(),
})
export type CallableFunction = z.infer<typeof CallableFunction>

/** Every function of schema public: who may call it, and with whose rights it runs. */
export async function readCallableFunctions(sql: (text: string) => Promise<unknown[]>): Promise<CallableFunction[]> {
  const rows = await sql(`
    select function.proname as name, function.prosecdef as is_definer, function.provolatile <> 'v' as is_reading,
      has_function_privilege('authenticated', function.oid, 'execute') as is_for_people
    from pg_proc as function
    join pg_namespace as schema on schema.oid = function.pronamespace
    where schema.nspname = 'public' and not exists (
      select from pg_depend as part where part.objid = function.oid and part.deptype = 'e')
    order by function.proname`)
  return z.array(CallableFunction).parse(rows)
}

const GROUPS = [
  {
    title: 'People, to read',
    why: "The answer holds names or columns that policies hide from the caller, or needs an index that the planner may not use under row level security (decision 0004). The caller's workspace is the first condition.",
    holds: (row: CallableFunction) => row.is_for_people && row.is_reading,
  },
  {
    title: 'People, to write',
    why: 'The function writes rows or columns that no client may write directly. It checks the role and the workspace of the caller first.',
    holds: (row: CallableFunction) => row.is_for_people && !row.is_reading,
  },
  {
    title: 'Jobs, schedules and webhooks',
    why: 'Only the service role may call it. The function writes tables that are closed to all other roles, and each call names its workspace.',
    holds: (row: CallableFunction) => !row.is_for_people,
  },
] as const

const START = '<!-- functions -->'
const END = '<!-- /functions -->'

/** The page with its table made again; the text around the table stays. Throws when the page has no place for it. */
export function withDefinerTable(page: string, functions: readonly CallableFunction[]): string {
  const start = page.indexOf(START)
  const end = page.indexOf(END)
  if (start < 0 || end < start) throw new Error(`docs/definer-functions.md has no ${START} … ${END}.`)
  return `${page.slice(0, start + START.length)}\n\n${sections(functions)}\n\n${page.slice(end)}`
}

function sections(functions: readonly CallableFunction[]): string {
  const definers = functions.filter(({ is_definer }) => is_definer)
  const total = `${definers.length} of ${functions.length} callable functions are security definer.`
  const parts = GROUPS.map(({ title, why, holds }) => {
    const names = definers.filter(holds).map(({ name }) => `\`${name}\``)
    return `### ${title} (${names.length})\n\n${why}\n\n${names.join(' · ')}`
  })
  return [total, ...parts].join('\n\n')
}
