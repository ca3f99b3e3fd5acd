import { createHmac } from 'node:crypto'
import { link, lstat, mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { failLater } from './fail-later.ts'
import { TOKEN_BYTES } from '../limits.ts'

type Random = { bytes(count: number): Uint8Array }

/** WARNING: the name and the form are on people's disks and read by their scripts. */
export function tokenFile(home: string): string {
  return join(home, 'token')
}

const FORM = /^[A-Za-z0-9_-]{43}$/

export function newToken(random: Random): string {
  return Buffer.from(random.bytes(TOKEN_BYTES)).toString('base64url')
}

/**
 * The token in the file, or null if there is none. A file that others could have read or put there is refused
 * (TOKEN_UNSAFE): it must be a plain file of this user with mode 0600.
 */
export async function readToken(home: string): Promise<string | null> {
  const file = tokenFile(home)
  // lstat, not stat: a link could point to a file that somebody else writes.
  const found = await lstat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (!found) return null
  const unsafe = (expected: string, was: string) => failLater('TOKEN_UNSAFE', { file, expected, found: was })
  if (!found.isFile()) throw await unsafe('a plain file', 'a link or folder')
  // Windows has neither modes nor numeric owners: there the folder of the user protects it.
  if (process.platform !== 'win32') {
    if ((found.mode & 0o077) !== 0) throw await unsafe('mode 600', `mode ${(found.mode & 0o777).toString(8)}`)
    const user = process.getuid?.()
    if (user !== undefined && found.uid !== user) throw await unsafe(`owner ${user}`, `owner ${found.uid}`)
  }
  const token = (await readFile(file, 'utf8')).trim()
  if (!FORM.test(token)) throw await unsafe('43 characters of base64url', `${token.length} characters`)
  return token
}

/** The token of the home; made if there is none yet. */
export async function ensureToken(home: string, random: Random): Promise<string> {
  const known = await readToken(home)
  if (known !== null) return known
  await mkdir(home, { recursive: true, mode: 0o700 })
  const token = newToken(random)
  const temporary = `${tokenFile(home)}.${process.pid}.new`
  // Whole or not at all, and never over one that came meanwhile: link() fails where rename() would replace.
  await rm(temporary, { force: true })
  const handle = await open(temporary, 'wx', 0o600)
  try {
    await handle.writeFile(`${token}\n`)
    await handle.datasync()
    await link(temporary, tokenFile(home)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  } finally {
    await handle.close()
    await rm(temporary, { force: true })
  }
  return (await readToken(home)) ?? token
}

/**
 * What a node answers to a nonce to show that it knows the token, without showing the token. A client asks before it
 * sends the token to a port: after a crash another user's program may be listening there.
 */
export function proofOf(token: string, nonce: string): string {
  return createHmac('sha256', token).update(`allmende/hello/1:${nonce}`).digest('hex')
}
