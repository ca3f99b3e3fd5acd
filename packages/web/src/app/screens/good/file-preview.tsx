import { lazy, Suspense } from 'react'
import type { FileInfo, ThingInfo } from '@allmende/api/client'
import { Loading } from '../../parts/loading.tsx'
import { Picture } from '../../parts/picture.tsx'
import { useWords } from '../../state/i18n.ts'
import { MOST_BYTES, previewOf } from './preview-kinds.ts'
import { NoPreview } from './no-preview.tsx'
import { TextPreview } from './text-preview.tsx'

// What draws these is larger than all of the rest of the page: it comes when the first of them is looked at.
const ModelPreview = lazy(async () => ({ default: (await import('./model-preview.tsx')).ModelPreview }))
const PdfPreview = lazy(async () => ({ default: (await import('./pdf-preview.tsx')).PdfPreview }))

const WIDTH = 900

/** A file as what it is. Its size is looked at before anything of it is fetched. */
export function FilePreview({ thing, file }: { readonly thing: ThingInfo; readonly file: FileInfo }) {
  const { t, bytes } = useWords()
  const kind = previewOf(file.path)
  if (kind === null) return <NoPreview thing={thing.id} file={file} why={t('preview.unknown')} />
  if (file.bytes > MOST_BYTES[kind]) {
    const why = t('preview.tooLarge', { bytes: bytes(file.bytes), most: bytes(MOST_BYTES[kind]) })
    return <NoPreview thing={thing.id} file={file} why={why} />
  }
  switch (kind) {
    case 'picture':
      return (
        <Picture
          of={{ thing: thing.id, path: file.path }}
          alt={file.path}
          width={WIDTH}
          otherwise={<p className="soft">{t('files.fetching')}</p>}
          broken={<NoPreview thing={thing.id} file={file} why={t('preview.noPicture')} />}
        />
      )
    case 'text':
      return <TextPreview thing={thing.id} file={file} />
    case 'model':
    case 'pdf':
      return (
        <Suspense fallback={<Loading />}>
          {kind === 'model' ? (
            <ModelPreview thing={thing} file={file} />
          ) : (
            <PdfPreview thing={thing.id} file={file} />
          )}
        </Suspense>
      )
  }
}
