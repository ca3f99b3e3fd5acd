import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Action } from '../action.ts'
import { fail } from '../errors.ts'
import { chooseCommons } from './choose-commons.ts'
import { opens } from './opens.ts'
import { handOver } from './settle.ts'
import { tellWords } from './words.ts'

export const draftNew: Action = async ({ args, cwd, io, options, open, world }) => {
  const [title = ''] = args
  const [file, archive, good] = [options.text('file'), options.text('archive'), options.text('good')]
  const beginnings = [file, archive, options.flag('stdin') ? '' : undefined].filter(
    (one) => one !== undefined,
  )
  if (beginnings.length + (archive !== undefined && good !== undefined ? 1 : 0) > 1)
    throw fail('USAGE', { expected: 'one of --file, --stdin and --archive', found: 'several' })
  const first = options.flag('stdin')
    ? await text(world.stdin)
    : file === undefined
      ? undefined
      : await textOf(resolve(cwd, file))
  const invite = options.list('invite')
  const everybody = options.flag('everybody')
  const session = await open('read')
  // A draft of a good stands beside it.
  const named = options.text('commons')
  const commons =
    good === undefined || named !== undefined ? await chooseCommons(io, session, named) : undefined
  const made = await session.client.createDraft({
    title,
    ...(first !== undefined && { text: first }),
    ...(archive !== undefined && { archive: resolve(cwd, archive) }),
    ...(commons !== undefined && { commons }),
    ...(good !== undefined && goodAndVersion(good)),
    ...(invite.length > 0 && { invite }),
    ...(everybody && { editors: 'commons' as const }),
  })
  await handOver(session, io, options)
  const opening = io.json ? '' : await opens(made.link)
  await io.result(made, (clean) => [
    `${io.style.green('Begun:')} "${clean(made.title)}" in the commons "${clean(made.commonsName)}"`,
    `  ${made.link}`,
    ...(opening === '' ? [] : [opening]),
    everybody
      ? 'Everybody in the commons may edit it.'
      : `${invite.length > 0 ? 'You and those you invited' : 'Only you'} may edit it, all others suggest. Let others in: allmende draft invite ${made.id} NAME`,
    `Write in it: allmende draft edit ${made.id}`,
  ])
  tellWords(io, made.words)
}

/** `GOOD@VERSION`; an id or a link has no @ of its own. */
function goodAndVersion(named: string): { good: string; version?: string } {
  const at = named.lastIndexOf('@')
  return at <= 0 ? { good: named } : { good: named.slice(0, at), version: named.slice(at + 1) }
}

const REASONS: Readonly<Partial<Record<string, string>>> = {
  ENOENT: 'there is nothing at that place',
  EISDIR: 'it is a folder (a draft that was archived to one comes in with --archive)',
  EACCES: 'this account may not read it',
}

/** A file as text. What isn't UTF-8 would come out as something nobody wrote. */
async function textOf(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    const { code = String(error) } = error as NodeJS.ErrnoException
    throw unreadable(path, REASONS[code] ?? code)
  })
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw unreadable(path, 'it is no text in UTF-8')
  }
}

function unreadable(path: string, reason: string): Error {
  return fail('FILE_READ', { message: `this file can’t be read as a text: ${reason}`, found: path })
}
