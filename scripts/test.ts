import { runSuites } from './run-suite.ts'
import { allSuites } from './suites.ts'

// `npm test`: everything that must pass before a change lands.
await runSuites(allSuites)
