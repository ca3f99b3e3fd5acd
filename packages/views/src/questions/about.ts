import type { Fields, FileList, Outcome, RecordId } from '@allmende/vocabulary'
import { hashText, piecesAnswered, type SettledBy, stateOfPieces, tendersOf } from '@allmende/rules'
import type {
  About,
  AboutList,
  AboutPageQuery,
  AboutQuery,
  BuildView,
  Listed,
  OutsideUseView,
  PieceView,
  SuggestionState,
  SuggestionView,
} from '../contract.ts'
import { LIST_PAGE, MAX_PAGE } from '../limits.ts'
import { ROLE, type Role } from '../links.ts'
import { pageOf } from '../paging.ts'
import { type GatheredThing, type ReadRecord, thingOf } from '../thing-records.ts'
import { createNamedThing } from './gather.ts'
import { createAuthorNames, createFieldsOf, createListed } from './listed.ts'
import { given, type QuestionParts, type ThingRow } from './parts.ts'

/** In which lists one finds a thing of another commons: only if asked for. */
const FAR = { forks: ROLE.derived, usedIn: ROLE.part, mergedInto: ROLE.merged } as const
const NEAR = { builds: ROLE.build, suggestions: ROLE.suggestion, outsideUses: ROLE['outside-use'] } as const

/** Lists of what names a thing: all but the comments, which also name each other. */
export type NamerList = Exclude<AboutList, 'comments'>

/** Answers `about`: what others wrote about a thing and made of it, the first page of each list. */
export function createAbout(parts: QuestionParts): (id: RecordId, query?: AboutQuery) => About | null {
  const named = createNamedThing(parts)
  const pageOfList = createPageOfList(parts)
  const views = createViews(parts)
  const listed = createListedThing(parts)
  return (id, query = {}) => {
    const thing = named(id)
    if (thing === null) return null
    const all = (list: NamerList) => pageOfList(thing, list, query)
    const [builds, suggestions, outsideUses] = [all('builds'), all('suggestions'), all('outsideUses')]
    const [forks, usedIn, mergedInto] = [all('forks'), all('usedIn'), all('mergedInto')]
    const told = views.suggestions(thing, suggestions.all)
    return {
      builds: views.builds(thing, builds.page),
      suggestions: told.slice(0, suggestions.page.length),
      forks: listed(forks.page),
      usedIn: listed(usedIn.page),
      mergedInto: listed(mergedInto.page),
      outsideUses: views.outsideUses(outsideUses.page),
      counts: {
        builds: builds.all.length,
        ...views.outcomes(builds.all),
        suggestions: suggestions.all.length,
        open: told.filter(({ state }) => state === 'open').length,
        forks: forks.all.length,
        usedIn: usedIn.all.length,
        mergedInto: mergedInto.all.length,
        outsideUses: outsideUses.all.length,
      },
      next: {
        ...given('builds', builds.next),
        ...given('suggestions', suggestions.next),
        ...given('forks', forks.next),
        ...given('usedIn', usedIn.next),
        ...given('mergedInto', mergedInto.next),
        ...given('outsideUses', outsideUses.next),
      },
    }
  }
}

/** Numbers of what stands in a list of a thing, the last changed first: all of it, and one page. */
export function createPageOfList(parts: QuestionParts) {
  const namersOf = createNamersOf(parts)
  return (
    thing: GatheredThing,
    list: NamerList,
    query: AboutPageQuery,
  ): { all: number[]; page: number[]; next?: string } => {
    const far = list in FAR && query.everywhere === true
    const all = namersOf(thing, { ...FAR, ...NEAR }[list], far)
    const { items, ...next } = pageOf(
      all,
      { limit: query.limit, after: query.cursor },
      {
        of: ['about', list, thing.merged.id, far],
        otherwise: LIST_PAGE,
        most: MAX_PAGE,
        key: ({ listed, id }) => [-listed, -id],
      },
    )
    return { all: all.map(({ id }) => id), page: items.map(({ id }) => id), ...next }
  }
}

/** The things that name any record of a thing that counts, newest first; of other commons only if asked for. */
function createNamersOf({ db, places }: QuestionParts) {
  const select = db.prepare(
    `SELECT t.id, t.commons, t.listed FROM links l CROSS JOIN things t ON t.id = l.thing
     WHERE l.role = ? AND l.log = ? AND l.block = ? AND l.idx = ?`,
  )
  return (thing: GatheredThing, role: Role, everywhere: boolean): { id: number; listed: number }[] => {
    const found = new Map<number, number>()
    for (const { log, block, index } of thing.merged.order.map((id) => places.placeOfId(id))) {
      for (const { id, commons, listed } of select.all(role, log, block, index)) {
        if (everywhere || commons === thing.commons) found.set(Number(id), Number(listed))
      }
    }
    found.delete(thing.number)
    return [...found]
      .map(([id, listed]) => ({ id, listed }))
      .sort((a, b) => b.listed - a.listed || b.id - a.id)
  }
}

export function createListedThing(parts: QuestionParts): (numbers: readonly number[]) => Listed[] {
  const listed = createListed(parts)
  const fieldsOf = createFieldsOf(parts)
  const rows = createRows(parts)
  return (numbers) => numbers.map((number) => listed(rows(number), fieldsOf(number)))
}

function createRows({ db }: QuestionParts): (number: number) => ThingRow {
  const select = db.prepare('SELECT * FROM things WHERE id = ?')
  return (number) => select.get(number) as ThingRow
}

