import { join } from 'node:path'
import { memberKeyOf } from '@allmende/logs'
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

/** What was said to one mirror of one commons on one connection: marks by log. Null until it said what it knows. */
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

  connected(commons: CommonsId, node: NodeId): boolean {
    return this.#talkWith(commons, node) !== undefined
  }

  /** Mirrors that were asked to forget are told of everything again, as somebody makes a new link. */
  async tellAgain(commons: CommonsId): Promise<void> {
    for (const { node, note } of this.known(commons))
      if (note.removal !== 'none') await this.#note(commons, node, { ...note, removal: 'none' })
    this.#changed(commons)
  }

  /** Asks a mirror to delete. Resolves to its answer, or null when it isn't connected: then it is asked when it is met. */
  async remove(commons: OpenCommons, node: NodeId, waitMs: number): Promise<RemovalAnswer | null> {
    const note = this.#latest.get(`${commons.id} ${node}`)
    if (note) await this.#note(commons.id, node, { ...note, removal: 'asked' })
    const talk = this.#talkWith(commons.id, node)
    if (!talk) return null
    const all = await this.#ask(talk, commons, true, waitMs)
    // It keeps on others' word what they told of: what only we told of is taken back all the same.
    return all?.t === 'refused' ? ((await this.#ask(talk, commons, false, waitMs)) ?? all) : all
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
    const commons = this.#parts.book.members().find(({ logs }) => logs.writing.id === message.commons)
    if (!commons) return
    this.#talks.add(talk)
    // One that has deleted the commons has left it too, and proves it no more.
    if (message.t !== 'mirror') return void this.#onAnswer(talk, commons, message).catch(() => undefined)
    if (this.#isProven(talk, commons.id)) this.#onMirror(talk, commons, message)
  }

  #onMirror(talk: Talk, commons: OpenCommons, message: Extract<MirrorMessage, { t: 'mirror' }>): void {
    const { t: _, commons: _epoch, told, ...state } = message
    const { id } = commons
    const before = this.#latest.get(`${id} ${talk.node}`)
    if (!before && this.known(commons.id).length >= MOST_KNOWN) return
    const removal = before === undefined || before.removal === 'gone' ? 'none' : before.removal
    void this.#note(commons.id, talk.node, { ...state, at: this.#parts.clock.now(), removal }).catch(
      () => undefined,
    )
    this.#watch(commons)
    if (removal === 'asked' && this.#waiting.has(`${id} ${talk.node}`)) return
    if (removal === 'asked') return void this.remove(commons, talk.node, ANSWER_MS).catch(() => undefined)
    if (removal !== 'none') return
    const said = this.#said.get(talk) ?? new Map<CommonsId, Said>()
    this.#said.set(talk, said)
    if (said.has(commons.id)) return
    const marks = new Map(this.#rows(commons).map((row) => [row.log, markOf(row)]))
    // What it knows of us already need not be said again: a commons of ten thousand is a megabyte.
    said.set(commons.id, digestOf(marks.values()) === told ? marks : new Map())
    this.#tell(talk, commons)
  }

  async #onAnswer(talk: Talk, commons: OpenCommons, answer: RemovalAnswer): Promise<void> {
    const note = this.#latest.get(`${commons.id} ${talk.node}`)
    // Nobody is told to be rid of who wasn't asked.
    if (note?.removal !== 'asked') return
    if (answer.t === 'removed') {
      const done = answer.all
        ? { removal: 'gone' as const, freed: answer.bytes }
        : { removal: 'withdrawn' as const }
      await this.#note(commons.id, talk.node, { ...note, ...done })
      this.#said.get(talk)?.delete(commons.id)
    }
    this.#waiting.get(`${commons.id} ${talk.node}`)?.(answer)
  }

  async #ask(talk: Talk, commons: OpenCommons, all: boolean, waitMs: number): Promise<RemovalAnswer | null> {
    const statement = statementOf('remove', talk.handshakeHash, commons.logs.writing.id, removalContent(all))
    const signature = memberKeyOf(commons.logs.writing.keys).sign(statement)
    const byNode = signAsNode(this.#parts.keyPair, statement)
    const key = `${commons.id} ${talk.node}`
    const answer = new Promise<RemovalAnswer | null>((resolve) => {
      const timer = setTimeout(() => resolve(null), waitMs)
      timer.unref()
      this.#waiting.set(key, (said) => {
        clearTimeout(timer)
        resolve(said)
      })
    })
    say(talk, { t: 'remove', commons: commons.logs.writing.id, all, signature, byNode })
    return answer.finally(() => this.#waiting.delete(key))
  }

  /** Sends what this mirror hasn't heard of yet. */
  #tell(talk: Talk, commons: OpenCommons): void {
    const said = this.#said.get(talk)?.get(commons.id)
    if (!said) return
    const fresh = this.#rows(commons).filter((row) => said.get(row.log) !== markOf(row))
    const member = memberKeyOf(commons.logs.writing.keys)
    for (let at = 0; at < fresh.length; at += ROWS_PER_PAGE) {
      const page = fresh.slice(at, at + ROWS_PER_PAGE)
      const rows = packRows(page)
      const signature = member.sign(statementOf('tell', talk.handshakeHash, commons.logs.writing.id, rows))
      say(talk, { t: 'tell', commons: commons.logs.writing.id, rows, signature })
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

  #talkWith(commons: CommonsId, node: NodeId): Talk | undefined {
    return [...this.#talks].find((talk) => talk.node === node && this.#isProven(talk, commons))
  }

  #isProven(talk: Talk, commons: CommonsId): boolean {
    return (
      this.#parts.sync
        .peers()
        .find(({ node }) => node === talk.node)
        ?.commons.includes(commons) ?? false
    )
  }

  async #note(commons: CommonsId, node: NodeId, note: MirrorNote): Promise<void> {
    const key = `${commons} ${node}`
    this.#latest.set(key, note)
    const written = this.#notes.get(key)
    if (written?.removal === note.removal && note.at - written.at < WRITE_MS) return
    await this.#notes.set(key, note)
  }
}
