import { ExternalLink, FileText, ImageOff, type LucideIcon, Mic, Share2, Video } from 'lucide-react'
import { useState } from 'react'
import type { Attachment, InboxMessage } from '#core/social/inbox/message.ts'

const KINDS: Record<Attachment['kind'], { label: string; icon: LucideIcon }> = {
  image: { label: 'Image', icon: ImageOff },
  video: { label: 'Video', icon: Video },
  audio: { label: 'Voice message', icon: Mic },
  file: { label: 'File', icon: FileText },
  share: { label: 'Shared post', icon: Share2 },
  story_mention: { label: 'Story that mentions you', icon: Share2 },
  unsupported: { label: 'Open Instagram to see this', icon: ExternalLink },
}

/** What came with a message. Instagram's links expire; then only the kind is left. */
export function MessageAttachments({ attachments }: { attachments: InboxMessage['attachments'] }) {
  return attachments.map((attachment, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: attachments have no id, and their order never changes
    <OneAttachment key={index} attachment={attachment} />
  ))
}

function OneAttachment({ attachment: { kind, url, title } }: { attachment: Attachment }) {
  const [isBroken, setBroken] = useState(false)
  const { label, icon: Icon } = KINDS[kind]
  if (kind === 'image' && url !== null && !isBroken) {
    return (
      <a href={url} target="_blank" rel="noopener noreferrer" className="block w-fit">
        <img
          src={url}
          alt={title ?? 'Attached'}
          loading="lazy"
          referrerPolicy="no-referrer"
          onError={() => setBroken(true)}
          className="max-h-64 max-w-full rounded-control border border-line object-contain"
        />
      </a>
    )
  }
  const words = (
    <>
      <Icon className="size-4 shrink-0" aria-hidden="true" />
      <span className="min-w-0 truncate">{title ?? label}</span>
    </>
  )
  const look =
    'flex w-fit max-w-full items-center gap-2 rounded-control border border-line bg-surface px-2.5 py-1.5 text-table text-ink'
  if (url === null) return <span className={look}>{words}</span>
  return (
    <a href={url} target="_blank" rel="noopener noreferrer" className={`${look} hover:bg-hover`}>
      {words}
      <ExternalLink className="size-3.5 shrink-0 text-muted" aria-hidden="true" />
    </a>
  )
}
