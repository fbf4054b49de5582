type Received = { method: string; url: string; headers: Record<string, string>; bytes: number }
type Answer = { status: number; body?: unknown; headers?: Record<string, string> }

/**
 * Plays the file store behind XMLHttpRequest: accepts whole files or fragments, breaks the connection, or delays its
 * answer.
 */
export class FakeStore {
  received: Received[] = []
  /** The bytes that have arrived in fragments, in order. */
  arrived: Uint8Array<ArrayBuffer> = new Uint8Array()
  isBusy = false
  #answers: Answer[] = []
  #isHolding = false

  /** The next request meets a broken connection, or this answer. */
  failNext(answer: Answer = { status: 0 }): void {
    this.#answers.push(answer)
  }

  /** The store accepts files but never answers, until the request is aborted. */
  hold(isHolding = true): void {
    this.#isHolding = isHolding
  }

  /** Replaces XMLHttpRequest. */
  requestClass() {
    const answer = this.#answer.bind(this)
    const release = () => {
      this.isBusy = false
    }
    return class FakeRequest {
      upload: { onprogress?: (event: { loaded: number }) => void } = {}
      onload?: () => void
      onerror?: () => void
      onabort?: () => void
      status = 0
      responseText = ''
      #request: Received = { method: '', url: '', headers: {}, bytes: 0 }
      #answered: Answer = { status: 0 }

      open(method: string, url: string) {
        this.#request = { method, url, headers: {}, bytes: 0 }
      }
      setRequestHeader(name: string, value: string) {
        this.#request.headers[name] = value
      }
      getResponseHeader(name: string) {
        return this.#answered.headers?.[name] ?? null
      }
      async send(body: Blob) {
        const bytes = new Uint8Array(await body.arrayBuffer())
        this.upload.onprogress?.({ loaded: body.size })
        const outcome = answer({ ...this.#request, bytes: body.size }, bytes)
        if (outcome === 'held') return
        this.#answered = outcome
        this.status = outcome.status
        this.responseText = JSON.stringify(outcome.body) ?? ''
        if (outcome.status > 0) this.onload?.()
        else this.onerror?.()
      }
      abort() {
        release()
        this.onabort?.()
      }
    }
  }

  #answer(request: Received, bytes: Uint8Array<ArrayBuffer>): Answer | 'held' {
    if (this.#isHolding) {
      this.isBusy = true
      return 'held'
    }
    const prepared = this.#answers.shift()
    if (prepared) return prepared
    this.received.push(request)
    const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(request.headers['content-range'] ?? '')
    return range ? this.#takeFragment(Number(range[1]), Number(range[3]), bytes) : { status: 200 }
  }

  // As OneDrive: in order and without gaps, or 416.
  #takeFragment(start: number, total: number, bytes: Uint8Array<ArrayBuffer>): Answer {
    if (start !== this.arrived.length) return { status: 416 }
    this.arrived = new Uint8Array([...this.arrived, ...bytes])
    if (this.arrived.length === total) return { status: 201, body: { id: 'DRIVE!42' } }
    return { status: 202, body: { nextExpectedRanges: [`${this.arrived.length}-`] } }
  }
}
