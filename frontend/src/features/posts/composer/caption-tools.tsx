import { useMutation, useQuery } from '@tanstack/react-query'
import { FileText, Hash, Sparkles } from 'lucide-react'
import { featuresQuery } from '#app/domains/accounts/features.queries.ts'
import { postQueries } from '#app/domains/social/posts.queries.ts'
import { api } from '#app/lib/api.ts'
import type { SocialNetwork } from '#core/social/networks.ts'
import { addHashtags, fillTemplate, type TemplateValues } from '#core/social/posts/caption-templates.ts'
import { socialPostsContract } from '#core/social/posts/contract.ts'
import { Button } from '#ui/button.tsx'
import { Menu, MenuItem } from '#ui/dropdown-menu.tsx'
import { showFailure, showUndo } from '#ui/toasts/notify.ts'

type CaptionToolsProps = {
  caption: string
  values: TemplateValues
  videoId: string | null
  network: SocialNetwork | null
  /** A caption that a model wrote, so far. */
  onWritten: (caption: string) => void
  onChange: (caption: string) => void
}

/** Inserts a template, a hashtag set or a text by AI into a caption. Everything stays editable. */
export function CaptionTools({ caption, values, videoId, network, onWritten, onChange }: CaptionToolsProps) {
  const { data: all = [] } = useQuery(postQueries.templates())
  // What is written for one network does not suit the others.
  const templates = all.filter((template) => template.network === null || template.network === network)
  const { data: sets = [] } = useQuery(postQueries.hashtagSets())
  return (
    <div className="flex flex-wrap gap-2">
      {templates.length > 0 && (
        <Menu
          trigger={
            <Button size="small">
              <FileText aria-hidden="true" /> Template
            </Button>
          }
        >
          {templates.map(({ id, name, body }) => (
            <MenuItem key={id} onSelect={() => onChange(fillTemplate(body, values))}>
              {name}
            </MenuItem>
          ))}
        </Menu>
      )}
      {sets.length > 0 && (
        <Menu
          trigger={
            <Button size="small">
              <Hash aria-hidden="true" /> Hashtags
            </Button>
          }
        >
          {sets.map(({ id, name, tags }) => (
            <MenuItem key={id} onSelect={() => onChange(addHashtags(caption, tags))}>
              {name} ({tags.length})
            </MenuItem>
          ))}
        </Menu>
      )}
      <WriteButton caption={caption} videoId={videoId} network={network} onWritten={onWritten} onUndo={onChange} />
    </div>
  )
}

type WriteButtonProps = Pick<CaptionToolsProps, 'caption' | 'videoId' | 'network' | 'onWritten'> & {
  onUndo: (caption: string) => void
}

/** A caption by AI, shown as it is written. It replaces the text, and Undo brings that back. */
function WriteButton({ caption, videoId, network, onWritten, onUndo }: WriteButtonProps) {
  const { data: features } = useQuery(featuresQuery())
  const write = useMutation({
    mutationFn: async (video_id: string) => {
      let text = ''
      for await (const part of await api(socialPostsContract.writeCaption, { body: { video_id, network } })) {
        text += part
        onWritten(text)
      }
    },
    onSuccess: () => showUndo('Caption written by AI', () => onUndo(caption), 'Check it before you post.'),
    onError: (error) => {
      onUndo(caption)
      showFailure('No caption was written. Your text is unchanged.', error)
    },
  })
  const state = features?.captions?.state
  if (state === undefined || state === 'not_configured') return null
  return (
    <Button
      size="small"
      isBusy={write.isPending}
      disabled={videoId === null}
      title={videoId === null ? 'Choose a video first' : undefined}
      onClick={() => videoId !== null && write.mutate(videoId)}
    >
      <Sparkles aria-hidden="true" /> Write with AI
    </Button>
  )
}
