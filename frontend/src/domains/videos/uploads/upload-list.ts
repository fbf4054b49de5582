import { isUnderWay, type Upload } from './upload.ts'

/** The uploads as people see them: replaced, never changed, and every change is announced to those who subscribed. */
export function createUploadList() {
  let uploads: readonly Upload[] = []
  const listeners = new Set<() => void>()

  function replace(next: readonly Upload[]) {
    const was = uploads.some(isUnderWay)
    uploads = next
    const is = uploads.some(isUnderWay)
    // The browser asks "Leave site?" only while something would be interrupted.
    if (is && !was) addEventListener('beforeunload', askBeforeLeaving)
    if (!is && was) removeEventListener('beforeunload', askBeforeLeaving)
    for (const listener of listeners) listener()
  }

  return {
    all: () => uploads,
    find: (id: string) => uploads.find((upload) => upload.id === id),
    /** In front of the others, unless it is older than they are. */
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
