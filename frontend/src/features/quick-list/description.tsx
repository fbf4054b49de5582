/** The description that buyers read. A frame without permissions keeps its HTML apart from this page, as eBay does. */
export function Description({ html }: { html: string }) {
  return (
    <details className="rounded-card border border-line">
      <summary className="px-3 py-2 font-medium">Description</summary>
      <iframe
        title="Description"
        sandbox=""
        srcDoc={`<!doctype html><meta name="color-scheme" content="light"><body style="font:14px/1.5 sans-serif;margin:12px;background:#fff;color:#18181b">${html}`}
        className="h-64 w-full rounded-b-card border-t border-line bg-[#fff]"
      />
    </details>
  )
}
