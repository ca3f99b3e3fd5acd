import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FileContent } from '@allmende/node'
import { fail } from '../errors.ts'

/** The part of a file that is asked for: `bytes=0-99`, `bytes=100-`, `bytes=-50`. Null: all of it. Throws RANGE_UNFIT. */
export function rangeOf(header: string | undefined, bytes: number): { start: number; end: number } | null {
  if (header === undefined) return null
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header)
  // Several ranges at once, or another unit: one may always answer with the whole.
  if (!match || (match[1] === '' && match[2] === '')) return null
  const [, from = '', to = ''] = match
  const range =
    from === ''
      ? { start: Math.max(0, bytes - Number(to)), end: bytes }
      : { start: Number(from), end: to === '' ? bytes : Math.min(bytes, Number(to) + 1) }
  if (range.start >= range.end)
    throw fail('RANGE_UNFIT', { expected: `within ${bytes} bytes`, found: header.slice(0, 100) })
  return range
}

/**
 * Answers with the content of a file that somebody shared. Whatever it is, it is bytes to be saved: no browser is to draw
 * or run it in the name of this page, even if somebody is made to open its address.
 */
export function sendFile(request: FastifyRequest, reply: FastifyReply, file: FileContent): FastifyReply {
  const range = rangeOf(request.headers.range, file.bytes)
  const { start, end } = range ?? { start: 0, end: file.bytes }
  void reply.headers({
    'content-type': 'application/octet-stream',
    'content-length': end - start,
    'content-disposition': 'attachment',
    'content-security-policy': "default-src 'none'; sandbox",
    'accept-ranges': 'bytes',
    etag: `"${file.hash}"`,
  })
  if (range) void reply.code(206).header('content-range', `bytes ${start}-${end - 1}/${file.bytes}`)
  return reply.send(Readable.from(file.read(range ?? undefined), { objectMode: false }))
}
