import type { DraftPartAuthor, DraftPartPlace, DraftParts } from '@allmende/drafts'
import { shortId } from '@allmende/vocabulary'
import type { BesideAuthor } from '../contract.ts'
import { isShown, lineName } from './content.ts'

/** Lines have an order of their own; a move is no value that anybody wrote. */
const ORDER = 'order'

type Names = ReadonlyMap<string, string>

/** Who set what stands beside the text, by place. */
export class Hands {
  readonly #places: ReadonlyMap<string, DraftPartAuthor>

  constructor(places: readonly DraftPartAuthor[]) {
    this.#places = new Map(places.map((place) => [keyOf(place.of), place]))
  }

  /** Also whoever took out what stood there. */
  in(place: DraftPartPlace): DraftPartAuthor | undefined {
    return this.#places.get(keyOf(place))
  }

  /** Those of several places, each person and guest once. */
  inAll(places: readonly DraftPartPlace[]): DraftPartAuthor[] {
    const found = places.flatMap((place) => this.in(place) ?? [])
    return [...new Map(found.map((hand) => [`${hand.author} ${hand.guest ?? ''}`, hand])).values()]
  }
}

function keyOf(place: DraftPartPlace): string {
  if ('field' in place && !('line' in place)) return JSON.stringify(['field', place.field])
  if ('file' in place) return JSON.stringify(['file', place.file])
  return JSON.stringify('field' in place ? ['line', place.line, place.field] : ['line', place.line])
}

/** As everybody is called: somebody without an account by the name they gave and whose guest they are. */
export function nameOfHand({ author, guest }: DraftPartAuthor, names: Names): string {
  const host = names.get(author) ?? shortId(author)
  return guest === undefined ? host : `${guest}, guest of ${host}`
}

/** Whose what stands beside the text now is: fields, then each line and its fields, then files. */
export function besideAuthors(beside: DraftParts, hands: Hands, names: Names): BesideAuthor[] {
  const told = (
    place: DraftPartPlace,
    said: Pick<BesideAuthor, 'what' | 'name' | 'line' | 'called'>,
  ): BesideAuthor[] => {
    const hand = hands.in(place)
    if (!hand || hand.gone) return []
    const { author, guest, at, hash } = hand
    const who = { author, authorName: names.get(author) ?? null, ...(guest !== undefined && { guest }) }
    return [{ ...said, ...who, at, change: hash }]
  }
  return [
    ...Object.keys(beside.fields)
      .filter(isShown)
      .flatMap((name) => told({ field: name }, { what: 'field', name })),
    ...beside.lines.flatMap(({ id, fields }, at) => {
      const line = { what: 'line' as const, line: at + 1, called: lineName(fields) }
      return [
        ...told({ line: id }, { ...line, name: null }),
        ...Object.keys(fields).flatMap((name) => told({ line: id, field: name }, { ...line, name })),
      ]
    }),
    ...beside.files.flatMap(({ path }) => told({ file: path }, { what: 'file', name: path })),
  ]
}

/** Of what was set beside the text that which stands there, and is a line, a value of one, or a file. */
export function standing(places: readonly DraftPartAuthor[]): DraftPartAuthor[] {
  return places.filter(({ of, gone }) => {
    if (gone) return false
    if ('file' in of) return true
    return 'line' in of && of.field !== ORDER
  })
}
