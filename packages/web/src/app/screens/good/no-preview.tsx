import type { FileInfo } from '@allmende/api/client'
import { Icon } from '../../parts/icon.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { saveAs } from './save-as.ts'

/** Why a file isn't shown, and the way to have it all the same. */
export function NoPreview({
  thing,
  file,
  why,
  found = '',
}: {
  readonly thing: string
  readonly file: FileInfo
  readonly why: string
  /** What was found, for whoever mends the file. */
  readonly found?: string
}) {
  const { t } = useWords()
  const save = useAct<null, void>((client) => saveAs(client, thing, file.path))
  return (
    <div className="notice notice-care" role="alert">
      <p>{why}</p>
      {found !== '' && <p className="soft">{found}</p>}
      <button type="button" className="button" disabled={save.isPending} onClick={() => save.mutate(null)}>
        <Icon name="download" />
        {t('preview.save')}
      </button>
      {save.error && <Problem error={save.error} again={false} />}
    </div>
  )
}
