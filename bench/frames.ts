import type { CDPSession, Page } from '@playwright/test'

type TraceEvent = { name: string; ts: number }

/** Times between the frames (ms) that the browser drew while the work ran, from its own trace. */
export async function frameTimes(page: Page, work: () => Promise<void>): Promise<number[]> {
  const session = await page.context().newCDPSession(page)
  const events = await traced(session, work)
  const at = events.filter(({ name }) => name === 'DrawFrame').map(({ ts }) => ts / 1000)
  return at.slice(1).map((time, index) => time - (at[index] ?? time))
}

async function traced(session: CDPSession, work: () => Promise<void>): Promise<TraceEvent[]> {
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const { name, ts } of value) events.push({ name: String(name), ts: Number(ts) })
  })
  await session.send('Tracing.start', {
    traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline.frame', 'devtools.timeline.frame'] },
    transferMode: 'ReportEvents',
  })
  await work()
  const ended = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
  await session.send('Tracing.end')
  await ended
  await session.detach()
  return events.toSorted((a, b) => a.ts - b.ts)
}
