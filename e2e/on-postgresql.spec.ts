import { productsContract } from '../core/src/products/contract.ts'
import { crmListsContract } from '../core/src/products/lists/contract.ts'
import { postgresBinaries, startPostgresCluster } from '../services/local/testing/postgres-cluster.ts'
import { type Host, startHost } from './support/host.ts'
import { expect, test } from './support/test.ts'

const binaries = postgresBinaries()

/** On a host whose database is a PostgreSQL server (`DATABASE_URL`), empty at the start. */
const serverTest = test.extend<object, { onServer: Host }>({
  onServer: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures it needs from this pattern
    async ({}, use) => {
      const cluster = await startPostgresCluster(binaries ?? '')
      const host = await startHost([], { DATABASE_URL: cluster.url, FFMPEG_PATH: '/nowhere/ffmpeg' })
      await use(host)
      await host.close()
      await cluster.stop()
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  site: async ({ onServer }, use) => use(onServer),
})

serverTest.skip(!binaries, 'No PostgreSQL server binaries in /usr/lib/postgresql.')

serverTest(
  'a product is added, filtered, changed with others and undone on a PostgreSQL server',
  async ({ page, person }) => {
    await page.goto('/products')
    await page.getByRole('button', { name: 'Add product' }).first().click()
    await page.getByLabel('ASIN or Amazon link').fill('https://www.amazon.com/dp/B07XJQW9K2')
    await page.getByLabel('Title').fill('Dimmable desk lamp')
    await page.getByRole('dialog').getByRole('button', { name: 'Add product' }).click()
    await expect(page.getByRole('dialog').getByText('B07XJQW9K2').first()).toBeVisible()

    // Filters and changes travel as JSON; a database that got them as text would ignore them.
    const { api } = person
    await api(productsContract.create, { body: { asin: 'B000000002', title: 'Kettle', brand: 'Muji' } })
    const filter = { match: 'all' as const, rules: [{ field: 'brand', operator: 'is' as const, value: 'Muji' }] }
    const { items } = await api(productsContract.list, { query: { filter: JSON.stringify(filter) } })
    expect(items.map(({ asin }) => asin)).toEqual(['B000000002'])

    const { items: statuses } = await api(crmListsContract.statuses.list, { query: {} })
    const [first, second] = statuses
    const deleted = await api(crmListsContract.statuses.remove, {
      params: { id: first?.id ?? '' },
      query: { move_to: second?.id ?? '' },
    })
    expect(deleted).toMatchObject({ moved: 2 })
    const undone = await api(productsContract.undoChange, { params: { id: deleted.change_set_id ?? '' } })
    // The status is there again, with its products.
    expect(undone).toMatchObject({ reverted: 2, left_count: 0 })

    await page.goto('/products')
    await expect(page.getByText('Dimmable desk lamp').first()).toBeVisible()
    await expect(page.getByText('Kettle').first()).toBeVisible()
  },
)
