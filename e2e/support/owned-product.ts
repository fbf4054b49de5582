import sharp from 'sharp'
import { accountsContract } from '../../core/src/accounts/contract.ts'
import { productsContract } from '../../core/src/products/contract.ts'
import { crmListsContract } from '../../core/src/products/lists/contract.ts'
import { defaultCatalog } from '../../services/emulators/keepa/catalog/default-catalog.ts'
import { imageName } from '../../services/emulators/keepa/catalog/images.ts'
import type { Person } from './api.ts'

/** A product of the emulated catalog, with its image, that belongs to an owner. */
export async function addOwnedProduct({ api }: Person) {
  const sold = defaultCatalog().find(({ image_count }) => image_count > 0)
  const { features } = await api(accountsContract.config, {})
  const { keepa } = features
  if (!sold || keepa?.state !== 'emulated') throw new Error('The catalog is not emulated.')
  const owner = await api(crmListsContract.owners.create, { body: { name: 'Maya', color: '#EA580C' } })
  const image_url = `${keepa.emulator_url}/images/I/${imageName(sold, 0).replace(/\.png$/, '._SL320_.png')}`
  const body = { asin: sold.asin, title: 'Tom & Jerry <3 電', image_url }
  const product = await api(productsContract.create, { body })
  await api(productsContract.update, {
    params: { id: product.id },
    body: { owners: [{ owner_id: owner.id, is_primary: true }] },
  })
  return { owner, product }
}

/** A template's image. */
export const background = () =>
  sharp({ create: { width: 1280, height: 720, channels: 3, background: '#1e3a8a' } })
    .png()
    .toBuffer()
