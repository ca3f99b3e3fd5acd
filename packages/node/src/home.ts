import { chmod, mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Random } from '@allmende/vocabulary'
import { fail } from './errors.ts'

/**
 * Where things lie in the home folder. WARNING: these names are on people's disks; changing one loses what is there.
 */
export type Home = {
  readonly dir: string
  /** The seed of the node's own key, by which peers know it. */
  readonly nodeKey: string
  /** The commons one has, with their read keys. */
  readonly commons: string
  /** Which folder was shared as which good. */
  readonly shares: string
  /** Which versions are held here whole. */
  readonly holdings: string
  /** Whose things are kept here, and within which limits. */
  readonly keeping: string
  readonly keeperWishes: string
  readonly mirrorsSaid: string
  /** What is to be here in any case, and what was forgotten. */
  readonly pins: string
  /** Who held what others were asked to forget. */
  readonly retracted: string
  /** What keepers say they hold, signed. */
  readonly keepers: string
  /** What was said for every commons, also those joined later. */
  readonly profile: string
  /** Whom this person doesn't want to hear. */
  readonly blocks: string
  /** What was carried from one commons into another. */
  readonly brought: string
  /** The sealed documents of accounts: one's own, and those kept for others. */
  readonly accounts: string
  /** Up to where drafts were looked at, and what waits to be settled in them. */
  readonly looks: string
  readonly publishing: string
  /** What is listed of one's own public commons; what is known of others'; what one doesn't want to see. */
  readonly listings: string
  readonly listingsKnown: string
  readonly listingsHidden: string
  /** Where peers open meeting places. Can be deleted. */
  readonly places: string
  /** Folders on their way from a page. Can be deleted. */
  readonly uploads: string
  /** What was made for a page to be saved. Can be deleted. */
  readonly downloads: string
  readonly index: string
  readonly drafts: string
}

export function homeAt(dir: string): Home {
  return {
    dir,
    nodeKey: join(dir, 'node.key'),
    commons: join(dir, 'commons.json'),
    shares: join(dir, 'shares.json'),
    holdings: join(dir, 'holdings.json'),
    keeping: join(dir, 'keeping.json'),
    keeperWishes: join(dir, 'keeper-wishes.json'),
    mirrorsSaid: join(dir, 'mirrors-said.json'),
    pins: join(dir, 'pins.json'),
    retracted: join(dir, 'retracted.json'),
    keepers: join(dir, 'keepers.json'),
    profile: join(dir, 'profile.json'),
    blocks: join(dir, 'blocks.json'),
    brought: join(dir, 'brought.json'),
    accounts: join(dir, 'accounts'),
    looks: join(dir, 'looks.json'),
    publishing: join(dir, 'publishing.json'),
    listings: join(dir, 'listings.json'),
    listingsKnown: join(dir, 'listings.cache'),
    listingsHidden: join(dir, 'listings-hidden.json'),
    places: join(dir, 'places.json'),
    uploads: join(dir, 'uploads'),
    downloads: join(dir, 'downloads'),
    index: join(dir, 'index.sqlite'),
    drafts: join(dir, 'drafts'),
  }
}

/** Makes the folder if it is new. Nobody else on this computer may look into it: it holds keys. */
export async function makeHome(home: Home): Promise<void> {
  await mkdir(home.dir, { recursive: true, mode: 0o700 })
  await chmod(home.dir, 0o700)
}

/**
 * Writes a small file so that after a power cut either the old or the new content is there, whole:
 * temporary file, fsync, rename, fsync of the folder.
 */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${file}.${process.pid}.new`
  const handle = await open(temporary, 'w', 0o600)
  try {
    await handle.writeFile(content)
    await handle.datasync()
  } finally {
    await handle.close()
  }
  await rename(temporary, file)
  const folder = await open(dirname(file), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** The content of a small JSON file, or `empty` when it isn't there yet. Throws HOME_DAMAGED. */
export async function readJson<T extends object>(file: string, empty: T): Promise<T> {
  try {
    const found: unknown = JSON.parse(await readFile(file, 'utf8'))
    if (typeof found !== 'object' || found === null) throw new SyntaxError(`found ${String(found)}`)
    return found as T
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return empty
    if (!(error instanceof SyntaxError)) throw error
    throw fail('HOME_DAMAGED', { file, reason: error.message, cause: error })
  }
}

const SEED_BYTES = 32

/**
 * The seed of the node's key, made at the first start. Lost, the node is only another node: nothing is signed with it.
 * `copied`: the seed that lies here is another node's too. With one key peers would take the two for one and keep one
 * connection to them, and the two would take each other for themselves.
 */
export async function nodeSeed(home: Home, random: Random, copied: boolean): Promise<Uint8Array> {
  try {
    const seed = await readFile(home.nodeKey)
    if (seed.length === SEED_BYTES && !copied) return new Uint8Array(seed)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const seed = random.bytes(SEED_BYTES)
  await writeWhole(home.nodeKey, seed)
  return seed
}
