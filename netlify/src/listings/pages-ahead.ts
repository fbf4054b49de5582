/** Pages of a vendor's list, asked for ahead and taken in their order: the next ones are on their way while one is written. */
export class PagesAhead<Page> {
  readonly #ask: (page: number) => Promise<Page>
  readonly #asked = new Map<number, Promise<Page>>()
  constructor(ask: (page: number) => Promise<Page>) {
    this.#ask = ask
  }

  /** The page, and nothing kept of it. Throws what asking for it threw. */
  take(page: number): Promise<Page> {
    const asked = this.#asked.get(page) ?? this.#ask(page)
    this.#asked.delete(page)
    return asked
  }

  /** Asks for the pages up to that one, at most `count` of them. */
  ask(after: number, until: number, count: number): void {
    for (let page = after + 1; page <= Math.min(until, after + count); page += 1) {
      if (this.#asked.has(page)) continue
      const asked = this.#ask(page)
      // A failure counts when its turn comes.
      asked.catch(() => undefined)
      this.#asked.set(page, asked)
    }
  }
}
