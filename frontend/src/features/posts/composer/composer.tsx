import { useMutation, useQuery } from '@tanstack/react-query'
import { CalendarClock, Save as SaveIcon, Send, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { Checkbox } from '#app/components/ui/checkbox.tsx'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { Notice } from '#app/components/ui/notice.tsx'
import { postQueries } from '#app/domains/social/posts.queries.ts'
import { addresses } from '#app/lib/addresses.ts'
import { api } from '#app/lib/api.ts'
import { useRememberedValue } from '#app/lib/remembered.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { ApiError } from '#core/http/client.ts'
import { socialPostsContract } from '#core/social/posts/contract.ts'
import { youTubeTitle } from '#core/social/posts/count-text.ts'
import type { SocialPost } from '#core/social/posts/schema.ts'
import { resolveWallTime, WallTime } from '#core/social/posts/wall-time.ts'
import { DUB_LANGUAGE_NAMES } from '#core/videos/dubs/estimate.ts'
import { Button } from '#ui/button.tsx'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'
import { showDone, showFailure } from '#ui/toasts/notify.ts'
import { AccountPicker } from './account-picker.tsx'
import { bodyOf, Draft, EMPTY_VERSION, networksOf } from './draft.ts'
import { DubPicker } from './dub-picker.tsx'
import { Findings } from './findings.tsx'
import { Preview } from './preview.tsx'
import { ScheduleFields } from './schedule-fields.tsx'
import { type Save, useSavePost } from './use-save-post.ts'
import { VersionTabs } from './version-tabs.tsx'
import { VideoPicker } from './video-picker.tsx'

type ComposerProps = {
  /** Null for a new post. */
  post: SocialPost | null
  initial: Draft
  /** Under which name the unsaved text stays on this device. */
  keptAs: string
}

/** Writes a post: its video, accounts, a version for each network, and its time. Unsaved text is kept on this device. */
export function Composer({ post, initial, keptAs }: ComposerProps) {
  const navigate = useNavigate()
  const format = useFormat()
  const [kept, setKept] = useRememberedValue(keptAs, Draft)
  const draft = kept ?? initial
  const change = (part: Partial<Draft>) => setKept({ ...draft, ...part })
  const { data: accounts = [] } = useQuery(postQueries.accounts())
  const { data: limits = [] } = useQuery(postQueries.limits())
  const { data: video } = useQuery({ ...postQueries.video(draft.video_id ?? ''), enabled: draft.video_id !== null })
  const { data: sets = [] } = useQuery(postQueries.hashtagSets())
  const [isConfirming, setConfirming] = useState(false)
  const save = useSavePost(post, accounts)
  const check = useMutation({
    mutationFn: () => {
      const { video_id, caption, covers, dub_language, accounts: chosen } = bodyOf(draft, accounts)
      return api(socialPostsContract.preflight, {
        body: { video_id, caption, covers, dub_language, accounts: chosen },
      })
    },
    onError: (error) => showFailure('The post could not be checked.', error),
  })
  const networks = networksOf(draft, accounts)
  const title = post?.product_title ?? null
  const values = {
    title: title ?? video?.filename.replace(/\.[^.]+$/, '') ?? null,
    asin: post?.asin ?? video?.asin ?? null,
    link: draft.link || null,
    hashtags: sets[0]?.tags ?? [],
  }
  const hasTime = WallTime.safeParse(draft.wall).success
  const isTimeChanged =
    post !== null && (draft.wall !== (post.scheduled_wall ?? '') || draft.time_zone !== post.time_zone)

  const run = (how: Save, words: string) =>
    save.mutate(
      { draft, how },
      {
        onSuccess: (saved) => {
          setKept(undefined)
          showDone(words, saved.schedule_rule ? 'The clocks change on that day: check the time.' : undefined)
          if (!post) void navigate(addresses.post(saved.id), { replace: true })
        },
        onError: (error) => {
          const isOld = error instanceof ApiError && error.is('row_changed')
          // Every reason stands beside the text, not in a message that goes away.
          if (error instanceof ApiError && error.is('post_not_ready')) check.mutate()
          showFailure(
            isOld
              ? 'Another person changed this post. Your text is still here.'
              : 'The post was not saved. Your text is still here.',
            error,
          )
        },
      },
    )
  const choose = (account_ids: string[]) => {
    const isOnYouTube = accounts.some(({ id, network }) => network === 'youtube' && account_ids.includes(id))
    const isWithoutTitle = isOnYouTube && draft.versions.youtube === undefined && values.title !== null
    const youtube = { ...EMPTY_VERSION, title: youTubeTitle(values.title ?? '') }
    change({ account_ids, ...(isWithoutTitle && { versions: { ...draft.versions, youtube } }) })
  }
  const schedule = () => run({ wall: draft.wall, time_zone: draft.time_zone }, 'Post scheduled')

  return (
    <div className="grid gap-8 pb-8 lg:grid-cols-[minmax(0,1fr)_360px]">
      <form aria-label="Post" className="flex min-w-0 flex-col gap-6" onSubmit={(event) => event.preventDefault()}>
        {kept && (
          <Notice tone="info">
            Unsaved changes are kept on this device.{' '}
            <button type="button" className="underline underline-offset-2" onClick={() => setKept(undefined)}>
              Discard them
            </button>
          </Notice>
        )}
        <section aria-label="Video" className="flex flex-col gap-2">
          <h2 className="font-medium">Video</h2>
          <VideoPicker videoId={draft.video_id} onPick={(video_id) => change({ video_id, dub_language: null })} />
          {video && (
            <DubPicker
              video={video}
              language={draft.dub_language}
              onPick={(dub_language) =>
                change({ dub_language, is_ai_generated: dub_language !== null || draft.is_ai_generated })
              }
            />
          )}
        </section>
        <AccountPicker chosen={draft.account_ids} onChange={choose} />
        <VersionTabs draft={draft} networks={networks} limits={limits} values={values} onChange={change} />
        <Field label="Link" hint="Templates insert it with {link}.">
          {(wiring) => (
            <Input
              {...wiring}
              type="url"
              value={draft.link}
              placeholder="https://"
              onChange={(event) => change({ link: event.target.value })}
            />
          )}
        </Field>
        <div className="flex flex-col gap-3">
          <Checkbox
            isChecked={draft.covers}
            onChange={(covers) => change({ covers })}
            hint="The product's thumbnail is the cover. Without one, the network chooses a frame."
          >
            Use thumbnail as cover
          </Checkbox>
          <Checkbox
            isChecked={draft.is_ai_generated}
            onChange={(is_ai_generated) => change({ is_ai_generated })}
            hint={
              draft.dub_language === null
                ? 'Networks label the post. Turn it on for captions and voices made by AI.'
                : `Turned on because AI speaks the ${DUB_LANGUAGE_NAMES[draft.dub_language]} version. Networks label the post.`
            }
          >
            AI generated
          </Checkbox>
        </div>
        <section aria-label="Schedule" className="flex flex-col gap-2">
          <h2 className="font-medium">Schedule</h2>
          <ScheduleFields draft={draft} onChange={change} />
        </section>
        {check.data && <Findings preflight={check.data} accounts={accounts} />}
        <div className="flex flex-wrap gap-2">
          {(!post || post.state === 'draft') && (
            <Button onClick={() => run('keep', 'Draft saved')} isBusy={save.isPending}>
              <SaveIcon aria-hidden="true" /> Save draft
            </Button>
          )}
          {post?.state === 'scheduled' && !isTimeChanged && (
            <Button variant="primary" onClick={() => run('keep', 'Post saved')} isBusy={save.isPending}>
              <SaveIcon aria-hidden="true" /> Save changes
            </Button>
          )}
          <Button onClick={() => check.mutate()} isBusy={check.isPending}>
            <ShieldCheck aria-hidden="true" /> Check post
          </Button>
          <Button onClick={() => setConfirming(true)} isBusy={save.isPending}>
            <Send aria-hidden="true" /> Post now
          </Button>
          {(post?.state !== 'scheduled' || isTimeChanged) && (
            <Button variant="primary" onClick={schedule} isBusy={save.isPending} disabled={!hasTime}>
              <CalendarClock aria-hidden="true" />
              {hasTime ? `Schedule for ${format.instant(resolveWallTime(draft.wall, draft.time_zone).at)}` : 'Schedule'}
            </Button>
          )}
        </div>
      </form>
      <aside aria-label="Preview">
        <h2 className="mb-2 font-medium">Preview</h2>
        <Preview draft={draft} networks={networks} />
      </aside>
      <ConfirmDialog
        isOpen={isConfirming}
        onClose={() => setConfirming(false)}
        title="Post now?"
        action="Post now"
        isBusy={save.isPending}
        onConfirm={() => {
          setConfirming(false)
          run({ now: true }, 'Posting now')
        }}
      >
        The post becomes public on{' '}
        {draft.account_ids.length === 1 ? '1 account' : `${draft.account_ids.length} accounts`}. You can delete it only
        on the networks themselves.
      </ConfirmDialog>
    </div>
  )
}
