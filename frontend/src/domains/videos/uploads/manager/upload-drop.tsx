import { Upload } from 'lucide-react'
import { type DragEvent, lazy, type ReactNode, Suspense, useRef, useState } from 'react'

// Loaded with the first files, because most visits upload nothing.
const UploadManager = lazy(() => import('./upload-manager.tsx').then((module) => ({ default: module.UploadManager })))

type UploadDropProps = {
  /** The page, or a function that draws it with a button that opens the manager. */
  children: ReactNode | ((open: () => void) => ReactNode)
}

const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')

/** A page that accepts files dropped anywhere on it. A part of the page may accept files itself. */
export function UploadDrop({ children }: UploadDropProps) {
  const [files, setFiles] = useState<readonly File[]>()
  const [isOver, setOver] = useState(false)
  // Entering a child element fires before leaving its parent.
  const depth = useRef(0)
  const end = () => {
    depth.current = 0
    setOver(false)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a mouse's shortcut; the page's button does the same
    <div
      className="contents"
      onDragEnter={(event) => {
        if (!hasFiles(event)) return
        depth.current += 1
        setOver(true)
      }}
      onDragOver={(event) => hasFiles(event) && event.preventDefault()}
      onDragLeave={(event) => {
        if (!hasFiles(event)) return
        depth.current -= 1
        if (depth.current <= 0) end()
      }}
      onDrop={(event) => {
        end()
        if (event.defaultPrevented || !hasFiles(event)) return
        event.preventDefault()
        setFiles([...event.dataTransfer.files])
      }}
    >
      {typeof children === 'function' ? children(() => setFiles([])) : children}
      {files && (
        <Suspense>
          <UploadManager files={files} onClose={() => setFiles(undefined)} />
        </Suspense>
      )}
      {isOver && (
        <div className="pointer-events-none fixed inset-3 z-30 flex items-center justify-center rounded-card border-2 border-accent border-dashed bg-accent-soft/90">
          <p className="flex items-center gap-2 text-lead font-semibold">
            <Upload className="size-5" aria-hidden="true" /> Drop videos to upload them
          </p>
        </div>
      )}
    </div>
  )
}
