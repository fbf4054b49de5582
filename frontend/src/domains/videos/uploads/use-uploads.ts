import { useSyncExternalStore } from 'react'
import type { Upload } from './upload.ts'
import { uploads } from './upload-store.ts'

/** All uploads of this document, newest first; redraws when they change. */
export const useUploads = (): readonly Upload[] => useSyncExternalStore(uploads.subscribe, uploads.getUploads)
