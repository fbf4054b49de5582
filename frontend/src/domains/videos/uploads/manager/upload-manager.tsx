import { Upload, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { Notice } from '#app/components/ui/notice.tsx'
import { ProductPicker } from '#app/domains/products/product-picker.tsx'
import { ACCEPTED_FILES } from '#app/domains/videos/uploads/check-file.ts'
import { uploads } from '#app/domains/videos/uploads/upload-store.ts'
import { formatBytes, formatCount } from '#core/format.ts'
import { describeError } from '#core/http/describe-error.ts'
import { Button } from '#ui/button.tsx'
import { Dialog, DialogActions } from '#ui/dialog.tsx'
import { Spinner } from '#ui/spinner.tsx'
import { type ChosenFile, type FilePlan, useFilePlans } from './file-plans.ts'

type UploadManagerProps = { files: readonly File[]; onClose: () => void }

const chosen = (files: Iterable<File>): ChosenFile[] =>
  Array.from(files, (file) => ({ key: crypto.randomUUID(), file }))

/** Several files at once: each gets its product from the ASIN in its name, or from the person. */
export function UploadManager({ files, onClose }: UploadManagerProps) {
  const input = useRef<HTMLInputElement>(null)
  const [list, setList] = useState(() => chosen(files))
  const { plans, error, retry } = useFilePlans(list)
  const ready = plans.filter(isReady)

  function start() {
    for (const { file, product } of ready) uploads.start(file, { product_id: product.id, asin: product.asin })
    const left = plans.filter((plan) => !isReady(plan)).map(({ key }) => key)
    if (left.length === 0) return onClose()
    setList(list.filter(({ key }) => left.includes(key)))
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Upload videos"
      description="MP4, MOV or WEBM. Files with an ASIN in their name are matched to their product automatically."
      size="large"
    >
      {error !== null && (
        <Notice tone="failed" className="mb-3">
          {describeError(error).message}{' '}
          <Button size="small" onClick={retry}>
            Try again
          </Button>
        </Notice>
      )}
      {plans.length > 0 && (
        <ul aria-label="Files" className="mb-3 divide-y divide-line rounded-card border border-line">
          {plans.map((plan) => (
            <FileRow
              key={plan.key}
              plan={plan}
              onPick={(product) => setList(list.map((one) => (one.key === plan.key ? { ...one, product } : one)))}
              onRemove={() => setList(list.filter(({ key }) => key !== plan.key))}
            />
          ))}
        </ul>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a mouse's shortcut; the button inside does the same */}
      <div
        className="flex flex-wrap items-center justify-between gap-3 rounded-card border border-line-strong/60 border-dashed px-4 py-4"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault()
          setList([...list, ...chosen(event.dataTransfer.files)])
        }}
      >
        <p className="text-muted">{plans.length === 0 ? 'Drop files here' : 'Drop more files here'}</p>
        <Button onClick={() => input.current?.click()}>Choose files</Button>
        <input
          ref={input}
          type="file"
          multiple
          accept={ACCEPTED_FILES}
          aria-label="Video files"
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            setList([...list, ...chosen(event.target.files ?? [])])
            event.target.value = ''
          }}
        />
      </div>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" disabled={ready.length === 0} onClick={start}>
          <Upload aria-hidden="true" />
          {ready.length === 0 ? 'Upload' : `Upload ${formatCount(ready.length, 'video')}`}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

type ReadyPlan = FilePlan & Required<Pick<FilePlan, 'product'>>

const isReady = (plan: FilePlan): plan is ReadyPlan =>
  !plan.isChecking && plan.problem === undefined && plan.product !== undefined

type FileRowProps = {
  plan: FilePlan
  onPick: (product: NonNullable<FilePlan['product']>) => void
  onRemove: () => void
}

function FileRow({ plan, onPick, onRemove }: FileRowProps) {
  const { file, product, problem } = plan
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-1 px-3 py-2">
      <div className="min-w-0 flex-1 basis-40">
        <p className="truncate font-medium" title={file.name}>
          {file.name}
        </p>
        <p className="truncate text-meta text-muted tabular-nums">
          {formatBytes(file.size)}
          {product && ` · ${product.title ?? 'No title yet'}`}
        </p>
      </div>
      {plan.isChecking && <Spinner className="text-muted" />}
      {problem === undefined && <ProductPicker filename={file.name} product={product} onPick={onPick} />}
      <Button variant="quiet" size="icon-small" aria-label={`Remove ${file.name}`} onClick={onRemove}>
        <X aria-hidden="true" />
      </Button>
      <Words plan={plan} />
    </li>
  )
}

function Words({ plan: { problem, remark, product, isChecking } }: { plan: FilePlan }) {
  if (problem) return <p className="basis-full text-meta text-failed">{problem}</p>
  if (remark) return <p className="basis-full text-meta text-waiting">{remark}</p>
  if (product || isChecking) return null
  return <p className="basis-full text-meta text-waiting">No product has the ASIN of this name. Choose one.</p>
}
