/**
 * Runs `work` for each item, at most `limit` at a time. After the first failure it waits for the running work and ends.
 */
export async function inParallel<T>(
  items: Iterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const source = items[Symbol.iterator]()
  let failure: { error: unknown } | null = null
  const worker = async () => {
    for (let next = source.next(); !next.done && !failure; next = source.next()) {
      try {
        await work(next.value)
      } catch (error) {
        failure ??= { error }
      }
    }
  }
  await Promise.all(Array.from({ length: limit }, worker))
  const failed = failure as { error: unknown } | null // safe: written by the workers above, which the compiler does not follow
  if (failed) throw failed.error
}

/**
 * A queue that runs at most `limit` pieces of work at a time. The queue never fails; each piece reports its own result
 * (`add`), or the caller gets it (`take`).
 */
export class WorkPool {
  readonly #limit: number
  #running = 0
  #waiting: (() => Promise<void>)[] = []
  #wakers: (() => void)[] = []
  constructor(limit: number) {
    this.#limit = limit
  }
  add(work: () => Promise<void>): void {
    this.#waiting.push(work)
    this.#next()
  }
  /** Runs the work when its turn comes, and answers or throws what it does. */
  take<T>(work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => this.add(() => work().then(resolve, reject)))
  }
  /** Resolves as soon as fewer than `limit` pieces of work wait. */
  async room(): Promise<void> {
    while (this.#waiting.length >= this.#limit) await this.#change()
  }
  /** Resolves when everything is done. */
  async idle(): Promise<void> {
    while (this.#running > 0 || this.#waiting.length > 0) await this.#change()
  }
  #change = () => new Promise<void>((resolve) => this.#wakers.push(resolve))
  #next(): void {
    while (this.#running < this.#limit) {
      const work = this.#waiting.shift()
      if (!work) return
      this.#running += 1
      void work().finally(() => {
        this.#running -= 1
        for (const wake of this.#wakers.splice(0)) wake()
        this.#next()
      })
    }
  }
}
