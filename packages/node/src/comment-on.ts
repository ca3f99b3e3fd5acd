import { fail } from './errors.ts'
import { locateThing } from './locate-thing.ts'
import type { Parts } from './parts.ts'

/** Says something about a good, a draft or another comment, in the commons it is in. */
export async function commentOn(
  parts: Parts,
  request: { on: string; text: string },
): Promise<{ id: string }> {
  const { commons, thing } = await locateThing(parts, request.on, {})
  if (commons.entry.role !== 'member') throw fail('COMMONS_OWN_WORDS', { what: 'commenting' })
  await parts.writer.ensureIdentity()
  const id = await parts.writer.write(commons, {
    kind: 'comment',
    body: { text: request.text, about: thing.id },
  })
  return { id }
}
