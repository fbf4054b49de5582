import fc from 'fast-check'

/** What `npm test` draws by. Chance that finds a fault becomes an example; `npm run test:random` draws anew and longer. */
const USUAL_SEED = 20_261_129

// Core runs in browsers, too, where there is no process.
const env = globalThis.process?.env ?? {}

/** The seed of every test with random inputs, so that a failure can be repeated. */
export const RANDOM_SEED = Number(env.RANDOM_SEED ?? USUAL_SEED)

const factor = Number(env.RANDOM_FACTOR ?? 1)

/** So many runs of a property; the long random run multiplies them. */
export const runs = (usual: number) => ({ numRuns: usual * factor })

fc.configureGlobal({ seed: RANDOM_SEED, ...runs(100) })

export { fc }
