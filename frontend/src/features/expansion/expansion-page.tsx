import { PageLayout } from '#app/components/layouts/page-layout.tsx'

export function ExpansionPage() {
  return <PageLayout title="Expansion">{null}</PageLayout>
}
