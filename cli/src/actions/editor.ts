import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fail } from '../errors.ts'
import type { World } from '../world.ts'

export type Edited = { readonly text: string; readonly file: string; readonly remove: () => Promise<void> }

export function editorOf(env: World['env']): string | null {
  return env['VISUAL'] || env['EDITOR'] || null
}

/** Opens the text in the person's editor, in a file of their own named after the title, and waits until it is closed. */
export async function inEditor(editor: string, title: string, before: string): Promise<Edited> {
  const folder = await mkdtemp(join(tmpdir(), 'allmende-draft-'))
  const file = join(folder, `${fileName(title)}.md`)
  await writeFile(file, before, { mode: 0o600 })
  // By the shell, since EDITOR may hold arguments ("code --wait"); the file is passed beside it, never within.
  const shell =
    process.platform === 'win32'
      ? null
      : spawn('/bin/sh', ['-c', `${editor} "$1"`, 'sh', file], { stdio: 'inherit' })
  const child = shell ?? spawn(`${editor} "${file}"`, { stdio: 'inherit', shell: true })
  const [status] = (await once(child, 'exit')) as [number | null]
  if (status !== 0)
    throw fail('EDITOR_FAILED', {
      found: `${editor} ended with ${status ?? 'a signal'}`,
      hint: `what you wrote is in ${file}`,
    })
  const remove = () => rm(dirname(file), { recursive: true, force: true })
  return { text: withoutAddedEnd(await readFile(file, 'utf8'), before), file, remove }
}

/** Most editors end the last line, whether it was ended or not: that alone is no edit. */
function withoutAddedEnd(after: string, before: string): string {
  return !before.endsWith('\n') && after.endsWith('\n') ? after.slice(0, -1) : after
}

/** Letters and digits of the title only: it may have been written by anybody. */
function fileName(title: string): string {
  const safe = title.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-+|-+$/g, '')
  return safe.slice(0, 60) || 'draft'
}
