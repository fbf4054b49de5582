import { PageLayout } from '#app/components/layouts/page-layout.tsx'

export function CatalogPage() {
  return <PageLayout title="Catalog">{null}</PageLayout>
}
