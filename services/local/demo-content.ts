import type { CallApi } from './demo.ts'

/** What the demo account holds, in the order it is made. */
export const DEMO_STEPS: readonly ((call: CallApi) => Promise<void>)[] = []
