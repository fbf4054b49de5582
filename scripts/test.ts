import { runSuites } from './run-suite.ts'
import { allSuites } from './suites.ts'

// `npm test`: everything that must hold before anything lands.
await runSuites(allSuites)
