import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { describeEvidence } from '#core/correlations/describe-evidence.ts'
import { GOLDEN_CASES, type GoldenRun, RELATIONS, runGoldenCases } from '#core/correlations/testing/golden-cases.ts'
import { breakTie, isTie } from '../netlify/src/correlations/break-ties.ts'
import {
  type MeasuredModel,
  mayBreakTies,
  measuredModels,
  questionHash,
} from '../netlify/src/correlations/measured-models.ts'
import { readEnv } from '../netlify/src/env.ts'
import { openAnthropic } from '../netlify/src/providers/anthropic/index.ts'

/*
 * `npm run golden`: how the rules judge the golden pairs, as a confusion matrix, and each pair that they miss. With
 * `-- --ai` the configured model breaks the ties, too, and what it measured decides whether it may do so in production.
 */
const ROOT = join(import.meta.dirname, '..')
const MEASURED = join(ROOT, 'netlify/src/correlations/measured-models.json')

function printRun({ confusion, misses, precisionOfSame, recallOfSame }: GoldenRun): void {
  const width = 14
  console.log(`${'decided \\ judged'.padEnd(18)}${RELATIONS.map((name) => name.padStart(width)).join('')}`)
  for (const row of RELATIONS) {
    console.log(`${row.padEnd(18)}${RELATIONS.map((name) => String(confusion[row][name]).padStart(width)).join('')}`)
  }
  console.log(`\n${GOLDEN_CASES.length} pairs, ${misses.length} missed`)
  console.log(`precision of same ${precisionOfSame.toFixed(3)}, recall of same ${recallOfSame.toFixed(3)}`)
  for (const { golden, judgement } of misses) {
    console.log(`\n${golden.expected}, judged ${judgement.relation} (${judgement.score}): ${golden.why}`)
    console.log(`  ${golden.parent.title}\n  ${golden.candidate.title}`)
    for (const evidence of judgement.evidence) console.log(`  [${evidence.direction}] ${describeEvidence(evidence)}`)
  }
}

const run = await runGoldenCases()
printRun(run)
if (process.argv.includes('--ai')) await measureModel(run)
process.exitCode = run.precisionOfSame < 1 ? 1 : 0

/** Runs the golden pairs with the configured model, and writes what it measured where the switch reads it. */
async function measureModel(byRules: GoldenRun): Promise<void> {
  if (existsSync(join(ROOT, '.env'))) process.loadEnvFile(join(ROOT, '.env'))
  const model = openAnthropic()
  if (!model) throw new Error('Set ANTHROPIC_API_KEY and ANTHROPIC_MODEL first; .env.example explains both.')
  if (new URL(readEnv().ANTHROPIC_BASE_URL).hostname !== 'api.anthropic.com') {
    throw new Error('A measurement needs the vendor itself: leave ANTHROPIC_BASE_URL empty.')
  }
  let asked = 0
  let answered = 0
  const counted: Pick<typeof model, 'model' | 'fill'> = {
    model: model.model,
    async fill(...question) {
      asked += 1
      const answer = await model.fill(...question)
      if (answer !== null) answered += 1
      return answer
    },
  }
  const withModel = await runGoldenCases((golden, judgement) =>
    isTie(judgement) ? breakTie({ ...golden, judgement }, counted) : judgement,
  )
  console.log(`\nWith ${model.model} (${answered} of ${asked} questions answered):\n`)
  printRun(withModel)
  const measured: MeasuredModel = {
    model: model.model,
    question: questionHash(),
    measured_at: new Date().toISOString(),
    pairs: GOLDEN_CASES.length,
    asked,
    answered,
    precision_of_same: withModel.precisionOfSame,
    missed_by_rules: byRules.misses.length,
    missed_with_model: withModel.misses.length,
  }
  const others = measuredModels().filter((one) => one.model !== model.model)
  await writeFile(MEASURED, `${JSON.stringify([...others, measured], null, 2)}\n`)
  const may = mayBreakTies(model.model, [measured]) ? 'may' : 'may not'
  console.log(`\n${model.model} ${may} break ties. Commit ${relative(ROOT, MEASURED)} to deploy that.`)
}
