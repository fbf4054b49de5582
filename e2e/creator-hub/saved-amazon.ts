import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { BrowserContext, Page } from '@playwright/test'
import { correlationsContract } from '../../core/src/correlations/contract.ts'
import type { ApiClient } from '../../core/src/http/client.ts'
import { type MarketplaceCode, marketplace } from '../../core/src/marketplaces.ts'
import { productsContract } from '../../core/src/products/contract.ts'
import { tasksContract } from '../../core/src/tasks/contract.ts'
import { uploadVideo } from '../support/api.ts'
import { clipOf } from '../support/clip.ts'
import { panelGroups } from '../support/panel.ts'
import { expect } from '../support/test.ts'
import { MIB } from '../support/uploads.ts'
import { type Form, hubPage, type Script } from './hub-page.ts'

const ASIN = 'B07XJQW9K2'
export const SIMILAR = 'B0DE000001'
export const MARKETPLACES = ['US', 'CA', 'UK', 'DE'] as const
export const TITLE = 'Dimmable desk lamp'

type HubWindow = Window & {
  hub: {
    title: string
    file: { name: string; size: number; hash: string } | null
    presses: number
    submits: number
    errors: string[]
    changes: number
  }
  values: () => unknown[]
}

/** A lamp with its video, to upload in every marketplace in the video's own language. */
export async function addLamp(api: ApiClient) {
  const bytes = new Uint8Array(await readFile(await clipOf(2 * MIB)))
  const { id } = await api(productsContract.create, { body: { asin: ASIN, title: TITLE } })
  await api(productsContract.update, { params: { id }, body: { video_title: TITLE } })
  await api(tasksContract.updateMarketplace, { params: { code: 'DE' }, body: { language: 'en' } })
  await uploadVideo(api, id, bytes)
  const body = { product_id: id, similar_asin: SIMILAR, marketplaces: [...MARKETPLACES] }
  const correlation = await api(correlationsContract.create, { body })
  await api(correlationsContract.decide, { params: { id: correlation.id }, body: { decision: 'accepted' } })
  return createHash('sha256').update(bytes).digest('hex')
}

/** Answers Amazon's hosts with saved pages. */
export async function saveAmazon(context: BrowserContext) {
  let served: { form: Form; script?: Script } = { form: 'good' }
  await context.route(/^https:\/\/www\.amazon\./, (route) =>
    route.fulfill({ contentType: 'text/html', body: hubPage(served) }),
  )
  const page = await context.newPage()
  const uncaught: Error[] = []
  page.on('pageerror', (error) => uncaught.push(error))
  return {
    page,
    uncaught,
    async open(code: MarketplaceCode, next: { form: Form; script?: Script }, path = '/create/post') {
      served = next
      await page.goto(`https://www.${marketplace(code).domain}${path}`)
      await page.bringToFront()
    },
  }
}

export const hubOf = (page: Page) => page.evaluate(() => (window as unknown as HubWindow).hub) // safe: the saved page sets it
export const valuesOf = (page: Page) => page.evaluate(() => (window as unknown as HubWindow).values()) // safe: as above
export const strip = (panel: Page, code: string) =>
  panel.getByRole('region', { name: `Creator Hub for ${SIMILAR} in ${code}` })

/** Opens the lamp in the panel. */
export async function openLamp(panel: Page) {
  await panelGroups(panel).getByRole('button').first().click()
  await expect(panel.getByRole('listitem', { name: `${SIMILAR} in US` })).toBeVisible()
}
