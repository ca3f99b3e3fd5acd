import type { Views } from '@allmende/views'
import type { NodeId } from '@allmende/vocabulary'
import type { Home } from '../home.ts'
import { NotesFile } from '../notes-file.ts'
import { Agreements } from './agreements.ts'
import { ContentEnds } from './content-ends.ts'
import { ContentOf } from './content-of.ts'
import { HoldingBook } from './holding-book.ts'
import { MirrorBook } from './mirror-book.ts'
import { NamedKeepers } from './named-keepers.ts'
import { Pins } from './pins.ts'
import { Retractions } from './retractions.ts'

/** What is known of who keeps what: a part of its own, since status and the policy of who is carried ask for it too. */
export type KeepingState = {
  readonly agreements: Agreements
  readonly book: HoldingBook
  /** What mirrors said. */
  readonly mirrors: MirrorBook
  readonly named: NamedKeepers
  readonly content: ContentOf
  readonly ends: ContentEnds
  readonly pins: Pins
  /** Keepers that were asked for what is written in whatever commons. */
  readonly wishes: NotesFile<{ readonly name: string | null }>
  readonly retractions: Retractions
  /** Nodes that held what others were asked to forget, and those of them that no longer do. */
  readonly heldBy: NotesFile<{ held: readonly NodeId[]; gone: readonly NodeId[] }>
}

export function keepingState(home: Home, views: Views, now: () => number): KeepingState {
  const retractions = new Retractions(views)
  return {
    retractions,
    wishes: new NotesFile(home.keeperWishes),
    heldBy: new NotesFile(home.retracted),
    agreements: new Agreements(home.keeping),
    book: new HoldingBook(home.keepers, now),
    mirrors: new MirrorBook(home.mirrorsSaid, now),
    named: new NamedKeepers(views),
    content: new ContentOf(views, retractions),
    ends: new ContentEnds(),
    pins: new Pins(home.pins),
  }
}

/** @returns where damaged notes lie now */
export async function loadKeeping({
  agreements,
  book,
  mirrors,
  pins,
  heldBy,
  wishes,
}: KeepingState): Promise<(string | null)[]> {
  return [
    await agreements.load(),
    await book.load(),
    await mirrors.load(),
    await pins.load(),
    await heldBy.load(),
    await wishes.load(),
  ]
}
