import { useState } from 'react'
import { Section } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { useStatus } from '../../state/ask.ts'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'

/** One's own name, as others see it. */
export function Profile() {
  const { t } = useWords()
  const { data: status } = useStatus()
  const [typed, setTyped] = useState<string | null>(null)
  const name = typed ?? status?.name ?? ''
  const save = useAct<string, unknown>((client, wanted) => client.profile({ name: wanted }))
  return (
    <Section title={t('people.youTitle')}>
      <form
        className="card stack"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate(name.trim(), { onSuccess: () => setTyped(null) })
        }}
      >
        <TextField
          label={t('people.name')}
          help={t('welcome.nameHelp')}
          required
          maxLength={100}
          value={name}
          onType={setTyped}
        />
        <button type="submit" className="button" disabled={save.isPending || typed === null}>
          {t('people.save')}
        </button>
        {save.error && <Problem error={save.error} again={false} />}
      </form>
    </Section>
  )
}
