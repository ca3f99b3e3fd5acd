import type { BesideDiff, DraftActions, DraftEvent, DraftInfo, DraftShown, DraftText } from '@allmende/node'
import { errorTable } from '@allmende/vocabulary'
import { untilAborted } from '../../src/routes/until-aborted.ts'
import { GARDEN, NASTY, NOTES } from './samples.ts'

const fail = errorTable({ DRAFT_UNKNOWN: { status: 404, message: 'no draft {found} is known here' } })

const BESIDE: BesideDiff = {
  fields: [{ name: 'title', before: 'Plan', after: NASTY, by: [NASTY] }],
  lines: [{ what: 'changed', name: NASTY, fields: [NASTY], by: ['Bob', NASTY] }],
  files: [{ what: 'added', path: `${NASTY}.png`, by: [] }],
}

type Kept = { info: DraftInfo; texts: string[] }

/** Drafts in memory: each edit is one more text; the heads are its number. */
export function fakeDrafts(): Omit<DraftActions, 'publishDraft'> {
  const kept: Kept[] = [{ info: NOTES, texts: ['Once\n'] }]
  const listeners = new Map<Kept, Set<(event: DraftEvent) => void>>()
  const the = (reference: string): Kept => {
    const found = kept.find(
      ({ info }) => info.id.startsWith(reference) || info.link === reference || info.title === reference,
    )
    if (!found) throw fail('DRAFT_UNKNOWN', { found: reference })
    return found
  }
  const textOf = ({ info, texts }: Kept): DraftText => ({
    id: info.id,
    title: info.title,
    text: texts.at(-1) ?? '',
    heads: [`h${texts.length}`],
  })
  const put = (draft: Kept, text: string) => {
    const before = draft.texts.at(-1) ?? ''
    draft.texts.push(text)
    const event: DraftEvent = {
      type: 'change',
      splices: [{ at: 0, remove: before.length, insert: text }],
      heads: [`h${draft.texts.length}`],
      by: 'Bob',
    }
    for (const listener of listeners.get(draft) ?? []) listener(event)
    return textOf(draft)
  }
  const shownOf = (draft: Kept): DraftShown => ({
    id: draft.info.id,
    title: draft.info.title,
    commons: draft.info.commons,
    commonsName: draft.info.commonsName,
    good: null,
    base: null,
    characters: textOf(draft).text.length,
    fields: { title: NASTY, 'design.mass': 12 },
    lines: [{ number: 1, id: 'a1', fields: { name: NASTY, quantity: 2 } }],
    files: [{ path: `${NASTY}.png`, bytes: 5, executable: false, here: true }],
    marks: 2,
    conflicts: [{ what: 'line', name: 'quantity', line: 1, values: [2, NASTY] }],
  })
  return {
    createDraft: async ({ title, text = '', good = null }) => {
      const info = {
        ...NOTES,
        id: `draft${kept.length}.0.0`,
        link: `allmende:draft${kept.length}`,
        title,
        good,
      }
      kept.push({ info, texts: [text] })
      return info
    },
    listDrafts: async ({ commons }) => ({
      drafts: kept
        .map(({ info }) => info)
        .filter(() => !commons || commons === GARDEN.name || commons === GARDEN.id),
    }),
    draftText: async (reference) => textOf(the(reference)),
    editDraft: async ({ draft: reference, text, heads }) => {
      const draft = the(reference)
      const base = heads ? (draft.texts[Number(heads[0]?.slice(1)) - 1] ?? '') : draft.texts.at(-1)!
      const now = draft.texts.at(-1)!
      return put(draft, now.startsWith(base) ? text + now.slice(base.length) : text)
    },
    spliceDraft: async ({ draft: reference, splices }) => {
      const draft = the(reference)
      const text = splices.reduce(
        (so, { at, remove, insert }) => so.slice(0, at) + insert + so.slice(at + remove),
        draft.texts.at(-1)!,
      )
      return { heads: put(draft, text).heads }
    },
    followDraft: async (reference, { onEvent, signal }) => {
      const draft = the(reference)
      const set = listeners.get(draft) ?? new Set()
      listeners.set(draft, set.add(onEvent))
      onEvent({ type: 'text', ...textOf(draft) })
      await untilAborted(signal).finally(() => set.delete(onEvent))
    },
    draftHistory: async (reference) => ({
      changes: the(reference).texts.map((text, index) => ({
        author: 'annaannaanna',
        authorName: 'Anna',
        at: 1_700_000_000_000 + index,
        ops: text.length,
        number: index + 1,
        change: `c${index + 1}`,
      })),
    }),
    draftBlame: async (reference) => {
      const { id, title, text } = textOf(the(reference))
      const said = {
        author: 'annaannaanna',
        authorName: `Anna ${NASTY}`,
        at: 1_700_000_000_000,
        change: 'c1c1c1c1',
      }
      const beside = [
        { what: 'field' as const, name: 'title', ...said },
        { what: 'line' as const, name: null, line: 1, called: NASTY, ...said },
        { what: 'line' as const, name: NASTY, line: 1, called: NASTY, ...said, guest: NASTY },
        { what: 'file' as const, name: `${NASTY}.png`, ...said },
      ]
      return { id, title, passages: [{ text, ...said }], beside }
    },
    draftAt: async ({ draft: reference }) => {
      const draft = the(reference)
      const { id, title, fields, lines, files } = shownOf(draft)
      return {
        id,
        title,
        fields,
        lines,
        files,
        number: 1,
        at: 1_700_000_000_000,
        people: [{ person: 'annaannaanna', name: `Anna ${NASTY}`, guest: NASTY }],
        passages: [{ what: 'added', text: textOf(draft).text }],
        beside: BESIDE,
      }
    },
    draftCredits: async ({ draft: reference }) => ({
      id: the(reference).info.id,
      title: the(reference).info.title,
      good: null,
      licence: 'CC-BY-SA-4.0',
      credits: [{ name: `Anna ${NASTY}`, person: 'annaannaanna', roles: ['author'], anew: true }],
    }),
    showDraft: async (reference) => shownOf(the(reference)),
    editBeside: async ({ draft: reference }) => shownOf(the(reference)),
    attachFiles: async ({ draft: reference }) => shownOf(the(reference)),
    mergeDraft: async ({ into }) => ({
      id: the(into).info.id,
      title: the(into).info.title,
      from: NASTY,
      text: { added: 2, removed: 1 },
      clashes: [{ ours: 'Tuesday', theirs: NASTY }],
      fields: ['licence'],
      lines: 1,
      files: [`${NASTY}.png`],
      marks: 1,
      conflicts: [{ what: 'line' as const, name: NASTY, ours: 'two', theirs: NASTY }],
    }),
    archiveDraft: async ({ draft: reference, to }) => ({
      id: the(reference).info.id,
      title: the(reference).info.title,
      path: to,
      files: 1,
      bytes: 5,
      closed: true,
      left: [NASTY],
    }),
    draftDiff: async ({ draft: reference }) => {
      const { id, title, text } = textOf(the(reference))
      const lines = [
        { what: 'removed' as const, text: 'before', by: [] },
        { what: 'added' as const, text: `${text.trim()} ${NASTY}`, by: [NASTY] },
      ]
      return {
        id,
        title,
        before: `"${NASTY}" at c1`,
        after: 'now',
        lines,
        added: 1,
        removed: 1,
        beside: BESIDE,
      }
    },
    draftNews: async ({ draft: reference }) => ({
      id: the(reference).info.id,
      title: the(reference).info.title,
      changes: 37,
      people: [{ person: 'bobbobbob', name: `Bob ${NASTY}`, changes: 37 }],
      clashes: [{ number: 1, ours: 'Tuesday', theirs: NASTY, now: 'TuesFriday' }],
      refused: [
        { person: 'evaevaeva', name: NASTY, code: 'CHANGE_ACTOR', reason: `it claims ${NASTY}`, changes: 2 },
      ],
      near: [{ what: 'characters', now: 810_000, limit: 1_000_000 }],
      beside: BESIDE,
      conflicts: [{ what: 'field' as const, name: 'licence', values: ['CC0-1.0', NASTY] }],
    }),
    settleClash: async ({ draft: reference, take }) => put(the(reference), `${take}\n`),
    restoreDraft: async ({ draft: reference }) => put(the(reference), 'Once\n'),
    draftAccess: async ({ draft: reference, invite = [], editors, closed = false }) => ({
      id: the(reference).info.id,
      title: the(reference).info.title,
      editors: editors ?? (invite.length > 0 ? ('invited' as const) : ('commons' as const)),
      invited: invite.map((name) => ({ person: 'bobbobbob', name })),
      closed,
    }),
  }
}
