import { isAdopted } from '../services/local/when-parent-ends.ts'
import { runSuites } from './run-suite.ts'
import { quickSuites } from './suites.ts'

// `npm run check`: format, lint, types and unit tests; under a minute, without network.
// npm was stopped while Node was starting.
if (process.env.npm_lifecycle_event && isAdopted()) process.exit(1)
await runSuites(quickSuites)
