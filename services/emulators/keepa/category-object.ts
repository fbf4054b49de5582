import type { CategoryNode } from './catalog/categories.ts'
import type { DomainId } from './domains.ts'

/** A category as Keepa answers it. */
export function categoryObject(node: CategoryNode, domain: DomainId) {
  return {
    domainId: domain,
    catId: node.catId,
    name: node.name,
    contextFreeName: node.name,
    children: node.children.length > 0 ? node.children : null,
    parent: node.parent,
    highestRank: 1_000_000,
    lowestRank: 1,
    productCount: 250_000,
  }
}

/** Titles in plain words, so that a search finds titles with `&amp;` and the like. */
export function withoutEntities(text: string): string {
  return text.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&#8211;', '–')
}
