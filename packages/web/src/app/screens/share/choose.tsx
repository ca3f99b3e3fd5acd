import { useEffect, useRef, useState } from 'react'
import { Icon } from '../../parts/icon.tsx'
import { useWords } from '../../state/i18n.ts'
import { type Chosen, chosenFiles, droppedFiles } from './chosen.ts'

/** A place to drop a folder or files on, and buttons to choose them. */
export function Choose({ onChoose }: { readonly onChoose: (chosen: Chosen) => void }) {
  const { t } = useWords()
  const [over, setOver] = useState(false)
  const [empty, setEmpty] = useState(false)
  useNowhereElse()
  const take = (chosen: Chosen | null): void => {
    setEmpty(chosen === null)
    if (chosen) onChoose(chosen)
  }
  return (
    <div
      className={`drop ${over ? 'is-over' : ''}`}
      data-testid="drop"
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        void droppedFiles(event.dataTransfer.items).then(take, () => take(null))
      }}
    >
      <Icon name="share" />
      <p>
        <strong>{t('upload.drop')}</strong>
      </p>
      <div className="row">
        <Picker label={t('upload.folder')} folder onFiles={(files) => take(chosenFiles(files))} />
        <Picker label={t('upload.files')} onFiles={(files) => take(chosenFiles(files))} />
      </div>
      <p className="soft" role={empty ? 'alert' : undefined}>
        {t(empty ? 'upload.empty' : 'upload.dropWhy')}
      </p>
    </div>
  )
}

/** A button for a field of files: the field itself can't be drawn as one. */
function Picker({
  label,
  folder = false,
  onFiles,
}: {
  readonly label: string
  readonly folder?: boolean
  readonly onFiles: (files: readonly File[]) => void
}) {
  const field = useRef<HTMLInputElement>(null)
  return (
    <>
      <button type="button" className="button" onClick={() => field.current?.click()}>
        {label}
      </button>
      <input
        ref={field}
        type="file"
        hidden
        multiple
        aria-label={label}
        {...(folder && { webkitdirectory: '' })}
        onChange={({ target }) => {
          const files = [...(target.files ?? [])]
          // Emptied, so that the same choice made again is one.
          target.value = ''
          if (files.length > 0) onFiles(files)
        }}
      />
    </>
  )
}

/** Dropped beside the place, a file would be opened by the browser in the place of this page. */
function useNowhereElse(): void {
  useEffect(() => {
    const refuse = (event: DragEvent): void => event.preventDefault()
    addEventListener('dragover', refuse)
    addEventListener('drop', refuse)
    return () => {
      removeEventListener('dragover', refuse)
      removeEventListener('drop', refuse)
    }
  }, [])
}
