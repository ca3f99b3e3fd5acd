import { decodeChange } from '@automerge/automerge'
import { seeded } from '@allmende/testkit'
import { bomb, forge, type Forger, type ForgedSession, hashOf } from './draft-forger.ts'

/** What an attack is made on: a draft that all may edit, and one that some are invited to. */
export type Drafts = { together: string; invited: string; invitedHeads: readonly string[] }

/** What an attack writes; `refused` are the codes that every node must say of it. */
export type Attack = {
  readonly name: string
  readonly write: (forger: Forger, drafts: Drafts) => Promise<void>
  readonly refused: readonly string[]
}

/** Stands in the text only if something counts that must not. */
export const NEVER = 'never shown'

export type Op = Record<string, unknown> & { pred: string[] }

export function sessions(forger: Forger, draft: string, count: number): ForgedSession[] {
  return Array.from({ length: count }, () => forger.session(draft))
}

function bytesOf(hash: string): Uint8Array {
  return new Uint8Array(Buffer.from(hash, 'hex'))
}

/** The operations as they are altered; Automerge's type of them has not all that is in a change. */
export function forgeOps(change: Uint8Array, alter: (ops: Op[]) => void): Uint8Array {
  return forge(change, ({ ops }) => alter(ops as unknown as Op[]))
}

/** In somebody else's name, and one number twice. */
export const impostor: Attack = {
  name: 'impostor',
  refused: ['CHANGE_ACTOR', 'CHANGE_ACTOR', 'CHANGE_DEPENDS', 'CHANGE_GAP', 'CHANGE_REPEATED'],
  async write(forger, { together }) {
    const [copied] = forger.known(together)
    const stolen = forge(copied!, (decoded) => {
      decoded.seq += 1
      decoded.deps = [hashOf(copied!)]
    })
    const [one, other, ahead] = sessions(forger, together, 3)
    const first = one!.put(0, 0, 'once ')
    // Another change with the number of the first, and one that builds on it.
    const twin = forge(one!.change(0, 0, 'x'), (decoded) => (decoded.seq = 1))
    const builds = forge(one!.change(0, 0, 'y'), (decoded) => {
      decoded.seq = 2
      decoded.deps = [hashOf(twin)]
    })
    const gap = forge(ahead!.change(0, 0, 'gap'), (decoded) => (decoded.seq = 5))
    await forger.write(
      other!.entry(copied!),
      other!.entry(stolen),
      first,
      one!.entry(twin),
      one!.entry(builds),
      ahead!.entry(gap),
    )
  },
}

/** Too much of everything, and what is nothing at all. */
export const giant: Attack = {
  name: 'giant',
  refused: [
    'CHANGE_INFLATES',
    'CHANGE_MALFORMED',
    'CHANGE_OPERATIONS',
    'CHANGE_TOO_LARGE',
    'CHANGE_COUNTER',
    'CHANGE_UNSUPPORTED',
    'EDIT_SESSION',
    'EDIT_KIND',
  ],
  async write(forger, { together }) {
    const [inflating, huge, many, noise, far, never, beside] = sessions(forger, together, 7)
    const lie = forge(far!.change(0, 0, 'far'), (decoded) => (decoded.startOp = 2 ** 31 - 5))
    never!.put(0, 0, 'the opening is kept back')
    // Where a draft has no place: a key of the document itself.
    const strange = forge(beside!.change(0, 0, 'k'), ({ ops }) =>
      Object.assign(ops[0]!, { obj: '_root', key: 'text', elemId: undefined, insert: false }),
    )
    await forger.write(
      inflating!.entry(bomb()),
      huge!.entry(new Uint8Array(61 * 1024).fill(7)),
      many!.entry(many!.change(0, 0, 'a'.repeat(100_001))),
      noise!.entry(seeded(forger.person).bytes(80)),
      far!.entry(lie),
      beside!.entry(strange),
      never!.put(0, 0, 'and this comes alone'),
      Uint8Array.of(9, 9, 9),
    )
  },
}

/** With wrong dependencies, and in a draft that is others'. */
export const intruder: Attack = {
  name: 'intruder',
  refused: ['CHANGE_REFERENCE', 'CHANGE_PREDECESSOR', 'EDIT_RIGHT', 'EDIT_RIGHT', 'EDIT_RIGHT'],
  async write(forger, { together, invited, invitedHeads }) {
    const [blind, rootless, waits] = sessions(forger, together, 3)
    const unknown = forge(blind!.change(1, 1, ''), ({ ops }) =>
      Object.assign(ops[0]!, { elemId: `2@${'ab'.repeat(16)}`, pred: [`2@${'ab'.repeat(16)}`] }),
    )
    const good = rootless!.put(0, 0, 'r')
    const [base] = forger.known(together)
    const { startOp, ops } = decodeChange(base!)
    const lost = forge(rootless!.change(0, 0, 's'), (decoded) => {
      decoded.deps = [hashOf(base!)]
      decoded.startOp = startOp + ops.length
    })
    const never = forge(waits!.change(0, 0, 'never'), (decoded) => (decoded.deps = ['ee'.repeat(32)]))
    const seized = await forger.record('draft', { editors: 'commons', closed: false }, invited, invitedHeads)
    const [plain, citing] = [forger.session(invited, invitedHeads), forger.session(invited, [seized])]
    await forger.write(
      blind!.entry(unknown),
      good,
      rootless!.entry(lost),
      waits!.entry(never),
      plain.put(0, 0, 'I am not invited '),
      plain.put(0, 0, 'and I go on '),
      citing.put(0, 0, 'by my own record '),
    )
  },
}

