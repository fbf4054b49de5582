import { runSuites } from './run-suite.ts'
import { quickSuites } from './suites.ts'

// `npm run check`: format, lint, types and unit tests; under a minute, without network.
await runSuites(quickSuites)
