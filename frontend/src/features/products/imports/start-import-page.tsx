import { useQuery } from '@tanstack/react-query'
import { Upload } from 'lucide-react'
import { useSearchParams } from 'react-router'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { importTitle } from './import-words.ts'
import { RecentImports } from './recent-imports.tsx'
import { StepTrail } from './steps/step-trail.tsx'
import { TakeFile } from './take-file.tsx'

/** The first step of an import: a file. */
export function StartImportPage() {
  const [search] = useSearchParams()
  const isCatalog = search.has('catalog')
  const { data: me } = useQuery(meQuery())
  return (
    <PageLayout title={importTitle(isCatalog)}>
      {me?.role === 'uploader' ? (
        <EmptyState icon={Upload} title="Importing is for owners and managers">
          Ask an owner of the workspace to import products.
        </EmptyState>
      ) : (
        me && (
          <div className="max-w-3xl pb-10">
            <StepTrail current={0} />
            {isCatalog && (
              <p className="mb-4 text-muted">ASINs you already filmed or own. ASINs with an upload task are skipped.</p>
            )}
            <TakeFile isCatalog={isCatalog} />
            <RecentImports />
          </div>
        )
      )}
    </PageLayout>
  )
}
