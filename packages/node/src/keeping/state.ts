import type { Views } from '@allmende/views'
import type { Home } from '../home.ts'
import { Agreements } from './agreements.ts'
import { ContentOf } from './content-of.ts'
import { HoldingBook } from './holding-book.ts'
import { NamedKeepers } from './named-keepers.ts'
import { Pins } from './pins.ts'

/** What is known of who keeps what: a part of its own, since status and the policy of who is carried ask for it too. */
export type KeepingState = {
  readonly agreements: Agreements
  readonly book: HoldingBook
  readonly named: NamedKeepers
  readonly content: ContentOf
  readonly pins: Pins
}

export function keepingState(home: Home, views: Views, now: () => number): KeepingState {
  return {
    agreements: new Agreements(home.keeping),
    book: new HoldingBook(home.keepers, now),
    named: new NamedKeepers(views),
    content: new ContentOf(views),
    pins: new Pins(home.pins),
  }
}

/** @returns where damaged notes lie now */
export async function loadKeeping({ agreements, book, pins }: KeepingState): Promise<(string | null)[]> {
  return [await agreements.load(), await book.load(), await pins.load()]
}
