/** Small files to be looked at. */

/** A binary STL of `triangles` above each other, 20 mm wide and 10 deep, that says it has `said` of them. */
export function binaryStl(triangles: number, said = triangles, head = ''): Uint8Array {
  const bytes = new Uint8Array(84 + 50 * triangles)
  bytes.set(new TextEncoder().encode(head))
  const view = new DataView(bytes.buffer)
  view.setUint32(80, said, true)
  for (let index = 0; index < triangles; index++)
    for (const [at, value] of [0, 0, index, 20, 0, index, 0, 10, index].entries())
      view.setFloat32(84 + 50 * index + 12 + 4 * at, value, true)
  return bytes
}

/** A PDF of one page with one line. */
export function pdfSaying(line: string): string {
  const text = `BT /F1 24 Tf 20 60 Td (${line}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 120] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let pdf = '%PDF-1.4\n'
  const places = objects.map((object, index) => {
    const at = pdf.length
    pdf += `${index + 1} 0 obj\n${object}\nendobj\n`
    return `${String(at).padStart(10, '0')} 00000 n \n`
  })
  const table = pdf.length
  return `${pdf}xref\n0 6\n0000000000 65535 f \n${places.join('')}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`
}
