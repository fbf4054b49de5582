import type { DomainId } from '../domains.ts'

type Section = { root: string; rootId: number; leaf: string; leafId: number }

/** Category keys as seeds write them, with the American node ids. */
export const SECTIONS = {
  kitchen: { root: 'Home & Kitchen', rootId: 1055398, leaf: 'Kitchen & Dining', leafId: 284507 },
  bedding: { root: 'Home & Kitchen', rootId: 1055398, leaf: 'Bedding', leafId: 1063252 },
  audio: { root: 'Electronics', rootId: 172282, leaf: 'Headphones', leafId: 172541 },
  charging: { root: 'Electronics', rootId: 172282, leaf: 'Chargers & Power Adapters', leafId: 12557637011 },
  skincare: { root: 'Beauty & Personal Care', rootId: 3760911, leaf: 'Skin Care', leafId: 11060451 },
  toys: { root: 'Toys & Games', rootId: 165793011, leaf: 'Building Toys', leafId: 166092011 },
  fitness: { root: 'Sports & Outdoors', rootId: 3375251, leaf: 'Exercise & Fitness', leafId: 3407731 },
  camping: { root: 'Sports & Outdoors', rootId: 3375251, leaf: 'Camping & Hiking', leafId: 3400371 },
  pets: { root: 'Pet Supplies', rootId: 2619533011, leaf: 'Dogs', leafId: 2975312011 },
  office: { root: 'Office Products', rootId: 1064954, leaf: 'Desk Accessories', leafId: 1069514 },
  tools: { root: 'Tools & Home Improvement', rootId: 228013, leaf: 'Power Tools', leafId: 551236 },
  books: { root: 'Books', rootId: 283155, leaf: 'Cookbooks', leafId: 6 },
} as const satisfies Record<string, Section>

export type SectionKey = keyof typeof SECTIONS

export type CategoryNode = { catId: number; name: string; parent: number; children: number[] }

/** Every Amazon marketplace numbers its categories itself, so an American id means nothing elsewhere. */
function localId(usId: number, domain: DomainId): number {
  return domain === 1 ? usId : usId * 100 + domain
}

/** Root and leaf of a product in one marketplace. */
export function categoryPath(key: SectionKey, domain: DomainId): { catId: number; name: string }[] {
  const { root, rootId, leaf, leafId } = SECTIONS[key]
  return [
    { catId: localId(rootId, domain), name: root },
    { catId: localId(leafId, domain), name: leaf },
  ]
}

/** All nodes of one marketplace by id. */
export function categoryNodes(domain: DomainId): Map<number, CategoryNode> {
  const nodes = new Map<number, CategoryNode>()
  for (const section of Object.values(SECTIONS)) {
    const rootId = localId(section.rootId, domain)
    const leafId = localId(section.leafId, domain)
    const root = nodes.get(rootId) ?? { catId: rootId, name: section.root, parent: 0, children: [] }
    root.children.push(leafId)
    nodes.set(rootId, root)
    nodes.set(leafId, { catId: leafId, name: section.leaf, parent: rootId, children: [] })
  }
  return nodes
}
