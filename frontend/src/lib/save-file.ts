/** Gives a file to the browser to save under that name. */
export function saveFile(filename: string, content: Blob): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = filename
  link.click()
  // The download has started by then; revoking the URL earlier would stop it in some browsers.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
