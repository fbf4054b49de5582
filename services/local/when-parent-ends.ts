/** Set for processes that tests start: they end with the process that started them, however that ends. */
export const ENDS_WITH_PARENT = 'OPSYNCPRO_ENDS_WITH_PARENT'

/**
 * Calls `stop` once, when the process that started this one has ended. npm starts a shell that starts Node: a signal to
 * npm ends the shell, and Node is not told. Answers a function that ends the watching.
 */
export function whenParentEnds(stop: () => void, lookMs = 250): () => void {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    stop()
  }, lookMs)
  timer.unref()
  return () => clearInterval(timer)
}
