import { useQuery } from '@tanstack/react-query'
import { Check, Ellipsis, SearchX, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { BackLink } from '#app/components/layouts/back-link.tsx'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { Tabs } from '#app/components/ui/tabs.tsx'
import { addresses } from '#app/lib/addresses.ts'
import type { ThumbnailTemplate } from '#core/thumbnails/schema.ts'
import { Badge } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'
import { Menu, MenuItem } from '#ui/dropdown-menu.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { CompareTemplates } from './compare-templates.tsx'
import { DeleteTemplateDialog } from './delete-template-dialog.tsx'
import { TemplateEditor } from './editor/template-editor.tsx'
import { OutdatedNotice } from './outdated-notice.tsx'
import { thumbnailQueries } from './thumbnails.queries.ts'
import { useChangeTemplate } from './use-change-template.ts'
import { TemplateVersions } from './versions/template-versions.tsx'

const TABS = [
  { value: 'design', label: 'Design' },
  { value: 'versions', label: 'Versions' },
  { value: 'compare', label: 'Compare' },
] as const

/** One template: its design, its versions, and how it looks beside another one. */
export function TemplatePage() {
  const { id } = useParams()
  const [params] = useSearchParams()
  const { data, error, isFetching, refetch } = useQuery({ ...thumbnailQueries.templates(), enabled: id !== undefined })
  if (id === undefined) {
    return (
      <PageLayout title="New template" toolbar={<Back />}>
        <TemplateEditor key="new" template={null} ownerId={params.get('owner')} />
      </PageLayout>
    )
  }
  const template = data?.find((item) => item.id === id)
  if (template) return <SavedTemplate key={id} template={template} />
  return (
    <PageLayout title="Template" toolbar={<Back />}>
      {data ? (
        <EmptyState icon={SearchX} title="We can't find this template">
          It may have been deleted. Its finished thumbnails stay with their products.
        </EmptyState>
      ) : error ? (
        <ErrorState
          title="The template could not be loaded"
          error={error}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      ) : (
        <div role="status" aria-label="Loading the template" className="grid gap-6 lg:grid-cols-[1fr_320px]">
          <Skeleton className="aspect-video" />
          <Skeleton className="h-96" />
        </div>
      )}
    </PageLayout>
  )
}

function SavedTemplate({ template }: { template: ThumbnailTemplate }) {
  const navigate = useNavigate()
  const [params, setParams] = useSearchParams()
  const [isDeleting, setDeleting] = useState(false)
  const { activate, isPending } = useChangeTemplate(template)
  const tab = TABS.find(({ value }) => value === params.get('tab'))?.value ?? 'design'
  const { name, owner_name, version, is_active } = template
  return (
    <PageLayout
      title={name}
      count={
        <span className="inline-flex items-center gap-2">
          <Badge tone={is_active ? 'done' : 'neutral'}>{is_active ? 'Active' : 'Not used'}</Badge>
          <span className="hidden text-table sm:inline">
            {owner_name} · version {version}
          </span>
        </span>
      }
      actions={
        <>
          {!is_active && (
            <Button isBusy={isPending} onClick={activate}>
              <Check aria-hidden="true" /> Make active
            </Button>
          )}
          <Menu
            align="end"
            trigger={
              <Button size="icon" aria-label="More">
                <Ellipsis aria-hidden="true" />
              </Button>
            }
          >
            <MenuItem tone="danger" onSelect={() => setDeleting(true)}>
              <Trash2 aria-hidden="true" /> Delete
            </MenuItem>
          </Menu>
        </>
      }
      toolbar={<Back />}
    >
      <OutdatedNotice template={template} />
      <Tabs
        label="View"
        value={tab}
        onChange={(next) => setParams(next === 'design' ? {} : { tab: next }, { replace: true })}
        tabs={TABS}
      >
        {tab === 'design' && <TemplateEditor template={template} ownerId={template.owner_id} />}
        {tab === 'versions' && <TemplateVersions template={template} />}
        {tab === 'compare' && <CompareTemplates template={template} />}
      </Tabs>
      <DeleteTemplateDialog
        template={template}
        isOpen={isDeleting}
        onClose={() => setDeleting(false)}
        onDeleted={() => void navigate(addresses.thumbnails())}
      />
    </PageLayout>
  )
}

const Back = () => <BackLink to={addresses.thumbnails()}>All templates</BackLink>
