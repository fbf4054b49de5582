import { Fragment } from 'react'

// A link ends before the punctuation of its sentence.
const LINK = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}]/gi

/** A message as it was typed. Only http and https become links, which learn nothing about this page. */
export function MessageText({ text }: { text: string }) {
  const parts: React.ReactNode[] = []
  let end = 0
  for (const found of text.matchAll(LINK)) {
    parts.push(<Fragment key={end}>{text.slice(end, found.index)}</Fragment>)
    parts.push(
      <a
        key={`link-${found.index}`}
        href={found[0]}
        target="_blank"
        rel="noopener noreferrer nofollow ugc"
        className="underline underline-offset-2"
      >
        {found[0]}
      </a>,
    )
    end = found.index + found[0].length
  }
  parts.push(<Fragment key="rest">{text.slice(end)}</Fragment>)
  return <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{parts}</p>
}
