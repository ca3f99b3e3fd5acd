import { constants } from 'node:fs'
import { access, lstat, realpath, stat } from 'node:fs/promises'
import { basename, dirname, extname, sep } from 'node:path'
import { displayText } from '@allmende/vocabulary'
import type { Preview, PreviewFile, PreviewOptions } from './contract.ts'
import { fail } from './errors.ts'
import { hintsFor } from './hints.ts'
import { NameJudge } from './name-judge.ts'
import { errorCode, problem } from './problems.ts'
import { type Walked, walkFolder } from './walk.ts'

/** Tests of access at once: the thread pool has four threads, more only fill its queue. */
const ASKED_AT_ONCE = 16

/**
 * What sharing a folder or a file would share, read from names only (and the heads of licence files). Problems of
 * single files are listed, not thrown, so that a person sees all at once; `importFiles` refuses while there is an
 * error among them. Throws `SHARE_NOT_FOUND`, `SHARE_NOT_A_FILE`, `SHARE_OWN_HOME`, `SHARE_EMPTY`.
 */
export async function previewShare(path: string, options: PreviewOptions = {}): Promise<Preview> {
  const homes = await Promise.all((options.homes ?? []).map((home) => realpath(home).catch(() => home)))
  const { root, single } = await place(path)
  if (homes.some((home) => root === home || root.startsWith(home + sep)))
    throw fail('SHARE_OWN_HOME', { path })
  const walked = single ? await oneFile(root) : await walkFolder(root, homes, options.signal)
  await checkReadable(walked, options.signal)
  const errors = walked.problems.some(({ severity }) => severity === 'error')
  if (walked.files.length === 0 && !errors) {
    throw fail('SHARE_EMPTY', { path: displayText(path), leftOut: walked.leftOut.length })
  }
  return {
    root: single ? dirname(root) : root,
    single,
    ...walked,
    bytes: walked.files.reduce((sum, file) => sum + file.bytes, 0),
    hints: await hintsFor(single ? basename(root, extname(root)) : basename(root), walked.files),
  }
}

/** A link given by the person is followed: they named it. Only links inside the folder are not. */
async function place(path: string): Promise<{ root: string; single: boolean }> {
  const shown = displayText(path)
  try {
    const root = await realpath(path)
    const found = await stat(root)
    if (!found.isFile() && !found.isDirectory()) throw fail('SHARE_NOT_A_FILE', { path: shown })
    return { root, single: found.isFile() }
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') throw fail('SHARE_NOT_FOUND', { path: shown })
    if (code === 'SHARE_NOT_A_FILE') throw error
    throw fail('SHARE_UNREADABLE', { path: shown, reason: code, cause: error })
  }
}

/** A file named by the person is shared even if a rule would leave it out of a folder: they named it. */
async function oneFile(source: string): Promise<Walked> {
  const found: Walked = { files: [], leftOut: [], problems: [] }
  const names = new NameJudge(found.problems)
  const path = names.part(basename(source), basename(source))
  if (path === null || !names.whole(path, path)) return found
  const { size: bytes, mode, mtimeMs: modified } = await lstat(source)
  found.files.push({ path, source, bytes, executable: (mode & 0o100) !== 0, modified })
  return found
}

async function checkReadable({ files, problems }: Walked, signal?: AbortSignal): Promise<void> {
  for (let at = 0; at < files.length; at += ASKED_AT_ONCE) {
    signal?.throwIfAborted()
    const refused = await Promise.all(files.slice(at, at + ASKED_AT_ONCE).map(refusal))
    problems.push(...refused.filter((found) => found !== null))
  }
}

async function refusal(file: PreviewFile) {
  try {
    await access(file.source, constants.R_OK)
    return null
  } catch (error) {
    return problem('SHARE_UNREADABLE', file.path, { reason: errorCode(error) })
  }
}
