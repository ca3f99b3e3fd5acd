import type { MemberInfo } from '@allmende/api/client'
import { Problem } from '../../parts/problem.tsx'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'

export function Block({ member, onDone }: { readonly member: MemberInfo; readonly onDone: () => void }) {
  const { t } = useWords()
  const block = useAct<null, unknown>((client) => client.block({ person: member.person }))
  return (
    <>
      <p>{t('people.blockWhy')}</p>
      <div className="row">
        <button
          type="button"
          className="button button-main"
          disabled={block.isPending}
          onClick={() => block.mutate(null, { onSuccess: onDone })}
        >
          {t('people.block')}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {t('common.cancel')}
        </button>
      </div>
      {block.error && <Problem error={block.error} again={false} />}
    </>
  )
}
