import { z } from 'zod'
import { defineContract } from '../http/contract.ts'

export const jobsContract = {
  drain: defineContract({
    method: 'POST',
    path: '/api/jobs-drain',
    summary: 'Run due jobs in the background; answers at once',
    audience: 'machine',
    response: z.object({ finished: z.number().int(), failed: z.number().int() }),
    problems: [],
  }),
}
