import {
  KEEPER_WORD_MS,
  type KeeperSays,
  type Mine,
  type MirrorHolding,
  mirrorLacking,
  type NamedKeeper,
  type UnnamedMirror,
} from '@allmende/rules'
import { type NodeId, shortId } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import type { Parts } from '../parts.ts'
import type { ContentVersion } from './content-of.ts'
import { counted } from './count-lacked.ts'

type Everything = { readonly cores: Mine['cores']; readonly versions: readonly ContentVersion[] }

/** What a keeper says that is a mirror: what it holds as ciphertext, held against what is here. Null when it is none. */
export async function mirrorSays(
  parts: Parts,
  commons: OpenCommons,
  mine: Everything,
  { node }: NamedKeeper,
  name: string,
): Promise<KeeperSays | null> {
  const said = saidBy(parts, commons, node)
  if (said.length === 0) return null
  const { blocks, differs, versions, bytes, unclear } = await lackOf(parts, commons, mine, said)
  const nothing = blocks.length === 0 && differs.length === 0 && versions.length === 0
  const lack = {
    ...(await counted(commons, blocks)),
    files: versions,
    bytes,
    unclear,
    differs: differs.length > 0,
    atLimit: false,
  }
  const at = Math.min(...said.map((one) => one.at))
  // Whoever runs it has agreed by running it.
  return { node, name, at, agreed: true, lack: nothing ? null : lack, mirror: true }
}

/** Mirrors that nobody named, and that say they hold everything. */
export async function unnamedMirrors(
  parts: Parts,
  commons: OpenCommons,
  mine: Everything,
): Promise<UnnamedMirror[]> {
  const epochs = commons.logs.all().map(({ id }) => id)
  const found: UnnamedMirror[] = []
  for (const node of parts.keeping.mirrors.mirrors(epochs)) {
    const said = saidBy(parts, commons, node)
    const at = Math.min(...said.map((one) => one.at))
    const { blocks, differs, versions } = await lackOf(parts, commons, mine, said)
    const holds = blocks.length === 0 && differs.length === 0 && versions.length === 0
    const stands = parts.clock.now() - at <= KEEPER_WORD_MS
    if (holds && stands) found.push({ node, name: shortId(node), at })
  }
  return found
}

function saidBy({ keeping }: Parts, { logs }: OpenCommons, node: NodeId): MirrorHolding[] {
  return keeping.mirrors.of(
    logs.all().map(({ id }) => id),
    node,
  )
}

/** By whole cores first; where of a core something is missing, by where the files of each version end in it. */
async function lackOf(parts: Parts, commons: OpenCommons, mine: Everything, said: readonly MirrorHolding[]) {
  const heads = commons.logs.heads().filter(({ which }) => which === 'files')
  const all = { ...mine, files: new Map(heads.map(({ core, length }) => [core, length])) }
  const lack = mirrorLacking(all, said)
  if (lack.versions.length === 0) return lack
  return mirrorLacking({ ...all, needs: await parts.keeping.ends.of(parts, commons, lack.versions) }, said)
}
