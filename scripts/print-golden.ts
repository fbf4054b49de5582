import { describeEvidence } from '#core/correlations/describe-evidence.ts'
import { GOLDEN_CASES, type GoldenRun, RELATIONS, runGoldenCases } from '#core/correlations/testing/golden-cases.ts'

/* `npm run golden`: how the rules judge the golden pairs, as a confusion matrix, and each pair that they miss. */

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
process.exitCode = run.precisionOfSame < 1 ? 1 : 0
