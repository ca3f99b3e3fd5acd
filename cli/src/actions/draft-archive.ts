import { rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Action } from '../action.ts'
import { fail } from '../errors.ts'
import { draftOf } from './draft-of.ts'
import { retryWhenMet } from './retry.ts'
import { handOver, settle } from './settle.ts'

export const draftArchive: Action = async ({ args, cwd, io, options, open }) => {
  const session = await open('read')
  const draft = await draftOf(session, args[0] ?? '')
  await settle(session, io, options)
  if (options.flag('reopen')) {
    const access = await session.client.draftAccess({ draft, closed: false })
    await handOver(session, io, options)
    return io.result(access, (clean) => `"${clean(access.title)}" is open again.`)
  }
  const { id, title, text } = await retryWhenMet({ session, io, options }, () =>
    session.client.draftText(draft),
  )
  const path = resolve(cwd, options.text('to') ?? `${fileNameOf(title)}.md`)
  // The file first: a draft is not closed before its text lies somewhere else.
  await write(path, text)
  const access = await session.client
    .draftAccess({ draft: id, closed: true })
    .catch(async (error: unknown) => {
      await rm(path, { force: true })
      throw error
    })
  await handOver(session, io, options)
  const bytes = Buffer.byteLength(text)
  await io.result({ id, path, bytes, closed: access.closed }, (clean) => [
    `Written to ${clean(path, 1_000)}; "${clean(title)}" is closed.`,
    'To go on with it: `allmende draft archive --reopen`.',
  ])
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw fail('FILE_THERE', { found: path })
  }
}

/** A title as a name that every system takes. */
function fileNameOf(title: string): string {
  const name = title
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
  return name.slice(0, 80) || 'draft'
}
