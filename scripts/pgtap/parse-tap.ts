export type TapReport = {
  passed: number
  /** One text per failed assertion, with diagnostics; also when the number of assertions differs from the plan. */
  failures: string[]
}

/** Reads TAP out of query results: every value that is a line of TAP, in order. */
export function parseTap(rows: readonly Record<string, unknown>[]): TapReport {
  const lines = rows
    .flatMap((row) => Object.values(row))
    .filter((value) => typeof value === 'string')
    .flatMap((value) => value.split('\n'))
  const failures: string[] = []
  let passed = 0
  let planned: number | null = null
  let isInFailure = false
  for (const line of lines) {
    const plan = /^1\.\.(\d+)/.exec(line)
    if (plan) planned = Number(plan[1])
    else if (/^ok \d+/.test(line)) {
      passed += 1
      isInFailure = false
    } else if (/^not ok \d+/.test(line)) {
      if (/# (TODO|SKIP)/i.test(line)) passed += 1
      else failures.push(line)
      isInFailure = true
    } else if (line.startsWith('#') && isInFailure && failures.length > 0) {
      failures.push(`${failures.pop() ?? ''}\n${line}`)
    }
  }
  const ran = passed + failures.length
  if (planned === null) failures.push('The file ran no plan: begin it with `select plan(<number>)`.')
  else if (planned !== ran) failures.push(`The plan says ${planned} assertions, ${ran} ran.`)
  return { passed, failures }
}
