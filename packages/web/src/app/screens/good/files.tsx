import { useState } from 'react'
import type { FileInfo, ThingInfo } from '@allmende/api/client'
import { Dialog } from '../../parts/dialog.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useAct } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { FilePreview } from './file-preview.tsx'
import { previewOf } from './preview-kinds.ts'
import { saveAs } from './save-as.ts'

/** More rows than a person reads: the rest is with the copy. */
const SHOWN = 500

export function Files({ thing }: { readonly thing: ThingInfo }) {
  const { t, number } = useWords()
  const [open, setOpen] = useState<FileInfo | null>(null)
  if (thing.files === null) return <Empty title={t('files.notHere')}>{t('files.notHereWhy')}</Empty>
  if (thing.files.length === 0) return <Empty title={t('files.none')} />
  return (
    <>
      <ul className="plain files">
        {thing.files.slice(0, SHOWN).map((file) => (
          <Line key={file.path} thing={thing.id} file={file} onOpen={() => setOpen(file)} />
        ))}
      </ul>
      {thing.files.length > SHOWN && (
        <p className="soft">
          {t('files.more', { count: thing.files.length - SHOWN, more: number(thing.files.length - SHOWN) })}
        </p>
      )}
      {open && (
        <Dialog open onClose={() => setOpen(null)} title={open.path} wide>
          <FilePreview thing={thing} file={open} />
        </Dialog>
      )}
    </>
  )
}

function Line({
  thing,
  file,
  onOpen,
}: {
  readonly thing: string
  readonly file: FileInfo
  readonly onOpen: () => void
}) {
  const { t, bytes } = useWords()
  const save = useAct<null, void>((client) => saveAs(client, thing, file.path))
  return (
    <li className="line">
      <span className="file-name">
        <Icon name="file" />
        {previewOf(file.path) !== null ? (
          <button type="button" className="link" aria-haspopup="dialog" onClick={onOpen}>
            {file.path}
          </button>
        ) : (
          <span>{file.path}</span>
        )}
      </span>
      <span className="soft number">{bytes(file.bytes)}</span>
      <button
        type="button"
        className="icon-button"
        aria-label={t('files.save', { path: file.path })}
        disabled={save.isPending}
        onClick={() => save.mutate(null)}
      >
        <Icon name="download" />
      </button>
      {save.error && <Problem error={save.error} again={false} />}
    </li>
  )
}