/** Beside the text: not what stands there, what is nowhere, and marks that end before they begin. */
export const vandal: Attack = {
  name: 'vandal',
  refused: ['CHANGE_PART', 'CHANGE_PART', 'CHANGE_MARK', 'CHANGE_UNSUPPORTED', 'CHANGE_UNSUPPORTED'],
  async write(forger, { together }) {
    const [good, blind, nowhere, marks, named, nested] = sessions(forger, together, 6)
    const title = { map: 'fields', key: 'title', value: 'Vandal' } as const
    const marked = marks!.set({ mark: 'bold', from: 1, to: 5, value: true })
    await forger.write(
      good!.entry(good!.set(title, { addLine: 'vandal' }, { line: 'vandal', key: 'name', value: 'bolt' })),
      blind!.entry(
        forgeOps(blind!.set(title), ([op]) => {
          op!.pred = [`2@${'ab'.repeat(16)}`]
        }),
      ),
      nowhere!.entry(
        forgeOps(nowhere!.set(title), ([op]) => {
          op!['obj'] = `900@${nowhere!.actor}`
        }),
      ),
      marks!.entry(
        forgeOps(marked, (ops) => {
          const [begin, end] = ops
          ;[begin!['elemId'], end!['elemId']] = [end!['elemId'], begin!['elemId']]
        }),
      ),
      named!.entry(
        forgeOps(named!.set(title), ([op]) => {
          op!['key'] = '__proto__'
        }),
      ),
      nested!.entry(
        forgeOps(nested!.set(title), ([op]) => {
          op!['action'] = 'makeMap'
          delete op!['value']
        }),
      ),
    )
  },
}

/**
 * Offers what can't be offered, and accepts for others: what is not the forger's to accept, what is bad though it was accepted, before
 * it is there, and beside a field that isn't the forger's to set.
 */
export const broker: Attack = {
  name: 'broker',
  refused: ['CHANGE_UNSUPPORTED', 'CHANGE_COUNTER'],
  async write(forger, { together, invited, invitedHeads }) {
    const offer = (draft: string, heads?: readonly string[]): ForgedSession =>
      forger.session(draft, heads, { offers: true })
    const [good, beside, far, waits, sly] = Array.from({ length: 5 }, () => offer(together))
    const barred = offer(invited, invitedHeads)
    const shown = good!.change(0, 0, 'offered and accepted ')
    const lie = forge(far!.change(0, 0, NEVER), (decoded) => (decoded.startOp = 2 ** 31 - 5))
    const seized = barred.change(0, 0, NEVER)
    const [held, smuggled] = [waits!.change(0, 0, 'for whoever accepts it '), sly!.change(0, 0, NEVER)]
    const accept = (hash: string) => {
      const pieces = [bytesOf(hash)]
      return { settles: [{ suggestion: together, accepted: true, pieces }] }
    }
    // Accepted before they are there.
    await forger.record('draft', accept(hashOf(shown)), together, [together])
    await forger.record('draft', accept(hashOf(lie)), together, [together])
    await forger.record('draft', accept('ef'.repeat(32)), together, [together])
    await forger.record('draft', accept(hashOf(seized)), invited, invitedHeads)
    await forger.record('draft', { ...accept(hashOf(smuggled)), invited: [] }, together, [together])
    await forger.write(
      good!.entry(shown),
      beside!.entry(beside!.set({ map: 'fields', key: 'title', value: NEVER })),
      far!.entry(lie),
      waits!.entry(held),
      barred.entry(seized),
      sly!.entry(smuggled),
    )
    // Of the forger's own, and of others'.
    const pieces = [hashOf(held), hashOf(forger.known(together)[0]!)].map(bytesOf)
    await forger.record('suggestion', { about: together, title: 'Take this', pieces })
  },
}

/** Says things about passages that are none, in threads that go round, and sends out invitations that are not the forger's. */
export const clerk: Attack = {
  name: 'clerk',
  refused: ['EDIT_RIGHT'],
  async write(forger, { together, invited, invitedHeads }) {
    const anchors = ['x', '1@00', `99@${'ab'.repeat(16)}`, `4294967295@${'cd'.repeat(16)}`, '1@', '\u202e']
    for (const [at, from] of anchors.entries()) {
      const to = anchors[(at + 1) % anchors.length]!
      const anchor = { from, to, quote: `nothing ${at}` }
      await forger.record('comment', { text: `About ${at}`, about: together, anchor })
    }
    const turned = { from: '2@00', to: '', quote: 'turned round' }
    const said = await forger.record('comment', { text: 'Turned', about: invited, anchor: turned })
    await forger.record('comment', { text: 'Answer', about: said })
    await forger.record('draft', { resolves: [said] }, invited, invitedHeads)
    await forger.record('draft', { resolves: [said, together] }, together, [together])
    const bid = await forger.record('draft', { invited: [forger.person] }, invited, [
      invited,
      ...invitedHeads,
    ])
    await forger.record('draft', { closed: true, title: NEVER }, invited, invitedHeads)
    await forger.record('draft', { closed: true }, together, [together])
    await forger.write(forger.session(invited, [bid]).put(0, 0, NEVER))
  },
}
