/** Reads PDFs in a thread of its own, so that one that takes long doesn't hold up the page. */
import 'pdfjs-dist/build/pdf.worker.min.mjs'
