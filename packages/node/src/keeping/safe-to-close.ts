import {
  type KeeperLack,
  type KeeperSays,
  lacking,
  type Mine,
  type NamedKeeper,
  type SafeCommons,
  safeToClose,
} from '@allmende/rules'
import { displayText, type PersonId, shortId } from '@allmende/vocabulary'
import { answeringHolders } from '../answering.ts'
import type { OpenCommons } from '../commons-book.ts'
import type { SafeToClose } from '../contract.ts'
import { namesIn } from '../credits.ts'
import type { Parts } from '../parts.ts'
import type { ContentVersion } from './content-of.ts'
import { counted } from './count-lacked.ts'
import { digestOf } from './digest.ts'
import { amountInWords, timeInWords } from './in-words.ts'
import { mirrorSays, unnamedMirrors } from './mirror-says.ts'
import { keptCommons } from './wanted.ts'

const MAX_NAME = 60

/** Whether this computer may be closed or lost, by what the keepers said last of what is here now. */
export async function safeToCloseHere(parts: Parts): Promise<SafeToClose> {
  const self = parts.logs.identity?.person
  const commons: SafeCommons[] = []
  for (const one of self ? keptCommons(parts) : []) {
    if (!self || !hasWritten(one, self)) continue
    commons.push(await commonsOf(parts, one, self))
  }
  const now = parts.clock.now()
  const time = (at: number) => timeInWords(at, now)
  return safeToClose({ now, commons, time, amount: amountInWords })
}

function hasWritten({ logs }: OpenCommons, self: PersonId): boolean {
  return logs.own !== null || logs.logs().some(({ person }) => person === self)
}

async function commonsOf(parts: Parts, commons: OpenCommons, self: PersonId): Promise<SafeCommons> {
  const versions = await parts.keeping.content.of(commons.id, self)
  const named = await parts.keeping.named.of(commons.id, self)
  const mine = { cores: coresOfPerson(commons, self), versions }
  const here = versions.filter(({ id }) => parts.holdings.here(commons.id, id))
  const alone = here
    .filter(({ id }) => answeringHolders(parts.sync, id).length === 0)
    .map(({ title }) => title)
  const names = named.length > 0 ? await namesOfNodes(parts, commons) : new Map<string, string>()
  const keepers: KeeperSays[] = []
  for (const keeper of named)
    keepers.push(
      (await says(parts, commons, self, mine, keeper, names)) ??
        (await mirrorSays(parts, commons, mine, keeper, keeperName(keeper, names))) ?? {
          node: keeper.node,
          name: keeperName(keeper, names),
          at: null,
          agreed: false,
          lack: null,
        },
    )
  const mirrors = named.length > 0 ? [] : await unnamedMirrors(parts, commons, mine)
  return { name: commons.entry.name, keepers, alone: mirrors.length > 0 ? [] : alone, mirrors }
}

/** The names of the people whose nodes they are. */
export async function namesOfNodes(parts: Parts, commons: OpenCommons): Promise<Map<string, string>> {
  const owners = await parts.owners.in(commons.id)
  if (owners.length === 0) return new Map()
  const names = await namesIn(parts, commons.id)
  return new Map(
    owners.flatMap(({ node, person }) => {
      const name = names.get(person)
      return name === undefined ? [] : [[node, displayText(name, MAX_NAME)]]
    }),
  )
}

/** What a keeper is called: as its person calls themselves now, as it was called when it was named, or its id. */
export function keeperName({ node, name }: NamedKeeper, names: ReadonlyMap<string, string>): string {
  return names.get(node) ?? (name === null ? shortId(node) : displayText(name, MAX_NAME))
}

/** The cores of somebody that have something to be kept, by their newest known heads. */
export function coresOfPerson({ logs }: OpenCommons, self: PersonId): Mine['cores'] {
  const own = new Set(logs.logs().flatMap(({ key, person }) => (person === self ? [key] : [])))
  return logs.heads().flatMap(({ core, which, log, length, rootHash }) =>
    // With its first block alone a core says whose it is, and nothing else.
    which === 'files' || !own.has(log) || length < 2 ? [] : [{ core, which, log, length, root: rootHash }],
  )
}

async function says(
  parts: Parts,
  commons: OpenCommons,
  self: PersonId,
  mine: Mine,
  keeper: NamedKeeper,
  names: ReadonlyMap<string, string>,
): Promise<KeeperSays | null> {
  const { node } = keeper
  const name = keeperName(keeper, names)
  const holding = parts.keeping.book.get(commons.id, node, self)?.holding
  if (!holding) return null
  const { at, agreed, quota, bytes: kept } = holding
  const lacks = lacking(mine, holding, digestOf)
  const { blocks, differs, versions, bytes, unclear } = lacks
  const nothing = blocks.length === 0 && differs.length === 0 && versions.length === 0 && !unclear
  const lack: KeeperLack = {
    ...(await counted(commons, blocks)),
    files: versions as ContentVersion[],
    bytes,
    unclear,
    differs: differs.length > 0,
    atLimit: quota !== null && bytes > 0 && kept + bytes > quota,
  }
  return { node, name, at, agreed, lack: nothing ? null : lack }
}
