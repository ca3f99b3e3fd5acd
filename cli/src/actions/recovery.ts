import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Action } from '../action.ts'
import { fail } from '../errors.ts'
import { counted } from '../terminal/amounts.ts'
import { askWords } from './ask-words.ts'
import { tellWords } from './words.ts'

/** One file for each friend. Nothing is written over. */
export const recoverySplit: Action = async (invocation) => {
  const { cwd, io, options, open, world } = invocation
  const friends = options.number('friends') ?? 5
  const need = options.number('need') ?? 3
  const folder = resolve(cwd, options.text('to') ?? '.')
  const names = Array.from({ length: friends }, (_, at) => join(folder, `share-${at + 1}-of-${friends}.txt`))
  for (const file of names)
    if ((await stat(file).catch(() => null)) !== null)
      throw fail('DECLINED', {
        message: 'there is a share of that name already',
        found: file,
        hint: 'name another folder with --to',
      })
  const words = await askWords(invocation, 'Your words are split here and kept nowhere.')
  const { client } = await open('none')
  const { shares } = await client.splitWords({ words, friends, need })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const [at, share] of shares.entries())
    await writeFile(names[at] ?? '', pageOf(share, need, friends, world.now()), { mode: 0o600, flag: 'wx' })
  await io.result({ files: names, friends, need }, (clean) => [
    `Written: ${counted(shares.length, 'share')}, of which any ${need} give your words back.`,
    ...names.map((file) => `  ${clean(file)}`),
    'Give each to another friend, and then delete them here.',
  ])
}

function pageOf(share: string, need: number, friends: number, now: number): string {
  const date = new Date(now).toISOString().slice(0, 10)
  const text = share.replaceAll(/(.{72})/g, '$1\n')
  return (
    `A friend asks you to keep this. It is one of ${friends} parts of what brings them back on a new computer;\n` +
    `any ${need} of them are enough, fewer are worth nothing. Give it to nobody but your friend,\n` +
    `when you have heard their voice or seen them. Made on ${date}.\n\n${text}\n`
  )
}

/** The words, on the terminal or in a file for `restore`. */
export const recoveryCombine: Action = async ({ args, cwd, io, options, open }) => {
  const shares = []
  for (const file of args) shares.push(await shareIn(resolve(cwd, file)))
  const { client } = await open('none')
  const { words } = await client.combineShares({ shares })
  const to = options.text('to')
  if (to === undefined) {
    if (io.json) return io.result({ words }, () => '')
    return tellWords(io, words)
  }
  const file = resolve(cwd, to)
  await writeFile(file, `${words}\n`, { mode: 0o600, flag: 'wx' })
  await io.result({ file }, (clean) => [
    `Your words are in ${clean(file)}.`,
    `Next: allmende restore --words-file ${clean(file)}; then write them on paper and delete the file.`,
  ])
}

/** The words around a share are for people. */
async function shareIn(file: string): Promise<string> {
  const text = await readFile(file, 'utf8')
  const at = text.indexOf('allmende-share')
  return (at === -1 ? text : text.slice(at)).replaceAll(/\s+/g, '').slice(0, 4_000)
}
