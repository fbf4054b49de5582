import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Set for processes that tests start: they end with the process that started them, however that ends. */
export const ENDS_WITH_PARENT = 'OPSYNCPRO_ENDS_WITH_PARENT'

/**
 * Whether what started this process has ended already. `npm start` may be stopped while Node is still starting; whoever
 * adopts the process then, such as init, looks like a parent, but is of another process group than npm and its shell.
 * False where the system does not tell.
 */
export function isAdopted(pid: number = process.pid, parent: number = process.ppid): boolean {
  const [own, others] = [processGroupOf(pid), processGroupOf(parent)]
  return own !== null && others !== null && own !== others
}

function processGroupOf(pid: number): number | null {
  try {
    const text =
      process.platform === 'linux'
        ? // The name, in parentheses, may hold spaces; state, parent and group follow it.
          readFileSync(`/proc/${pid}/stat`, 'utf8')
            .replace(/^.*\) /s, '')
            .split(' ')[2]
        : execFileSync('ps', ['-o', 'pgid=', '-p', String(pid)], { encoding: 'utf8' })
    // 0: a group outside of this container.
    return text?.trim() ? Number(text) : null
  } catch {
    return null
  }
}

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
