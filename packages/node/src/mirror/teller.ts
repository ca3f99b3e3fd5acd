import { join } from 'node:path'
import { type CommonsLogs, memberKeyOf } from '@allmende/logs'
import type { Talk } from '@allmende/sync'
import type { CommonsId, LogKey, NodeId } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import { NotesFile } from '../notes-file.ts'
import { signAsNode } from '../node-signature.ts'
import type { Parts } from '../parts.ts'
import { type MirrorMessage, type MirrorState, removalContent, statementOf } from './messages.ts'
import { digestOf, markOf, packRows, type Row, ROWS_PER_PAGE } from './rows.ts'
import { type Listener, say } from './talks.ts'

/** What is noted of a mirror of a commons. WARNING: stored. */
export type MirrorNote = MirrorState & {
  readonly at: number
  readonly removal: 'none' | 'asked' | 'withdrawn' | 'gone'
  /** With `gone`: the bytes that its disk has again, as it said. */
  readonly freed?: number
  /** The epoch that it said this of; notes of older programs lack it. */
  readonly epoch?: CommonsId
}

export type RemovalAnswer = Extract<MirrorMessage, { t: 'removed' | 'refused' }>

/** Mirrors of one commons that are kept in mind: whoever has its mirror link may call itself one. */
const MOST_KNOWN = 64
/** What a mirror says of itself is written down at most so often; what was asked of it at once. */
const WRITE_MS = 60_000

/** To delete some gigabytes takes a mirror a moment. */
export const ANSWER_MS = 15_000

/** What a burst of new logs is gathered for before mirrors hear of it. */
const GATHER_MS = 500

/** What was said to one mirror of one epoch on one connection: marks by log. Null until it said what it knows. */
type Said = Map<LogKey, string>

/** The side of a member: tells mirrors, with a member's signature, which cores belong to the commons. */
export class Teller implements Listener {
  readonly #parts: Parts
  readonly #notes: NotesFile<MirrorNote>
  /** As said last; the file may be a minute behind. */
  readonly #latest = new Map<string, MirrorNote>()
  readonly #talks = new Set<Talk>()
  readonly #said = new Map<Talk, Map<CommonsId, Said>>()
  readonly #watched = new Set<CommonsId>()
  readonly #waiting = new Map<string, (answer: RemovalAnswer) => void>()
  readonly #timers = new Map<CommonsId, NodeJS.Timeout>()

  constructor(parts: Parts) {
    this.#parts = parts
    this.#notes = new NotesFile(join(parts.home.dir, 'mirrors-met.json'))
  }

  async start(): Promise<void> {
    await this.#notes.load()
    for (const [key, note] of this.#notes.entries()) this.#latest.set(key, note)
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
  }

  /** The mirrors met so far, of a commons or of all. */
  known(commons?: CommonsId): { commons: CommonsId; node: NodeId; note: MirrorNote }[] {
    return [...this.#latest].flatMap(([key, note]) => {
      const [id = '', node = ''] = key.split(' ')
      if (note.removal === 'gone' || (commons !== undefined && id !== commons)) return []
      return [{ commons: id as CommonsId, node: node as NodeId, note }]
    })
  }

