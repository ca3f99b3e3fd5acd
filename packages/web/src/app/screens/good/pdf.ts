import { getDocument, PDFWorker, type PDFDocumentLoadingTask, type PDFDocumentProxy } from 'pdfjs-dist'

/** Two points for each of the screen are enough to read, and a page of a poster is not drawn larger than this. */
const MOST_RATIO = 2
const MOST_PIXELS = 16_000_000

/** The document is read by a worker that ends with it. Nothing is fetched: no maps, no fonts, no wasm. */
export function openPdf(content: Blob): { promise: Promise<PDFDocumentProxy>; destroy: () => Promise<void> } {
  const port = new Worker(new URL('./pdf-worker.ts', import.meta.url), { type: 'module' })
  const worker = PDFWorker.create({ port })
  let task: PDFDocumentLoadingTask | null = null
  const open = async (): Promise<PDFDocumentProxy> => {
    const data = new Uint8Array(await content.arrayBuffer())
    // JPEG 2000 and some profiles of colours would need wasm, which the policy forbids: such pictures stay empty.
    task = getDocument({ data, worker, isEvalSupported: false, enableXfa: false, useWasm: false })
    return task.promise
  }
  return {
    promise: open(),
    async destroy() {
      await task?.destroy()
      worker.destroy()
      port.terminate()
    },
  }
}

/** Draws a page as wide as its canvas. Returns its text. */
export async function drawPage(
  pdf: PDFDocumentProxy,
  number: number,
  canvas: HTMLCanvasElement,
  signal: AbortSignal,
): Promise<string> {
  const page = await pdf.getPage(number)
  const natural = page.getViewport({ scale: 1 })
  const wanted = (canvas.clientWidth * Math.min(MOST_RATIO, devicePixelRatio)) / natural.width
  const most = Math.sqrt(MOST_PIXELS / (natural.width * natural.height))
  const viewport = page.getViewport({ scale: Math.min(wanted, most) })
  canvas.width = Math.round(viewport.width)
  canvas.height = Math.round(viewport.height)
  const drawing = page.render({ canvas, viewport })
  signal.addEventListener('abort', () => drawing.cancel(), { once: true })
  await drawing.promise
  const { items } = await page.getTextContent()
  return items
    .map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : ' ') : ''))
    .join('')
    .trim()
}
