import { isUnderWay, type Upload } from './upload.ts'

/** The uploads on screen. The list is replaced, never mutated, and every change is announced to its subscribers. */
export function createUploadList() {
  let uploads: readonly Upload[] = []
  const listeners = new Set<() => void>()

  function replace(next: readonly Upload[]) {
    const was = uploads.some(isUnderWay)
    uploads = next
    const is = uploads.some(isUnderWay)
    // The browser shows "Leave site?" only while leaving would interrupt an upload.
    if (is && !was) addEventListener('beforeunload', askBeforeLeaving)
    if (!is && was) removeEventListener('beforeunload', askBeforeLeaving)
    for (const listener of listeners) listener()
  }

  return {
    all: () => uploads,
    find: (id: string) => uploads.find((upload) => upload.id === id),
    /** Before the others, unless it is older than they are. */
    add: (upload: Upload, place: 'first' | 'last' = 'first') =>
      replace(place === 'first' ? [upload, ...uploads] : [...uploads, upload]),
    set: (id: string, change: Partial<Upload>) =>
      replace(uploads.map((upload) => (upload.id === id ? { ...upload, ...change } : upload))),
    remove: (id: string) => replace(uploads.filter((upload) => upload.id !== id)),
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}

const askBeforeLeaving = (event: BeforeUnloadEvent) => event.preventDefault()
