const PREFIX = 'opsyncpro.upload.'

/**
 * Keeps other pages of this browser from offering to resume an upload that this page holds. Ends with the page, or when
 * the returned function is called. Does nothing where the browser has no locks.
 */
export function lockUpload(sessionId: string): () => void {
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  navigator.locks
    ?.request(PREFIX + sessionId, { ifAvailable: true }, (lock) => (lock ? held : undefined))
    .catch(() => {})
  return release
}

/** Sessions that any page of this browser holds. */
export async function lockedUploads(): Promise<Set<string>> {
  const { held = [] } = (await navigator.locks?.query().catch(() => undefined)) ?? {}
  return new Set(held.flatMap(({ name }) => (name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : [])))
}
