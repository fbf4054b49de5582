import type { KeepaProduct } from './types.ts'

/** EAN, UPC, GTIN and ISBN-13 of a product, digits only, each once. */
export function productCodes({ eanList, upcList, gtinList }: KeepaProduct): string[] {
  const written = [...(eanList ?? []), ...(upcList ?? []), ...(gtinList ?? [])]
  return [...new Set(written.map((code) => code.trim()).filter((code) => /^\d{8,14}$/.test(code)))]
}

/** Whether a product has this code; a UPC and its EAN with a leading zero are one code. */
export function carriesCode(product: KeepaProduct, code: string): boolean {
  const number = (text: string) => text.replace(/^0+/, '')
  return productCodes(product).some((own) => number(own) === number(code))
}
