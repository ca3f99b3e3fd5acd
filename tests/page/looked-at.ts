import { crc32, deflateSync } from 'node:zlib'

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

/** A PNG of one colour, as a telephone would make it: with Exif that says where it was taken. */
export function photoWithPlace(side = 40): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(side, 0)
  head.writeUInt32BE(side, 4)
  head.set([8, 2], 8)
  // One entry: that there is a place; behind it the place.
  const exif = Buffer.from([0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 26])
  const rows = Buffer.alloc((side * 3 + 1) * side)
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', head),
    chunk('eXIf', Buffer.concat([exif, Buffer.from('\0\0\0\0at home')])),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
