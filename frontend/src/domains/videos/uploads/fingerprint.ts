const END_BYTES = 1024 * 1024
const SAMPLES = 16
const SAMPLE_BYTES = 64 * 1024

/**
 * Identifies a file without reading all of it: SHA-256 (hex) of its size, its first and last MiB, and samples in between.
 * A small file is read whole. Rejects when the file changed since it was chosen.
 */
export async function fingerprint(file: Blob): Promise<string> {
  const parts = await new Blob([...samplesOf(file), `/${file.size}`]).arrayBuffer()
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', parts))
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

function samplesOf(file: Blob): Blob[] {
  const middle = file.size - 2 * END_BYTES
  if (middle <= SAMPLES * SAMPLE_BYTES) return [file]
  const step = Math.floor(middle / SAMPLES)
  const between = Array.from({ length: SAMPLES }, (_, index) => END_BYTES + index * step)
  return [
    file.slice(0, END_BYTES),
    ...between.map((start) => file.slice(start, start + SAMPLE_BYTES)),
    file.slice(file.size - END_BYTES),
  ]
}
