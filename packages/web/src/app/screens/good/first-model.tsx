import { useState } from 'react'
import type { ThingInfo } from '@allmende/api/client'
import { modelKind } from '../../../model/kinds.ts'
import { useWords } from '../../state/i18n.ts'
import { FilePreview } from './file-preview.tsx'

/** Shown at once when it is here and no larger than some pictures; else when it is asked for. */
const SMALL_BYTES = 8_000_000

/** The first model of a good: what it is going to be, before one reads of it. */
export function FirstModel({ thing }: { readonly thing: ThingInfo }) {
  const { t, bytes } = useWords()
  const [asked, setAsked] = useState(false)
  const file = thing.files?.find(({ path }) => modelKind(path) !== null)
  if (!file) return null
  const here = thing.versions.at(-1)?.heldHere === true
  if (asked || (here && file.bytes <= SMALL_BYTES)) return <FilePreview thing={thing} file={file} />
  return (
    <div className="row">
      <button type="button" className="button" onClick={() => setAsked(true)}>
        {t('model.see')}
      </button>
      <span className="soft">
        {file.path}, {bytes(file.bytes)}
      </span>
    </div>
  )
}
