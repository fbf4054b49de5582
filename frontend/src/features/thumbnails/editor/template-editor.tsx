import { useQuery } from '@tanstack/react-query'
import { Redo2, Undo2 } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { Notice } from '#app/components/ui/notice.tsx'
import { crmListQueries } from '#app/domains/products/crm-lists.queries.ts'
import { type PickedProduct, ProductPicker } from '#app/domains/products/product-picker.tsx'
import { useSettled } from '#app/lib/use-settled.ts'
import { describeError } from '#core/http/describe-error.ts'
import type { RenderPreview, ThumbnailTemplate } from '#core/thumbnails/schema.ts'
import { Button } from '#ui/button.tsx'
import { ImageChooser } from '../image-chooser.tsx'
import { thumbnailQueries } from '../thumbnails.queries.ts'
import type { UploadedImage } from '../upload-template-image.ts'
import { useObjectUrl } from '../use-object-url.ts'
import { emptyDesign, isSameDesign, layerName, PRODUCT } from './design-draft.ts'
import { FindingsList, sentencesOf } from './findings.tsx'
import { Stage } from './stage.tsx'
import { TemplateFields } from './template-fields.tsx'
import { useDesign } from './use-design.ts'
import { useSaveTemplate } from './use-save-template.ts'
import { WorstTitles } from './worst-titles.tsx'

type TemplateEditorProps = { template: ThumbnailTemplate | null; ownerId: string | null }