function createGather({ places, records }: QuestionParts): (number: number) => GatheredThing | null {
  return (number) => {
    const place = places.placeOf(number)
    return place === null ? null : records.gather(place)
  }
}

/** What each of the kinds that are about a thing looks like. */
export function createViews(parts: QuestionParts) {
  const gather = createGather(parts)
  const authorName = createAuthorNames(parts)
  const rows = createRows(parts)
  const outcome = parts.db.prepare('SELECT outcome FROM builds WHERE id = ?')

  function each<View>(numbers: readonly number[], view: (fields: Fields, whose: Whose) => View): View[] {
    return numbers.flatMap((number) => {
      const thing = gather(number)
      return thing === null ? [] : [view({ ...thing.merged.fields }, whoseOf(thing, rows(number)))]
    })
  }

  function whoseOf({ merged, commons }: GatheredThing, row: ThingRow): Whose {
    return {
      id: merged.id,
      author: merged.author,
      ...given('authorName', authorName(commons, row.person)),
      at: row.at,
    }
  }

  return {
    builds(thing: GatheredThing, numbers: readonly number[]): BuildView[] {
      const tenders = new Set(tendersOf(thing.merged))
      return each(numbers, (fields, whose) =>
        buildView(fields, { ...whose, byOther: !tenders.has(whose.author) }),
      )
    },
    outcomes(numbers: readonly number[]): Record<Outcome, number> {
      const counts = { works: 0, partly: 0, failed: 0 }
      for (const number of numbers) counts[outcome.get(number)?.['outcome'] as Outcome]++
      return counts
    },
    suggestions(thing: GatheredThing, numbers: readonly number[]): SuggestionView[] {
      const answers = new Map(thing.merged.settled.map((answer) => [answer.suggestion, answer]))
      const byId = new Map(thing.records.map((record) => [record.id, record]))
      return each(numbers, (fields, whose) => {
        const answer = answers.get(whose.id)
        const pieces = ((fields['pieces'] as Uint8Array[] | undefined) ?? []).map(hashText)
        const answered = piecesAnswered(whose.id, pieces, thing.merged.settled)
        const by = answer && { answer, by: byId.get(answer.record)! }
        const view = suggestionView(fields, whose, { answered, ...by })
        return { ...view, ...given('offersThing', view.offers && offersThing(parts, view.offers)) }
      })
    },
    outsideUses: (numbers: readonly number[]): OutsideUseView[] => each(numbers, outsideUseView),
  }
}

type Whose = Pick<BuildView, 'id' | 'author' | 'authorName' | 'at'>

function buildView(fields: Fields, whose: Whose & { byOther: boolean }): BuildView {
  const { repairability, modularity, ease } = fields as BuildView['ratings']
  return {
    ...whose,
    version: fields['about'] as RecordId,
    outcome: fields['outcome'] as Outcome,
    ...given('amount', fields['amount'] as number | undefined),
    ...given('unit', fields['unit'] as string | undefined),
    ...given('text', fields['text'] as string | undefined),
    problems: (fields['problems'] as BuildView['problems'] | undefined) ?? [],
    ratings: {
      ...given('repairability', repairability),
      ...given('modularity', modularity),
      ...given('ease', ease),
    },
    ...given('commercial', fields['commercial'] as boolean | undefined),
    ...given('finished', fields['finished'] as string | undefined),
    ...given('files', fields['files'] as FileList | undefined),
    ...given('image', fields['image'] as string | undefined),
    fields,
  }
}

/** Once answered, a suggestion stays answered, whether it is taken back or not. */
function suggestionView(
  fields: Fields,
  whose: Whose,
  settled: { answered: Map<string, PieceView['state']>; answer?: SettledBy; by?: ReadRecord },
): SuggestionView {
  const withdrawn = fields['withdrawn'] === true
  return {
    ...whose,
    about: fields['about'] as RecordId,
    title: String(fields['title']),
    ...given('text', fields['text'] as string | undefined),
    ...given('offers', fields['offers'] as RecordId | undefined),
    withdrawn,
    pieces: [...settled.answered].map(([hash, state]) => ({ hash, state })),
    state: stateOf(settled, withdrawn),
    ...given('reason', settled.answer?.reason),
    ...given('settledBy', settled.by?.person),
    ...given('settledAt', settled.by?.record.clock[0]),
  }
}

function stateOf(
  { answered, answer }: { answered: Map<string, PieceView['state']>; answer?: SettledBy },
  withdrawn: boolean,
): SuggestionState {
  if (answered.size > 0) return stateOfPieces(answered, withdrawn)
  if (answer !== undefined) return answer.accepted ? 'accepted' : 'declined'
  return withdrawn ? 'withdrawn' : 'open'
}

function outsideUseView(fields: Fields, whose: Whose): OutsideUseView {
  return {
    ...whose,
    about: fields['about'] as RecordId,
    by: String(fields['by']),
    how: String(fields['how']),
    returned: String(fields['returned']),
    ...given('text', fields['text'] as string | undefined),
    ...given('evidence', fields['evidence'] as string | undefined),
    fields,
  }
}

function offersThing({ places, records }: QuestionParts, offers: RecordId): RecordId | null {
  const number = places.numberOf(offers)
  const record = number === null ? null : records.read(number)
  return record === null ? null : thingOf(record)
}
