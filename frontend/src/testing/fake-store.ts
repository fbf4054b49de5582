type Received = { method: string; url: string; headers: Record<string, string>; bytes: number }

/** Stands in for the file store behind XMLHttpRequest: takes whole files, or breaks, or keeps people waiting. */
export class FakeStore {
  received: Received[] = []
  isBusy = false
  #failures = 0
  #isHolding = false

  /** The next file meets a broken line. */
  failNext(): void {
    this.#failures += 1
  }

  /** Files are taken but never answered, until the request is aborted. */
  hold(): void {
    this.#isHolding = true
  }

  /** To be put in the place of XMLHttpRequest. */
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
      #request: Received = { method: '', url: '', headers: {}, bytes: 0 }

      open(method: string, url: string) {
        this.#request = { method, url, headers: {}, bytes: 0 }
      }
      setRequestHeader(name: string, value: string) {
        this.#request.headers[name] = value
      }
      send(body: Blob) {
        queueMicrotask(() => {
          this.upload.onprogress?.({ loaded: body.size })
          const outcome = answer({ ...this.#request, bytes: body.size })
          if (outcome === 'held') return
          this.status = outcome === 'taken' ? 200 : 0
          if (outcome === 'taken') this.onload?.()
          else this.onerror?.()
        })
      }
      abort() {
        release()
        this.onabort?.()
      }
    }
  }

  #answer(request: Received): 'taken' | 'broken' | 'held' {
    if (this.#isHolding) {
      this.isBusy = true
      return 'held'
    }
    if (this.#failures > 0) {
      this.#failures -= 1
      return 'broken'
    }
    this.received.push(request)
    return 'taken'
  }
}
