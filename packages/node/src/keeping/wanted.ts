import type { PersonId } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import { isStarter } from '../commons-file.ts'
import type { Parts } from '../parts.ts'
import type { Wanted } from './collector.ts'
import type { ContentVersion } from './content-of.ts'

/** What is kept here for one person, and what is not. */
export type KeptFor = {
  readonly person: PersonId
  readonly agreed: boolean
  readonly quota: number | null
  /** When it was first asked for, in any commons. */
  readonly since: number
  readonly commons: readonly OpenCommons[]
  readonly held: number
  readonly bytes: number
  /** Still to be fetched, or to be if it were agreed. */
  readonly wanted: readonly Wanted[]
  /** Left out, since a limit is reached. */
  readonly over: readonly Wanted[]
}

/** Commons in which things are kept: all that one belongs to, but for the one to look around in. */
export function keptCommons(parts: Parts): OpenCommons[] {
  return parts.book.members().filter(({ entry }) => !isStarter(entry))
}

/** For everybody who asked this node: what is here of theirs, what is still wanted, and what a limit leaves out. */
export async function keptForOthers(parts: Parts): Promise<KeptFor[]> {
  const asking = new Map<PersonId, { since: number; commons: OpenCommons[] }>()
  for (const commons of keptCommons(parts)) {
    for (const { author, since } of await parts.keeping.named.asking(commons.id, parts.id)) {
      const known = asking.get(author) ?? { since, commons: [] }
      known.commons.push(commons)
      asking.set(author, { ...known, since: Math.min(known.since, since) })
    }
  }
  const all: KeptFor[] = []
  let room = parts.keeping.agreements.together ?? Infinity
  for (const [person, { since, commons }] of asking) {
    const kept = await keptFor(parts, person, since, commons, room)
    if (kept.agreed) room -= kept.bytes + sum(kept.wanted)
    all.push(kept)
  }
  return all
}

async function keptFor(
  parts: Parts,
  person: PersonId,
  since: number,
  commons: readonly OpenCommons[],
  room: number,
): Promise<KeptFor> {
  const { keeping, holdings, logs } = parts
  const agreement = keeping.agreements.of(person)
  const agreed = agreement !== undefined || person === logs.identity?.person
  const here: ContentVersion[] = []
  const missing: Wanted[] = []
  for (const one of commons) {
    for (const version of await keeping.content.of(one.id, person)) {
      if (holdings.here(one.id, version.id)) here.push(version)
      else missing.push({ commons: one, version })
    }
  }
  const bytes = here.reduce((total, version) => total + version.bytes, 0)
  const quota = agreement?.quota ?? null
  let left = Math.min(room, quota ?? Infinity) - bytes
  const wanted: Wanted[] = []
  const over: Wanted[] = []
  for (const one of missing) {
    const fits = one.version.bytes <= left
    if (fits) left -= one.version.bytes
    ;(fits ? wanted : over).push(one)
  }
  return { person, agreed, quota, since, commons, held: here.length, bytes, wanted, over }
}

function sum(wanted: readonly Wanted[]): number {
  return wanted.reduce((total, { version }) => total + version.bytes, 0)
}
