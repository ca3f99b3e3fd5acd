import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import type { AllmendeClient, FileInfo } from '@allmende/api/client'
import { Loading } from '../../parts/loading.tsx'
import { useClient } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { drawPage, openPdf } from './pdf.ts'
import { NoPreview } from './no-preview.tsx'

type Of = { readonly thing: string; readonly file: FileInfo }

/**
 * A PDF, a page at a time. Drawn by us as pixels: the browser's own viewer would need a frame, which the policy of the page
 * forbids. So no script, form or link in it does anything.
 */
export function PdfPreview({ thing, file }: Of) {
  const { t } = useWords()
  const client = useClient()
  const bytes = useQuery({
    queryKey: ['pdf', thing, file.path, file.hash],
    queryFn: ({ signal }) => whole(client, { thing, file }, signal),
    gcTime: 0,
  })
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null)
  const [problem, setProblem] = useState('')
  useEffect(() => {
    if (!bytes.data) return undefined
    const opening = openPdf(bytes.data)
    opening.promise.then(setPdf, (error: unknown) => setProblem(String(error)))
    return () => void opening.destroy()
  }, [bytes.data])
  if (bytes.error || problem !== '')
    return (
      <NoPreview
        thing={thing}
        file={file}
        why={t('pdf.problem')}
        found={(problem || String(bytes.error)).slice(0, 200)}
      />
    )
  return pdf ? <Pages pdf={pdf} path={file.path} /> : <Loading />
}

async function whole(client: AllmendeClient, { thing, file }: Of, signal: AbortSignal): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  for await (const part of client.file({ thing, path: file.path }, { signal }))
    parts.push(part as Uint8Array<ArrayBuffer>)
  return new Blob(parts)
}

function Pages({ pdf, path }: { readonly pdf: PDFDocumentProxy; readonly path: string }) {
  const { t, number } = useWords()
  const [page, setPage] = useState(1)
  const said = t('pdf.page', { page: number(page), pages: number(pdf.numPages) })
  return (
    <div className="pdf" role="group" aria-label={path}>
      <div className="row">
        <button
          type="button"
          className="button button-small"
          disabled={page <= 1}
          onClick={() => setPage(page - 1)}
        >
          {t('pdf.before')}
        </button>
        <span role="status">{said}</span>
        <button
          type="button"
          className="button button-small"
          disabled={page >= pdf.numPages}
          onClick={() => setPage(page + 1)}
        >
          {t('pdf.next')}
        </button>
      </div>
      <OnePage key={page} pdf={pdf} page={page} label={said} />
    </div>
  )
}

function OnePage({
  pdf,
  page,
  label,
}: {
  readonly pdf: PDFDocumentProxy
  readonly page: number
  readonly label: string
}) {
  const { t } = useWords()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [text, setText] = useState<string | null>(null)
  useEffect(() => {
    const ending = new AbortController()
    const element = canvas.current
    if (element)
      drawPage(pdf, page, element, ending.signal).then(setText, (error: unknown) => {
        if (!ending.signal.aborted) setText(String(error))
      })
    return () => ending.abort()
  }, [pdf, page])
  return (
    <>
      <canvas ref={canvas} className="pdf-page" role="img" aria-label={label} data-drawn={text !== null} />
      {text !== null && text !== '' && (
        <details>
          <summary>{t('pdf.text')}</summary>
          <p className="pre">{text}</p>
        </details>
      )}
    </>
  )
}
