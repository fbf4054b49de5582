import { isAdopted } from '../services/local/when-parent-ends.ts'
import { runSuites } from './run-suite.ts'
import { allSuites } from './suites.ts'

// `npm test`: everything that must pass before a change lands.
// npm was stopped while Node was starting.
if (process.env.npm_lifecycle_event && isAdopted()) process.exit(1)
await runSuites(allSuites)
