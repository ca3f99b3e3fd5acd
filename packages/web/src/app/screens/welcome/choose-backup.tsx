import { useState } from 'react'
import { FileButton } from '../../parts/file-button.tsx'
import { useWords } from '../../state/i18n.ts'
import type { Chosen } from '../share/chosen.ts'
import { DropPlace } from '../share/drop-place.tsx'

/** The file of a backup, dropped or chosen; without one the words alone are enough. */
export function ChooseBackup({
  file,
  busy,
  onChoose,
}: {
  readonly file: File | null
  readonly busy: boolean
  readonly onChoose: (file: File | null) => void
}) {
  const { t, bytes } = useWords()
  const [wrong, setWrong] = useState(false)
  const dropped = (chosen: Chosen | null): void => {
    const [only, second] = chosen?.files ?? []
    setWrong(!only || second !== undefined)
    if (only && !second) onChoose(only.file)
  }
  if (file)
    return (
      <div className="row">
        <span>
          <strong>{file.name}</strong> <span className="soft">{bytes(file.size)}</span>
        </span>
        <button type="button" className="button button-small" disabled={busy} onClick={() => onChoose(null)}>
          {t('restore.withoutFile')}
        </button>
      </div>
    )
  return (
    <DropPlace title={t('restore.drop')} onDropped={dropped}>
      <FileButton label={t('restore.choose')} one onFiles={([chosen]) => chosen && onChoose(chosen)} />
      <p className="soft" role={wrong ? 'alert' : undefined}>
        {t(wrong ? 'restore.oneFile' : 'restore.fileWhy')}
      </p>
    </DropPlace>
  )
}