/** The design of a template, new or saved, beside the picture that it makes. */
export function TemplateEditor({ template, ownerId: firstOwnerId }: TemplateEditorProps) {
  const [chosenOwnerId, setOwnerId] = useState(template?.owner_id ?? firstOwnerId)
  const { data: owners } = useQuery(crmListQueries.owners())
  const ownerId = chosenOwnerId ?? owners?.items.find(({ is_hidden }) => !is_hidden)?.id ?? null
  const [name, setName] = useState(template?.name ?? 'Review')
  const [isActive, setActive] = useState(true)
  const [image, setImage] = useState<UploadedImage>()
  const [selected, setSelected] = useState<string>(PRODUCT)
  const [product, setProduct] = useState<PickedProduct>()
  const [theirs, setTheirs] = useState<ThumbnailTemplate>()
  const { design, change, reset, undo, redo } = useDesign(template ? designOf(template) : emptyDesign())
  const fileUrl = useObjectUrl(image?.file)
  const settled = useSettled(design)

  const { data: previewData } = useQuery({
    ...thumbnailQueries.previewData(ownerId ?? '', product?.id),
    enabled: ownerId !== null,
  })
  const shown = previewData?.product ?? null
  const source = image ? { upload_session_id: image.upload_session_id } : template ? { template_id: template.id } : null
  const draft: RenderPreview | null =
    ownerId && source ? { owner_id: ownerId, ...source, product_id: shown?.id ?? null, design: settled } : null
  const preview = useQuery({
    ...thumbnailQueries.preview(draft ?? { owner_id: '', product_id: null, design: settled }),
    enabled: draft !== null && previewData !== undefined,
  })
  const isCurrent = isSameDesign(settled, design) && !preview.isPlaceholderData && preview.data !== undefined

  const save = useSaveTemplate(template, {
    onSaved: (saved) => {
      setTheirs(undefined)
      setImage(undefined)
      reset(designOf(saved))
      setName(saved.name)
    },
    onConflict: setTheirs,
  })
  const isDirty =
    template === null || image !== undefined || name !== template.name || !isSameDesign(design, designOf(template))
  const nameOf = (layerId: string | null) => {
    const layer = design.layers.find(({ id }) => id === layerId)
    return layer ? layerName(design.layers, layer) : null
  }

  function submit(ifMatch: string | undefined) {
    if (!ownerId || (!template && !image)) return
    save.mutate({
      draft: { owner_id: ownerId, name, is_active: isActive, upload_session_id: image?.upload_session_id, design },
      ifMatch,
    })
  }

  function removeLayer(id: string) {
    change({ ...design, layers: design.layers.filter((layer) => layer.id !== id) })
    setSelected(PRODUCT)
  }

  function press(event: KeyboardEvent) {
    const isText = event.target instanceof HTMLInputElement
    if (isText || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return
    event.preventDefault()
    const step = event.shiftKey ? redo : undo
    step?.()
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys that work anywhere in the editor, each also a button
    <div className="grid items-start gap-6 py-4 lg:grid-cols-[minmax(0,1fr)_320px]" onKeyDown={press}>
      <div className="flex min-w-0 flex-col gap-3">
        {source ? (
          <Stage
            design={design}
            onChange={change}
            selected={selected}
            onSelect={setSelected}
            onRemoveLayer={removeLayer}
            imageUrl={fileUrl ?? template?.image_url ?? null}
            productUrl={shown?.image_url ?? null}
            renderedUrl={isCurrent && !preview.error ? preview.data.image : null}
          />
        ) : (
          <ImageChooser onUploaded={setImage} isReplacement={false} />
        )}
        <div className="flex flex-wrap items-center gap-2">
          <Button size="icon" aria-label="Undo" disabled={!undo} onClick={() => undo?.()}>
            <Undo2 aria-hidden="true" />
          </Button>
          <Button size="icon" aria-label="Redo" disabled={!redo} onClick={() => redo?.()}>
            <Redo2 aria-hidden="true" />
          </Button>
          <span className="ml-auto text-table text-muted">Shown with</span>
          <ProductPicker
            filename="the preview"
            product={product ?? (shown ? { id: shown.id, asin: shown.asin, title: shown.title } : undefined)}
            onPick={setProduct}
          />
        </div>
        <p id="zone-keys" className="text-meta text-muted">
          Drag a zone, or select it: arrow keys move it, Shift and arrow keys resize it, and Alt makes the steps
          smaller. Delete removes a text.
        </p>
        {source && (
          <section aria-label="Checks" aria-live="polite">
            {preview.error ? (
              <Notice tone="failed" className="flex flex-wrap items-center justify-between gap-2">
                {describeError(preview.error).message}
                <Button size="small" isBusy={preview.isFetching} onClick={() => void preview.refetch()}>
                  Try again
                </Button>
              </Notice>
            ) : (
              preview.data && <FindingsList sentences={sentencesOf(preview.data, nameOf)} />
            )}
          </section>
        )}
        {draft && previewData && <WorstTitles titles={previewData.worst_titles} draft={draft} nameOf={nameOf} />}
      </div>
      <TemplateFields
        template={template}
        ownerId={ownerId}
        onOwner={setOwnerId}
        name={name}
        onName={setName}
        isActive={isActive}
        onActive={setActive}
        onImage={setImage}
        hasImage={source !== null}
        design={design}
        onChange={change}
        selected={selected}
        onSelect={setSelected}
        onRemoveLayer={removeLayer}
      >
        {theirs && (
          <Notice tone="waiting">
            Version {theirs.version} of this template was saved in another window.
            <span className="mt-2 flex flex-wrap gap-2">
              <Button
                size="small"
                onClick={() => {
                  reset(designOf(theirs))
                  setName(theirs.name)
                  setImage(undefined)
                  setTheirs(undefined)
                }}
              >
                Use theirs
              </Button>
              <Button size="small" isBusy={save.isPending} onClick={() => submit(theirs.updated_at)}>
                Save mine as the next version
              </Button>
            </span>
          </Notice>
        )}
        {save.error && !theirs && <Notice tone="failed">{describeError(save.error).message}</Notice>}
        <div className="flex flex-wrap gap-2">
          <Button
            variant="primary"
            isBusy={save.isPending}
            disabled={!isDirty || !ownerId || !source || name.trim() === ''}
            onClick={() => submit(template?.updated_at)}
          >
            Save template
          </Button>
          {template && isDirty && (
            <Button
              onClick={() => {
                reset(designOf(template))
                setName(template.name)
                setImage(undefined)
              }}
            >
              Discard changes
            </Button>
          )}
        </div>
      </TemplateFields>
    </div>
  )
}

function designOf({ placement_zone, fit, background, removes_white_background, layers }: ThumbnailTemplate) {
  return { placement_zone, fit, background, removes_white_background, layers }
}
