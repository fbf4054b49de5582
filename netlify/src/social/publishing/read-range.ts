const TIMEOUT_MS = 60_000

/** Bytes `first` to `last` of a file of our own store. Throws when the store sends anything else. */
export async function readRange(
  url: string,
  first: number,
  last: number,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url, {
    headers: { range: `bytes=${first}-${last}`, 'accept-encoding': 'identity' },
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  })
  const length = last - first + 1
  const isWhole = response.status === 200 && first === 0
  if ((response.status !== 206 && !isWhole) || Number(response.headers.get('content-length')) > length) {
    await response.body?.cancel()
    throw new Error(`The store answered ${response.status} to a range`)
  }
  const bytes = new Uint8Array(await response.arrayBuffer())
  if (bytes.byteLength !== length) throw new Error('The store sent a part of a range')
  return bytes
}
