import { useQuery } from '@tanstack/react-query'
import { FileText, Hash } from 'lucide-react'
import { postQueries } from '#app/domains/social/posts.queries.ts'
import { addHashtags, fillTemplate, type TemplateValues } from '#core/social/posts/caption-templates.ts'
import { Button } from '#ui/button.tsx'
import { Menu, MenuItem } from '#ui/dropdown-menu.tsx'

type CaptionToolsProps = {
  caption: string
  values: TemplateValues
  onChange: (caption: string) => void
}

/** Inserts a template or a hashtag set into a caption. Both stay editable. */
export function CaptionTools({ caption, values, onChange }: CaptionToolsProps) {
  const { data: templates = [] } = useQuery(postQueries.templates())
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
    </div>
  )
}
