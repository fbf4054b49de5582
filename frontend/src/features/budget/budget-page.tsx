import { PageLayout } from '#app/components/layouts/page-layout.tsx'

export function BudgetPage() {
  return <PageLayout title="Budget">{null}</PageLayout>
}
