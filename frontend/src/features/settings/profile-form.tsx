import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Controller, useForm } from 'react-hook-form'
import { z } from 'zod'
import { Notice } from '#app/components/ui/notice.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { meQuery, updateMe } from '#app/domains/accounts/me.queries.ts'
import type { Me } from '#core/accounts/schema.ts'
import { formatInstant } from '#core/format.ts'
import { describeError } from '#core/http/describe-error.ts'
import { TimeZone } from '#core/time.ts'
import { Button } from '#ui/button.tsx'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'
import { showDone } from '#ui/toasts/notify.ts'

const Profile = z.object({
  name: z.string().trim().min(1, 'Enter a name.').max(80, 'A name has at most 80 characters.'),
  time_zone: TimeZone,
  locale: z.string().min(2),
})
type Profile = z.infer<typeof Profile>

const LOCALES = ['en-US', 'en-GB', 'en-CA', 'de-DE', 'es-ES', 'es-MX', 'fr-FR', 'it-IT', 'ja-JP']

export function ProfileForm({ me }: { me: Me }) {
  const queryClient = useQueryClient()
  const form = useForm<Profile>({
    resolver: zodResolver(Profile),
    values: { name: me.name, time_zone: me.time_zone, locale: me.locale },
  })
  const save = useMutation({
    mutationFn: updateMe,
    onSuccess: (saved) => {
      queryClient.setQueryData(meQuery().queryKey, saved)
      showDone('Profile saved')
    },
  })
  const { errors, isDirty } = form.formState
  const [locale, timeZone] = form.watch(['locale', 'time_zone'])

  return (
    <form onSubmit={form.handleSubmit((profile) => save.mutate(profile))} noValidate className="flex flex-col gap-4">
      {save.error && <Notice tone="failed">{describeError(save.error).message}</Notice>}
      <Field label="Name" error={errors.name?.message}>
        {(wiring) => <Input {...wiring} {...form.register('name')} autoComplete="name" />}
      </Field>
      <Field label="Email" hint="You sign in with it.">
        {(wiring) => <Input {...wiring} value={me.email} readOnly disabled />}
      </Field>
      <Field label="Time zone" error={errors.time_zone?.message}>
        {(wiring) => (
          <>
            <Input {...wiring} {...form.register('time_zone')} list="time-zones" autoComplete="off" />
            <datalist id="time-zones">
              {Intl.supportedValuesOf('timeZone').map((zone) => (
                <option key={zone} value={zone} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Field label="Dates and numbers" hint={<Example locale={locale} timeZone={timeZone} />}>
        {(wiring) => (
          <Controller
            control={form.control}
            name="locale"
            render={({ field }) => (
              <Select {...wiring} value={field.value} onChange={field.onChange} options={localeOptions(me.locale)} />
            )}
          />
        )}
      </Field>
      <div>
        <Button type="submit" variant="primary" disabled={!isDirty} isBusy={save.isPending}>
          Save profile
        </Button>
      </div>
    </form>
  )
}

function Example({ locale, timeZone }: { locale: string; timeZone: string }) {
  if (!TimeZone.safeParse(timeZone).success) return null
  return <>Now it is {formatInstant(new Date().toISOString(), locale, timeZone)}.</>
}

function localeOptions(current: string) {
  const names = new Intl.DisplayNames('en', { type: 'language' })
  return [...new Set([current, ...LOCALES])].map((value) => ({ value, label: names.of(value) ?? value }))
}
