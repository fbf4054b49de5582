import { randomInt } from 'node:crypto'
import { read, trackedFiles } from './repository/source-files.ts'
import { countVitest, runSuites } from './run-suite.ts'

// `npm run test:random [seed]`: the tests with random inputs by another seed and twenty times as long. `npm test` draws by one
// seed. What chance finds here becomes an example there.
const seed = Number(process.argv[2] ?? randomInt(2 ** 31))
console.log(`Seed ${seed}. Repeat it with: npm run test:random ${seed}`)

const files = trackedFiles.filter(
  (path) => path.endsWith('.test.ts') && /testing\/property\.ts|RANDOM_SEED/.test(read(path)),
)
const env = { RANDOM_SEED: String(seed), RANDOM_FACTOR: '20', CHAOS_ROUNDS: '500', LOST_ANSWER_ROUNDS: '200' }
await runSuites([
  { name: `random inputs, seed ${seed}`, command: 'vitest', args: ['run', ...files], env, count: countVitest },
])
console.log(`Seed ${seed}`)
