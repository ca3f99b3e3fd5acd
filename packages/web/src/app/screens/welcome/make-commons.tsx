import { useState } from 'react'
import { useLocation } from 'wouter'
import type { CommonsInfo } from '@allmende/api/client'
import { Choice } from '../../parts/choice.tsx'
import { Problem } from '../../parts/problem.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'

/** Makes a commons; public and private are explained where they are chosen, since it can't be changed later. */
export function MakeCommons({ name: person = '' }: { readonly name?: string }) {
  const { t } = useWords()
  const [, go] = useLocation()
  const [name, setName] = useState('')
  const [open, setOpen] = useState(true)
  const make = useAct<{ name: string; public: boolean }, CommonsInfo>(async (client, request) => {
    const made = await client.createCommons(request)
    if (person !== '') await client.profile({ name: person })
    return made
  })
  const submit = (event: React.FormEvent): void => {
    event.preventDefault()
    make.mutate({ name: name.trim(), public: open }, { onSuccess: ({ id }) => go(`/commons/${id}`) })
  }
  return (
    <form className="stack" onSubmit={submit}>
      <TextField
        label={t('make.name')}
        help={t('make.nameHelp')}
        required
        maxLength={100}
        value={name}
        onType={setName}
      />
      <fieldset className="choices">
        <legend>{t('make.who')}</legend>
        {[true, false].map((one) => (
          <Choice
            key={String(one)}
            group="public"
            checked={open === one}
            onChoose={() => setOpen(one)}
            name={t(one ? 'make.public' : 'make.private')}
            why={t(one ? 'make.publicWhy' : 'make.privateWhy')}
          />
        ))}
      </fieldset>
      <button type="submit" className="button button-main" disabled={make.isPending || name.trim() === ''}>
        {make.isPending ? t('common.working') : t('make.button')}
      </button>
      {make.error && <Problem error={make.error} again={false} />}
    </form>
  )
}
