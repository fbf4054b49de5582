import type { DomainId } from '../domains.ts'
import type { KeepaState } from '../state.ts'
import type { CatalogProduct } from './catalog-product.ts'
import { defaultCatalog, generatedCatalog, parse } from './default-catalog.ts'
import { type ImageLook, imageName } from './images.ts'

/** The products of one state, with the lookups that the API needs. */
export type Catalog = {
  get(domain: DomainId, asin: string): CatalogProduct | undefined
  byCode(domain: DomainId, code: string): CatalogProduct[]
  variationsOf(domain: DomainId, parentAsin: string): CatalogProduct[]
  all(domain: DomainId): CatalogProduct[]
  imageLook(imageFileName: string): ImageLook | undefined
}

/** Answers `catalog()` from memory until the seed changes. */
export function createCatalogSource(current: () => Pick<KeepaState, 'catalog'>): () => Catalog {
  let builtFor: unknown
  let catalog: Catalog | undefined
  return () => {
    const state = current()
    if (!catalog || builtFor !== state.catalog) {
      catalog = buildCatalog(state)
      builtFor = state.catalog
    }
    return catalog
  }
}

function buildCatalog({ catalog }: Pick<KeepaState, 'catalog'>): Catalog {
  const products = [
    ...(catalog.base === 'default' ? defaultCatalog() : []),
    ...generatedCatalog(catalog.generate_count, catalog.generate_code),
    ...catalog.products.map(parse),
  ]
  const byAsin = new Map<string, CatalogProduct>()
  const looks = new Map<string, ImageLook>()
  for (const product of products) {
    for (const domain of product.domains) byAsin.set(`${domain}/${product.asin}`, product)
    for (let index = 0; index < product.image_count; index++) {
      const { shape, color } = product.picture ?? { shape: product.asin, color: '' }
      looks.set(imageName(product, index), { shape: `${shape}/${index}`, color })
    }
  }
  const lists = new Map<DomainId, CatalogProduct[]>()
  const byCode = new Map<string, CatalogProduct[]>()
  const byParent = new Map<string, CatalogProduct[]>()
  for (const [key, product] of byAsin) {
    const domain = product.domains.find((candidate) => key.startsWith(`${candidate}/`))
    if (domain === undefined) continue
    append(lists, domain, product)
    for (const code of [...product.ean_list, ...product.upc_list]) append(byCode, `${domain}/${code}`, product)
    if (product.parent_asin !== null) append(byParent, `${domain}/${product.parent_asin}`, product)
  }
  return {
    get: (domain, asin) => byAsin.get(`${domain}/${asin}`),
    byCode: (domain, code) => byCode.get(`${domain}/${code}`) ?? [],
    variationsOf: (domain, parentAsin) => byParent.get(`${domain}/${parentAsin}`) ?? [],
    all: (domain) => lists.get(domain) ?? [],
    imageLook: (name) => looks.get(name),
  }
}

function append<Key>(map: Map<Key, CatalogProduct[]>, key: Key, product: CatalogProduct): void {
  const list = map.get(key)
  if (list) list.push(product)
  else map.set(key, [product])
}