  /** Those that have deleted all, as they said, and how many bytes that gave them back. */
  deleted(commons: CommonsId): { node: NodeId; bytes: number }[] {
    return [...this.#latest].flatMap(([key, { removal, freed = 0 }]) => {
      const [id, node = ''] = key.split(' ')
      return removal === 'gone' && id === commons ? [{ node: node as NodeId, bytes: freed }] : []
    })
  }

  /** By any epoch: one that was given an old link is connected too. */
  connected({ logs }: OpenCommons, node: NodeId): boolean {
    return logs.all().some((epoch) => this.#talkWith(epoch.id, node) !== undefined)
  }

  /** Mirrors that were asked to forget are told of everything again, as somebody makes a new link. */
  async tellAgain(commons: CommonsId): Promise<void> {
    for (const { node, note } of this.known(commons))
      if (note.removal !== 'none') await this.#note(commons, node, { ...note, removal: 'none' })
    this.#changed(commons)
  }

  /**
   * Asks a mirror to delete what it keeps, of every epoch: each is a commons of its own to it. Resolves to its answers as one, or to null
   * when it isn't connected or doesn't answer: then it is asked when it is met.
   */
  async remove(commons: OpenCommons, node: NodeId, waitMs: number): Promise<RemovalAnswer | null> {
    const note = this.#latest.get(`${commons.id} ${node}`)
    if (note) await this.#note(commons.id, node, { ...note, removal: 'asked' })
    const answers = await Promise.all(
      commons.logs.all().flatMap((epoch) => {
        const talk = this.#talkWith(epoch.id, node)
        return talk ? [this.#removeEpoch(talk, epoch, waitMs)] : []
      }),
    )
    return asOne(answers)
  }

  async #removeEpoch(talk: Talk, epoch: CommonsLogs, waitMs: number): Promise<RemovalAnswer | null> {
    const all = await this.#ask(talk, epoch, true, waitMs)
    // It keeps on others' word what they told of: what only we told of is taken back all the same.
    return all?.t === 'refused' ? ((await this.#ask(talk, epoch, false, waitMs)) ?? all) : all
  }

  met(talk: Talk): void {
    this.#talks.add(talk)
  }

  gone(talk: Talk): void {
    this.#talks.delete(talk)
    this.#said.delete(talk)
  }

  heard(talk: Talk, message: MirrorMessage): void {
    if (message.t !== 'mirror' && message.t !== 'removed' && message.t !== 'refused') return
    const id = message.commons as CommonsId
    const commons = this.#parts.book.members().find(({ logs }) => logs.epoch(id))
    const epoch = commons?.logs.epoch(id)
    if (!commons || !epoch) return
    this.#talks.add(talk)
    // One that has deleted the commons has left it too, and proves it no more.
    if (message.t !== 'mirror')
      return void this.#onAnswer(talk, commons, epoch, message).catch(() => undefined)
    if (!this.#parts.sync.hasProven(talk.node, id)) return
    if (epoch === commons.logs.writing) this.#onMirror(talk, commons, message)
    else this.#onOlder(talk, commons, epoch, message)
  }

  /**
   * What it keeps of an epoch before the one that is written in. It was told of that while it was written in, and is told nothing more;
   * only what it was asked to delete is deleted of this one too.
   */
  #onOlder(talk: Talk, commons: OpenCommons, epoch: CommonsLogs, message: MirrorWord): void {
    const note = this.#latest.get(`${commons.id} ${talk.node}`)
    if (!note) return
    if (note.removal === 'asked' || note.removal === 'gone') {
      if (this.#waiting.has(`${epoch.id} ${talk.node}`)) return
      return void this.#removeEpoch(talk, epoch, ANSWER_MS).catch(() => undefined)
    }
    if (note.epoch !== epoch.id) return
    const fresh = { ...note, ...stateOf(message), at: this.#parts.clock.now() }
    void this.#note(commons.id, talk.node, fresh).catch(() => undefined)
  }

  #onMirror(talk: Talk, commons: OpenCommons, message: MirrorWord): void {
    const { told } = message
    const { id, logs } = commons
    const before = this.#latest.get(`${id} ${talk.node}`)
    if (!before && this.known(commons.id).length >= MOST_KNOWN) return
    const removal = before === undefined || before.removal === 'gone' ? 'none' : before.removal
    const [at, epoch] = [this.#parts.clock.now(), logs.writing.id]
    void this.#note(id, talk.node, { ...stateOf(message), at, removal, epoch }).catch(() => undefined)
    this.#watch(commons)
    if (removal === 'asked' && this.#waiting.has(`${epoch} ${talk.node}`)) return
    if (removal === 'asked')
      return void this.#removeEpoch(talk, logs.writing, ANSWER_MS).catch(() => undefined)
    if (removal !== 'none') return
    const said = this.#said.get(talk) ?? new Map<CommonsId, Said>()
    this.#said.set(talk, said)
    if (said.has(epoch)) return
    const marks = new Map(this.#rows(commons).map((row) => [row.log, markOf(row)]))
    // What it knows of us already need not be said again: a commons of ten thousand is a megabyte.
    said.set(epoch, digestOf(marks.values()) === told ? marks : new Map())
    this.#tell(talk, commons)
  }

  async #onAnswer(
    talk: Talk,
    commons: OpenCommons,
    epoch: CommonsLogs,
    answer: RemovalAnswer,
  ): Promise<void> {
    const note = this.#latest.get(`${commons.id} ${talk.node}`)
    const asked = this.#waiting.get(`${epoch.id} ${talk.node}`)
    // Nobody is told to be rid of who wasn't asked.
    if (!note || (note.removal !== 'asked' && !asked)) return
    if (answer.t === 'removed') {
      // With several epochs the words of all count together: what it keeps of one on others' word, it keeps.
      const gone = answer.all && note.removal !== 'withdrawn'
      const freed = (note.removal === 'gone' ? (note.freed ?? 0) : 0) + answer.bytes
      const done = gone ? { removal: 'gone' as const, freed } : { removal: 'withdrawn' as const }
      await this.#note(commons.id, talk.node, { ...note, ...done })
      this.#said.get(talk)?.delete(epoch.id)
    }
    asked?.(answer)
  }

  async #ask(talk: Talk, epoch: CommonsLogs, all: boolean, waitMs: number): Promise<RemovalAnswer | null> {
    const statement = statementOf('remove', talk.handshakeHash, epoch.id, removalContent(all))
    const signature = memberKeyOf(epoch.keys).sign(statement)
    const byNode = signAsNode(this.#parts.keyPair, statement)
    const key = `${epoch.id} ${talk.node}`
    const answer = new Promise<RemovalAnswer | null>((resolve) => {
      const timer = setTimeout(() => resolve(null), waitMs)
      timer.unref()
      this.#waiting.set(key, (said) => {
        clearTimeout(timer)
        resolve(said)
      })
    })
    say(talk, { t: 'remove', commons: epoch.id, all, signature, byNode })
    return answer.finally(() => this.#waiting.delete(key))
  }

  /**
   * Sends what this mirror hasn't heard of yet, of the epoch that is written in. Nothing before it has proven that very epoch and said that it
   * carries it: one that has only the key before may be somebody who was excluded, and would learn which cores there are.
   */
  #tell(talk: Talk, commons: OpenCommons): void {
    const epoch = commons.logs.writing
    const said = this.#said.get(talk)?.get(epoch.id)
    if (!said || !this.#parts.sync.hasProven(talk.node, epoch.id)) return
    const fresh = this.#rows(commons).filter((row) => said.get(row.log) !== markOf(row))
    const member = memberKeyOf(epoch.keys)
    for (let at = 0; at < fresh.length; at += ROWS_PER_PAGE) {
      const page = fresh.slice(at, at + ROWS_PER_PAGE)
      const rows = packRows(page)
      const signature = member.sign(statementOf('tell', talk.handshakeHash, epoch.id, rows))
      say(talk, { t: 'tell', commons: epoch.id, rows, signature })
      for (const row of page) said.set(row.log, markOf(row))
    }
  }

  /**
   * The logs whose binding was verified here. Files are asked to be kept of one's own logs, and of those that something was
   * fetched from here: somebody found it worth having.
   */
  #rows({ logs: { writing: logs } }: OpenCommons): Row[] {
    return logs.logs().flatMap(({ key, edits, files, bound, own, forked }) => {
      if (!bound || forked || !edits || !files) return []
      const filesLength = logs.head(files)?.length ?? 0
      return [{ log: key, edits, files, filesLength, keepFiles: own || filesLength > 0 }]
    })
  }

  #watch(commons: OpenCommons): void {
    if (this.#watched.has(commons.id)) return
    this.#watched.add(commons.id)
    commons.logs.on('bound', () => this.#changed(commons.id))
    commons.logs.on('appended', ({ which }) => {
      if (which === 'files') this.#changed(commons.id)
    })
  }

  #changed(id: CommonsId): void {
    if (this.#timers.has(id)) return
    const timer = setTimeout(() => {
      this.#timers.delete(id)
      const commons = this.#parts.book.get(id)
      if (commons) for (const talk of this.#said.keys()) this.#tell(talk, commons)
    }, GATHER_MS)
    timer.unref()
    this.#timers.set(id, timer)
  }

  #talkWith(epoch: CommonsId, node: NodeId): Talk | undefined {
    return [...this.#talks].find((talk) => talk.node === node && this.#parts.sync.hasProven(node, epoch))
  }

  async #note(commons: CommonsId, node: NodeId, note: MirrorNote): Promise<void> {
    const key = `${commons} ${node}`
    this.#latest.set(key, note)
    const written = this.#notes.get(key)
    if (written?.removal === note.removal && note.at - written.at < WRITE_MS) return
    await this.#notes.set(key, note)
  }
}

type MirrorWord = Extract<MirrorMessage, { t: 'mirror' }>

function stateOf(message: MirrorWord): MirrorState {
  const { t: _, commons: _epoch, told: _told, ...state } = message
  return state
}

/** What was said of several epochs: deleted is what is deleted of all; without an answer of one nothing is known yet. */
function asOne(answers: readonly (RemovalAnswer | null)[]): RemovalAnswer | null {
  const [first] = answers
  if (!first || answers.includes(null)) return null
  const removed = answers.flatMap((one) => (one?.t === 'removed' ? [one] : []))
  if (removed.length === 0) return first
  const all = removed.length === answers.length && removed.every((one) => one.all)
  return {
    t: 'removed',
    commons: first.commons,
    all,
    bytes: removed.reduce((sum, one) => sum + one.bytes, 0),
  }
}
