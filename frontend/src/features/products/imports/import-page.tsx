import { useQuery } from '@tanstack/react-query'
import { FileX2 } from 'lucide-react'
import { Link, useParams } from 'react-router'
import { TableSkeleton } from '#app/components/data-table/table-skeleton.tsx'
import { UnreadableRows } from '#app/components/data-table/unreadable-rows.tsx'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { ApiError } from '#core/http/client.ts'
import type { ImportRow, ProductImport } from '#core/products/imports/contract.ts'
import { buttonStyle } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { importTitle, stepOf } from './import-words.ts'
import { importQueries } from './imports.queries.ts'
import { AtWork } from './steps/at-work.tsx'
import { MappingStep } from './steps/mapping-step.tsx'
import { Report } from './steps/report.tsx'
import { ReviewStep } from './steps/review-step.tsx'
import { StepTrail } from './steps/step-trail.tsx'
import { Stopped } from './steps/stopped.tsx'
import { TakeFile } from './take-file.tsx'

/** One import, at its current step. */
export function ImportPage() {
  const { id = '' } = useParams()
  const { data, isPending, error, refetch, isFetching } = useQuery(importQueries.one(id))
  const format = useFormat()

  function content() {
    if (isPending) return <TableSkeleton label="Loading the import" />
    if (!data) {
      if (error instanceof ApiError && error.problem.status < 500) return <NoImport message={error.message} />
      return (
        <ErrorState
          title="The import could not be loaded"
          error={error}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      )
    }
    return (
      <div className="pb-10">
        <StepTrail current={stepOf(data)} />
        <p className="mb-4 break-words text-muted">
          {data.filename} · {format.count(data.row_count, 'row')}
        </p>
        <UnreadableRows of={data} className="mb-4" />
        <Step key={`${data.id} ${data.state}`} item={data} />
      </div>
    )
  }

  return <PageLayout title={importTitle(data != null && data.options.catalog !== null)}>{content()}</PageLayout>
}

function Step({ item }: { item: ProductImport & { sample: ImportRow[] } }) {
  switch (item.state) {
    case 'receiving':
      return (
        <div className="max-w-3xl">
          <p className="mb-3">Not all rows of this file were sent. Choose the same file again to continue.</p>
          <TakeFile isCatalog={item.options.catalog !== null} />
        </div>
      )
    case 'mapping':
      return <MappingStep item={item} />
    case 'checking':
    case 'running':
      return <AtWork item={item} />
    case 'ready':
      return <ReviewStep item={item} />
    case 'done':
      return <Report item={item} />
    case 'failed':
    case 'cancelled':
      return <Stopped item={item} />
  }
}

function NoImport({ message }: { message: string }) {
  return (
    <EmptyState
      icon={FileX2}
      title="We can't find this import"
      action={
        <Link to={addresses.importProducts()} className={buttonStyle()}>
          Import a file
        </Link>
      }
    >
      {message}
    </EmptyState>
  )
}
