import { decodeChange } from '@automerge/automerge'
import type { Test } from 'tape'
import type { AllmendeNode } from '@allmende/node'
import { seeded, until } from '@allmende/testkit'
import { addressOf, connect, PATIENCE_MS, type Scene, scene } from '../scene.ts'
import { bomb, forge, Forger, hashOf } from './draft-forger.ts'

export type DraftOutcome = { text: string; invited: string; refused: string[] }

/** What an attack writes; `refused` are the codes that every node must say of it. */
type Attack = {
  readonly name: string
  readonly write: (forger: Forger, drafts: Drafts) => Promise<void>
  readonly refused: readonly string[]
}
type Drafts = { together: string; invited: string; invitedHeads: readonly string[] }

const WHERE = '[here]'

/** In somebody else's name, and one number twice. */
const impostor: Attack = {
  name: 'impostor',
  refused: ['CHANGE_ACTOR', 'CHANGE_ACTOR', 'CHANGE_DEPENDS', 'CHANGE_GAP', 'CHANGE_REPEATED'],
  async write(forger, { together }) {
    const [copied] = forger.known(together)
    const stolen = forge(copied!, (decoded) => {
      decoded.seq += 1
      decoded.deps = [hashOf(copied!)]
    })
    const [one, other, ahead] = [together, together, together].map((draft) => forger.session(draft))
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
const giant: Attack = {
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
    const sessions = Array.from({ length: 7 }, () => forger.session(together))
    const [inflating, huge, many, noise, far, never, beside] = sessions
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
const intruder: Attack = {
  name: 'intruder',
  refused: ['CHANGE_REFERENCE', 'CHANGE_PREDECESSOR', 'EDIT_RIGHT', 'EDIT_RIGHT', 'EDIT_RIGHT'],
  async write(forger, { together, invited, invitedHeads }) {
    const [blind, rootless, waits] = [together, together, together].map((draft) => forger.session(draft))
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
    const seized = await forger.seize(invited, invitedHeads)
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

const ATTACKS = [impostor, giant, intruder]

/**
 * Three people who write in two drafts, and three forgers, each with a log of their own, who come to each of them in
 * another order, while they are apart and write; then all meet, and somebody new joins, who gets everything at once.
 */
export async function attackDrafts(
  t: Test,
  seed: string,
): Promise<{ nodes: AllmendeNode[]; outcomes: DraftOutcome[]; expected: string[]; findings: string[][] }> {
  const random = seeded(seed)
  const place = scene(t)
  const { nodes, link, drafts } = await stage(place)
  const forgers = await prepare(t, place, { nodes, link, drafts })
  for (const node of nodes) {
    const address = await addressOf(node)
    for (const forger of random.shuffle([...forgers])) {
      if (random.chance(0.7)) await append(node, drafts.together, `${node.id.slice(0, 4)} goes on.\n`)
      const mark = `${WHERE}${forger.person.slice(0, 6)}`
      await forger.meet(address, `${mark} to be shown`, async () =>
        (await node.draftText(drafts.together)).text.includes(mark),
      )
    }
    await append(node, drafts.invited, `${node.id.slice(0, 4)} too.\n`)
  }
  await connect(nodes[0]!, nodes[1]!)
  await connect(nodes[1]!, nodes[2]!)
  const late = await place.open('dan')
  await late.joinCommons({ link })
  await connect(late, nodes[2]!)
  const all = [...nodes, late]
  const outcomes = await settled(all, drafts)
  const expected = ATTACKS.flatMap(({ refused }) => refused).toSorted()
  const findings = await Promise.all(all.map((node) => findingsOf(node, expected)))
  return { nodes: all, outcomes, expected, findings }
}

/** Names are looked up before a refusal is told: the findings come a moment after the texts. Those that never come are seen by the test. */
async function findingsOf(node: AllmendeNode, codes: readonly string[]): Promise<string[]> {
  const told = async (): Promise<string[]> =>
    (await node.status()).findings.map(({ code, message }) => `${code}: ${message}`)
  const hasAll = async (): Promise<boolean> => {
    const said = await told()
    return codes.every((code) => said.some((line) => line.startsWith(`${code}: `)))
  }
  await until(hasAll, { what: 'every reason in the status', deadlineMs: PATIENCE_MS, everyMs: 100 }).catch(
    () => undefined,
  )
  return told()
}

/** Ada, Bo and Cleo with two drafts, who have met, and are apart now. */
async function stage(place: Scene): Promise<{ nodes: AllmendeNode[]; link: string; drafts: Drafts }> {
  const names = ['ada', 'bo', 'cleo']
  const nodes = await Promise.all(names.map((name) => place.open(name)))
  const [ada, ...others] = nodes as [AllmendeNode, ...AllmendeNode[]]
  const { link } = await ada.createCommons({ name: 'Workshop', public: true })
  const { id: together } = await ada.createDraft({
    editors: 'commons',
    title: 'Together',
    text: 'All may write.\n',
  })
  const { id: invited } = await ada.createDraft({
    editors: 'commons',
    title: 'Invited',
    text: 'Three may write.\n',
  })
  const people: string[] = []
  for (const node of others) {
    await node.joinCommons({ link })
    await connect(node, ada)
    people.push((await node.profile({ name: 'Somebody' })).person!)
  }
  await ada.draftAccess({ draft: invited, invite: people })
  // Before the invitation everybody may edit: who cites that moment is judged by it.
  const invitedHeads = await until(
    async () => {
      const { heads } = await ada.show(invited)
      return heads.includes(invited) ? null : heads
    },
    { what: 'the invitation to stand', deadlineMs: PATIENCE_MS },
  )
  for (const node of others)
    await until(async () => (await node.draftAccess({ draft: invited })).invited.length === 2, {
      what: 'the invitation to arrive',
      deadlineMs: PATIENCE_MS,
    })
  for (const node of others)
    for (const draft of [together, invited])
      await until(async () => (await node.draftText(draft)).text !== '', {
        what: 'the texts to arrive',
        deadlineMs: PATIENCE_MS,
      })
  // Opened again they are met by nobody.
  for (const node of nodes) await node.close()
  return {
    nodes: await Promise.all(names.map((name) => place.open(name))),
    link,
    drafts: { together, invited, invitedHeads },
  }
}

async function prepare(
  t: Test,
  place: Scene,
  { nodes, link, drafts }: { nodes: AllmendeNode[]; link: string; drafts: Drafts },
): Promise<Forger[]> {
  const ada = nodes[0]!
  const heard = [(await ada.status()).person!]
  const address = await addressOf(ada)
  const forgers: Forger[] = []
  for (const attack of ATTACKS) {
    const forger = await Forger.open(t, place, { name: attack.name, link, heard })
    await forger.meet(address, 'the draft to be known', async () => (await forger.learn()) >= 2)
    await attack.write(forger, drafts)
    // The last entry is a good one: where it is shown, all before it was judged.
    await forger.write(forger.session(drafts.together).put(0, 0, `${WHERE}${forger.person.slice(0, 6)}\n`))
    forgers.push(forger)
  }
  return forgers
}

async function append(node: AllmendeNode, draft: string, line: string): Promise<void> {
  const { text } = await node.draftText(draft)
  await node.spliceDraft({ draft, splices: [{ at: text.length, remove: 0, insert: line }] })
}

async function settled(nodes: AllmendeNode[], drafts: Drafts): Promise<DraftOutcome[]> {
  let last: DraftOutcome[] = []
  const equal = async (): Promise<boolean> => {
    last = await Promise.all(nodes.map((node) => outcomeOf(node, drafts)))
    return last.every((one) => JSON.stringify(one) === JSON.stringify(last[0]))
  }
  // What they say instead is for the test to show.
  const late = (): null => null
  // Whoever came later does not know the drafts at first.
  const asked = (): Promise<boolean> => equal().catch(() => false)
  await until(asked, { what: 'all to say the same', deadlineMs: PATIENCE_MS, everyMs: 100 }).catch(late)
  return last
}

async function outcomeOf(node: AllmendeNode, { together, invited }: Drafts): Promise<DraftOutcome> {
  const texts: string[] = []
  const refused: string[] = []
  for (const draft of [together, invited]) {
    const { text, heads } = await node.draftText(draft)
    texts.push(`${text}${heads.toSorted().join(' ')}`)
    const news = await node.draftNews({ draft })
    for (const { person, code, changes } of news.refused)
      refused.push(...Array<string>(changes).fill(`${news.title} ${person} ${code}`))
  }
  return { text: texts[0]!, invited: texts[1]!, refused: refused.toSorted() }
}
