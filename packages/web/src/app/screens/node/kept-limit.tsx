import { useState } from 'react'
import type { KeeperList } from '@allmende/api/client'
import { Field } from '../../parts/field.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'

const GIGABYTE = 1_000_000_000

/** The most that is kept for all others together. */
export function KeptLimit({ together }: { readonly together: KeeperList['together'] }) {
  const { t, bytes } = useWords()
  const [typed, setTyped] = useState<string | null>(null)
  const now = together.limit === null ? '' : String(together.limit / GIGABYTE)
  const limit = useAct<number | null, unknown>((client, most) => client.limitKept({ bytes: most }))
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault()
        const most = Number(typed ?? now)
        limit.mutate(most > 0 ? Math.round(most * GIGABYTE) : null, { onSuccess: () => setTyped(null) })
      }}
    >
      <Field label={t('here.limit')} help={t('here.limitHelp', { bytes: bytes(together.bytes) })}>
        {(ids) => (
          <input
            {...ids}
            type="number"
            min={0}
            step="any"
            value={typed ?? now}
            onChange={({ target }) => setTyped(target.value)}
          />
        )}
      </Field>
      <button type="submit" className="button" disabled={typed === null || limit.isPending}>
        {t('people.save')}
      </button>
      {limit.error && <Problem error={limit.error} again={false} />}
    </form>
  )
}
