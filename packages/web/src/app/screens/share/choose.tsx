import { useState } from 'react'
import { FileButton } from '../../parts/file-button.tsx'
import { useWords } from '../../state/i18n.ts'
import { type Chosen, chosenFiles } from './chosen.ts'
import { DropPlace } from './drop-place.tsx'

/** A place to drop a folder or files on, and buttons to choose them. */
export function Choose({
  why,
  onChoose,
}: {
  readonly why: string
  readonly onChoose: (chosen: Chosen) => void
}) {
  const { t } = useWords()
  const [empty, setEmpty] = useState(false)
  const take = (chosen: Chosen | null): void => {
    setEmpty(chosen === null)
    if (chosen) onChoose(chosen)
  }
  return (
    <DropPlace title={t('upload.drop')} onDropped={take}>
      <div className="row">
        <FileButton label={t('upload.folder')} folder onFiles={(files) => take(chosenFiles(files))} />
        <FileButton label={t('upload.files')} onFiles={(files) => take(chosenFiles(files))} />
      </div>
      <p className="soft" role={empty ? 'alert' : undefined}>
        {empty ? t('upload.empty') : why}
      </p>
    </DropPlace>
  )
}
