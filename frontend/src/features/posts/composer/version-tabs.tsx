import { useState } from 'react'
import { Select } from '#app/components/ui/select.tsx'
import { Switch } from '#app/components/ui/switch.tsx'
import { Tabs } from '#app/components/ui/tabs.tsx'
import { NETWORK_NAMES, type SocialNetwork } from '#core/social/networks.ts'
import type { TemplateValues } from '#core/social/posts/caption-templates.ts'
import { checkText } from '#core/social/posts/check-post.ts'
import type { NetworkLimit } from '#core/social/posts/limits.ts'
import { cn } from '#ui/class-names.ts'
import { Field } from '#ui/field.tsx'
import { Input, inputStyle } from '#ui/input.tsx'
import { CaptionTools } from './caption-tools.tsx'
import { type Draft, EMPTY_VERSION, textOf, type Version } from './draft.ts'
import { LimitCounters } from './limit-counters.tsx'

const PRIVACY = [
  { value: 'public', label: 'Public' },
  { value: 'unlisted', label: 'Unlisted' },
  { value: 'private', label: 'Private' },
] as const

type VersionTabsProps = {
  draft: Draft
  networks: readonly SocialNetwork[]
  limits: readonly NetworkLimit[]
  values: TemplateValues
  onChange: (change: Partial<Draft>) => void
}

/** The caption for every network, and a version of its own for each. */
export function VersionTabs({ draft, networks, limits, values, onChange }: VersionTabsProps) {
  const [tab, setTab] = useState<SocialNetwork | 'all'>('all')
  const shown = tab === 'all' || networks.includes(tab) ? tab : 'all'
  const isOver = (network: SocialNetwork) =>
    checkText(network, textOf(draft, network), limits).some(({ severity }) => severity === 'error')
  const tabs = [
    { value: 'all' as const, label: 'Every network' },
    ...networks.map((network) => ({
      value: network,
      label: isOver(network) ? `${NETWORK_NAMES[network]} · needs a change` : NETWORK_NAMES[network],
    })),
  ]
  return (
    <Tabs label="Versions" value={shown} onChange={setTab} tabs={tabs}>
      <div className="flex flex-col gap-4 pt-4">
        {shown === 'all' ? (
          <>
            <CaptionField label="Caption" caption={draft.caption} onChange={(caption) => onChange({ caption })} />
            <CaptionTools
              caption={draft.caption}
              values={values}
              videoId={draft.video_id}
              network={null}
              onWritten={(caption) => onChange({ caption, is_ai_generated: true })}
              onChange={(caption) => onChange({ caption })}
            />
            {networks.map((network) => (
              <div key={network} className="flex flex-wrap items-baseline gap-x-3">
                <span className="text-meta font-medium">{NETWORK_NAMES[network]}</span>
                <LimitCounters network={network} text={textOf(draft, network)} limits={limits} />
              </div>
            ))}
          </>
        ) : (
          <NetworkVersion
            key={shown}
            network={shown}
            draft={draft}
            limits={limits}
            values={values}
            onWritten={(version) =>
              onChange({ versions: { ...draft.versions, [shown]: version }, is_ai_generated: true })
            }
            onVersion={(version) => onChange({ versions: { ...draft.versions, [shown]: version } })}
          />
        )}
      </div>
    </Tabs>
  )
}

type CaptionFieldProps = { label: string; caption: string; onChange: (caption: string) => void; error?: string }

function CaptionField({ label, caption, onChange, error }: CaptionFieldProps) {
  return (
    <Field label={label} error={error}>
      {(wiring) => (
        <textarea
          {...wiring}
          rows={6}
          value={caption}
          onChange={(event) => onChange(event.target.value)}
          className={cn(inputStyle, 'w-full resize-y px-2.5 py-1.5')}
        />
      )}
    </Field>
  )
}

type NetworkVersionProps = {
  network: SocialNetwork
  draft: Draft
  limits: readonly NetworkLimit[]
  values: TemplateValues
  onVersion: (version: Version) => void
  onWritten: (version: Version) => void
}

function NetworkVersion({ network, draft, limits, values, onVersion, onWritten }: NetworkVersionProps) {
  const version = draft.versions[network] ?? EMPTY_VERSION
  const change = (part: Partial<Version>) => onVersion({ ...version, ...part })
  const text = textOf(draft, network)
  const findings = checkText(network, text, limits)
  const place = NETWORK_NAMES[network]
  const isOwn = version.caption !== null
  return (
    <>
      <div className="flex items-center gap-2">
        <Switch
          label={`Own caption for ${place}`}
          isOn={isOwn}
          onChange={(isOn) => change({ caption: isOn ? draft.caption : null })}
        />
        <span>Own caption for {place}</span>
      </div>
      {isOwn ? (
        <>
          <CaptionField
            label={`Caption for ${place}`}
            caption={version.caption ?? ''}
            onChange={(caption) => change({ caption })}
          />
          <CaptionTools
            caption={version.caption ?? ''}
            values={values}
            videoId={draft.video_id}
            network={network}
            onWritten={(caption) => onWritten({ ...version, caption })}
            onChange={(caption) => change({ caption })}
          />
        </>
      ) : (
        <p className="text-table text-muted">{place} gets the caption for every network.</p>
      )}
      {network === 'youtube' && <YouTubeFields version={version} onChange={change} fallbackTitle={values.title} />}
      <LimitCounters network={network} text={text} limits={limits} />
      {findings.length > 0 && (
        <ul className="flex flex-col gap-1 text-table">
          {findings.map(({ code, severity, message }) => (
            <li
              key={code}
              role={severity === 'error' ? 'alert' : undefined}
              className={severity === 'error' ? 'text-failed' : 'text-waiting'}
            >
              {message}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

type YouTubeFieldsProps = {
  version: Version
  onChange: (part: Partial<Version>) => void
  fallbackTitle: string | null
}

function YouTubeFields({ version, onChange, fallbackTitle }: YouTubeFieldsProps) {
  const [tags, setTags] = useState(version.tags.join(', '))
  return (
    <>
      <Field label="Title">
        {(wiring) => (
          <Input
            {...wiring}
            value={version.title}
            placeholder={fallbackTitle ?? undefined}
            onChange={(event) => onChange({ title: event.target.value })}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Visibility">
          {(wiring) => (
            <Select
              {...wiring}
              value={version.privacy}
              onChange={(privacy) => onChange({ privacy })}
              options={PRIVACY}
            />
          )}
        </Field>
        <Field label="Tags" hint="Separate tags with commas.">
          {(wiring) => (
            <Input
              {...wiring}
              value={tags}
              onChange={(event) => {
                setTags(event.target.value)
                const read = event.target.value.split(',').map((tag) => tag.replace(/["<>]/g, '').trim())
                onChange({ tags: [...new Set(read.filter((tag) => tag !== ''))].slice(0, 60) })
              }}
            />
          )}
        </Field>
      </div>
    </>
  )
}
