const PATIENCE_MS = 3000

/**
 * The video's duration in seconds, read by the browser's own player. Undefined when it is unknown after three seconds:
 * an upload never waits for this optional number.
 */
export function readDuration(file: Blob): Promise<number | undefined> {
  if (typeof URL.createObjectURL !== 'function') return Promise.resolve(undefined)
  return new Promise((resolve) => {
    const video = document.createElement('video')
    const address = URL.createObjectURL(file)
    const finish = (seconds: number | undefined) => {
      clearTimeout(timer)
      video.removeAttribute('src')
      URL.revokeObjectURL(address)
      resolve(seconds)
    }
    const timer = setTimeout(() => finish(undefined), PATIENCE_MS)
    video.preload = 'metadata'
    // A recording that was never finalized says Infinity.
    video.onloadedmetadata = () => finish(Number.isFinite(video.duration) ? video.duration : undefined)
    video.onerror = () => finish(undefined)
    video.src = address
  })
}
