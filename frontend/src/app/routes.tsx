import type { RouteObject } from 'react-router'
import { NotFoundPage } from './not-found-page.tsx'
import { RouteError } from './route-error.tsx'
import { Shell } from './shell.tsx'

/** Every address of the signed-in app. Each page is loaded when a person opens it. */
export function createRoutes(): RouteObject[] {
  return [
    {
      element: <Shell />,
      errorElement: <RouteError isWholeApp />,
      HydrateFallback: NothingYet,
      children: [
        {
          // Inside the shell, so that a page that crashes leaves the navigation usable.
          errorElement: <RouteError />,
          children: [
            {
              index: true,
              lazy: async () => ({ Component: (await import('#app/features/home/home-page.tsx')).HomePage }),
            },
            {
              path: 'products',
              lazy: async () => ({
                Component: (await import('#app/features/products/products-page.tsx')).ProductsPage,
              }),
              children: [
                {
                  path: ':id',
                  lazy: async () => ({
                    Component: (await import('#app/features/products/product/product-sheet.tsx')).ProductSheet,
                  }),
                },
              ],
            },
            {
              path: 'products/import',
              lazy: async () => ({
                Component: (await import('#app/features/products/imports/start-import-page.tsx')).StartImportPage,
              }),
            },
            {
              path: 'products/import/:id',
              lazy: async () => ({
                Component: (await import('#app/features/products/imports/import-page.tsx')).ImportPage,
              }),
            },
            {
              path: 'videos',
              lazy: async () => ({ Component: (await import('#app/features/videos/videos-page.tsx')).VideosPage }),
            },
            {
              path: 'thumbnails',
              lazy: async () => ({
                Component: (await import('#app/features/thumbnails/thumbnails-page.tsx')).ThumbnailsPage,
              }),
            },
            {
              path: 'thumbnails/runs/:id',
              lazy: async () => ({ Component: (await import('#app/features/thumbnails/runs/run-page.tsx')).RunPage }),
            },
            ...['thumbnails/new', 'thumbnails/:id'].map((path) => ({
              path,
              lazy: async () => ({
                Component: (await import('#app/features/thumbnails/template-page.tsx')).TemplatePage,
              }),
            })),
            {
              path: 'tasks',
              lazy: async () => ({ Component: (await import('#app/features/tasks/tasks-page.tsx')).TasksPage }),
            },
            {
              path: 'correlations',
              lazy: async () => ({
                Component: (await import('#app/features/correlations/correlations-page.tsx')).CorrelationsPage,
              }),
            },
            {
              path: 'expansion',
              lazy: async () => ({
                Component: (await import('#app/features/expansion/expansion-page.tsx')).ExpansionPage,
              }),
            },
            {
              path: 'catalog',
              lazy: async () => ({ Component: (await import('#app/features/catalog/catalog-page.tsx')).CatalogPage }),
            },
            {
              path: 'budget',
              lazy: async () => ({ Component: (await import('#app/features/budget/budget-page.tsx')).BudgetPage }),
            },
            {
              path: 'strategies',
              lazy: async () => ({
                Component: (await import('#app/features/strategies/strategies-page.tsx')).StrategiesPage,
              }),
            },
            // One page under two addresses: a new record has no id yet.
            ...['strategies/new', 'strategies/:id'].map((path) => ({
              path,
              lazy: async () => ({
                Component: (await import('#app/features/strategies/strategy-page.tsx')).StrategyPage,
              }),
            })),
            {
              path: 'ledger',
              lazy: async () => ({
                Component: (await import('#app/features/price-history/price-history-page.tsx')).PriceHistoryPage,
              }),
            },
            {
              path: 'quick-list',
              lazy: async () => ({
                Component: (await import('#app/features/quick-list/quick-list-page.tsx')).QuickListPage,
              }),
            },
            {
              path: 'history',
              lazy: async () => ({
                Component: (await import('#app/features/products/history/history-page.tsx')).HistoryPage,
              }),
            },
            {
              path: 'listings',
              lazy: async () => ({
                Component: (await import('#app/features/listings/listings-page.tsx')).ListingsPage,
              }),
              children: [
                {
                  path: ':id',
                  lazy: async () => ({
                    Component: (await import('#app/features/listings/listing/listing-sheet.tsx')).ListingSheet,
                  }),
                },
              ],
            },
            {
              path: 'calendar',
              lazy: async () => ({
                Component: (await import('#app/features/calendar/calendar-page.tsx')).CalendarPage,
              }),
            },
            {
              path: 'posts',
              lazy: async () => ({ Component: (await import('#app/features/posts/posts-page.tsx')).PostsPage }),
            },
            {
              path: 'posts/settings',
              lazy: async () => ({
                Component: (await import('#app/features/posts/settings/post-settings-page.tsx')).PostSettingsPage,
              }),
            },
            {
              path: 'posts/new',
              lazy: async () => ({ Component: (await import('#app/features/posts/new-post-page.tsx')).NewPostPage }),
            },
            {
              path: 'posts/:id',
              lazy: async () => ({ Component: (await import('#app/features/posts/post-page.tsx')).PostPage }),
            },
            {
              path: 'inbox',
              lazy: async () => ({ Component: (await import('#app/features/inbox/inbox-page.tsx')).InboxPage }),
              children: [
                {
                  path: ':id',
                  lazy: async () => ({
                    Component: (await import('#app/features/inbox/conversation-pane.tsx')).ConversationPane,
                  }),
                },
              ],
            },
            {
              path: 'connections',
              lazy: async () => ({
                Component: (await import('#app/features/connections/connections-page.tsx')).ConnectionsPage,
              }),
            },
            {
              path: 'settings',
              lazy: async () => ({
                Component: (await import('#app/features/settings/settings-page.tsx')).SettingsPage,
              }),
              children: [
                {
                  index: true,
                  lazy: async () => ({
                    Component: (await import('#app/features/settings/general-settings.tsx')).GeneralSettings,
                  }),
                },
                {
                  path: 'account',
                  lazy: async () => ({
                    Component: (await import('#app/features/settings/account/account-settings.tsx')).AccountSettings,
                  }),
                },
                {
                  path: 'products',
                  lazy: async () => ({
                    Component: (await import('#app/features/settings/products/product-settings.tsx')).ProductSettings,
                  }),
                },
              ],
            },
            { path: '*', element: <NotFoundPage /> },
          ],
        },
      ],
    },
  ]
}

// The first page's file arrives within the same moment; a spinner would only flash.
function NothingYet() {
  return null
}
