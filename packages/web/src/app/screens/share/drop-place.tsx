import { type ReactNode, useEffect, useState } from 'react'
import { Icon } from '../../parts/icon.tsx'
import { type Chosen, droppedFiles } from './chosen.ts'

/** A place to drop a folder or files on. Null: there was no file in what was dropped. */
export function DropPlace({
  title,
  onDropped,
  children,
}: {
  readonly title: string
  readonly onDropped: (chosen: Chosen | null) => void
  readonly children: ReactNode
}) {
  const [over, setOver] = useState(false)
  useNowhereElse()
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
        void droppedFiles(event.dataTransfer.items).then(onDropped, () => onDropped(null))
      }}
    >
      <Icon name="share" />
      <p>
        <strong>{title}</strong>
      </p>
      {children}
    </div>
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
