import { collab, getSyncedVersion, receiveUpdates, sendableUpdates } from '@codemirror/collab'
import { EditorState, type Extension, type Text } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'
import { changesOf, setFrom } from './changes.ts'
import { type EditorOptions, type HereInfo, type LiveEvent, Refused } from './contract.ts'
import { setPeople } from './people.ts'
import { resume } from './resume.ts'

/** Between two pushes: a word mostly goes as one edit, and while somebody else is here it is seen soon. */
const PAUSE_ALONE_MS = 250
const PAUSE_LIVE_MS = 60
const POINT_MS = 150
/** After a lost connection, growing. */
const AGAIN_MS = 300
const AGAIN_MOST_MS = 5_000
/** Said by the node when the text has to be had anew; everything else that it refuses is final. */
const ANEW = new Set(['LIVE_TABLE_GONE', 'LIVE_INVALID', 'STREAM_BEHIND', 'NODE_STOPPING', 'CANCELLED'])

/** Keeps what the editor shows and the draft at the node alike. */
export class Collaboration {
  readonly #view: EditorView
  readonly #options: EditorOptions
  readonly #extensions: (collab: Extension) => Extension
  readonly #client = newClient()
  readonly #closed = new AbortController()
  #stream = new AbortController()
  #table = ''
  /** The text as the node has it at the version that is confirmed. */
  #synced: Text
  #people: readonly HereInfo[] = []
  #pushing: Promise<void> | null = null
  /** Updates on their way. */
  #sent = 0
  /** The version that the last push came to: before it is confirmed by the stream, nothing more is pushed. */
  #reached = 0
  #pushTimer: ReturnType<typeof setTimeout> | undefined
  #pointTimer: ReturnType<typeof setTimeout> | undefined
  #lastPush = 0
  #pointed = ''
  readonly #settling: (() => void)[] = []

  constructor(view: EditorView, options: EditorOptions, extensions: (collab: Extension) => Extension) {
    this.#view = view
    this.#options = options
    this.#extensions = extensions
    this.#synced = view.state.doc
  }

  get #unsaved(): boolean {
    return this.#table !== '' && (this.#pushing !== null || sendableUpdates(this.#view.state).length > 0)
  }

  /** What is asked about words that were just typed is asked once the node has them. */
  settled(): Promise<void> {
    if (!this.#unsaved || this.#closed.signal.aborted) return Promise.resolve()
    return new Promise((resolve) => this.#settling.push(resolve))
  }

  /** Until `close`, or until the node refuses for good. */
  async run(): Promise<void> {
    let wait = AGAIN_MS
    while (!this.#closed.signal.aborted) {
      this.#stream = new AbortController()
      const signal = AbortSignal.any([this.#stream.signal, this.#closed.signal])
      const at = this.#table === '' ? {} : { table: this.#table, version: getSyncedVersion(this.#view.state) }
      const began = Date.now()
      try {
        await this.#options.connect.follow(
          { client: this.#client, ...at },
          (event) => this.#take(event),
          signal,
        )
      } catch (error) {
        if (error instanceof Refused && !ANEW.has(error.code)) return this.#end(error)
        if (this.#closed.signal.aborted) return
        this.#options.onState?.({ state: 'offline' })
        this.#showPeople([])
        if (Date.now() - began > AGAIN_MOST_MS) wait = AGAIN_MS
        await new Promise((resolve) => setTimeout(resolve, wait))
        wait = Math.min(AGAIN_MOST_MS, wait * 2)
      }
    }
  }

  /** Something was written here, or the caret moved. */
  touched(written: boolean): void {
    if (written) {
      this.#options.onState?.({ state: 'saving' })
      this.#schedulePush()
    }
    this.#schedulePoint()
  }

  async close(): Promise<void> {
    clearTimeout(this.#pushTimer)
    clearTimeout(this.#pointTimer)
    await this.#push().catch(() => undefined)
    this.#closed.abort()
    this.#release()
  }

  #take(event: LiveEvent): void {
    if (this.#closed.signal.aborted) return
    if (event.type === 'here') return this.#takePeople(event.people)
    if (event.type === 'beside') return this.#options.onChange?.()
    if (event.type === 'text') this.#takeText(event)
    else {
      let { length } = this.#synced
      const updates = event.updates.map(({ client, changes }) => {
        const set = setFrom(changes, length)
        length = set.newLength
        this.#synced = set.apply(this.#synced)
        return { clientID: client, changes: set }
      })
      this.#view.dispatch(receiveUpdates(this.#view.state, updates))
    }
    this.#tellState()
    this.#options.onChange?.()
    this.#schedulePush()
  }

  #takeText({ table, version, title, text }: LiveEvent & { type: 'text' }): void {
    const before = this.#view.state
    const pending = this.#table === '' ? [] : sendableUpdates(before).map(({ changes }) => changes)
    const resumed = this.#table === '' ? null : resume(this.#synced, pending, this.#sent, text)
    const sync = collab({ startVersion: version, clientID: this.#client })
    const state = EditorState.create({ doc: text, extensions: this.#extensions(sync) })
    this.#table = table
    this.#sent = this.#reached = 0
    this.#synced = state.doc
    this.#view.setState(state)
    if (resumed && !resumed.rest.empty) this.#view.dispatch({ changes: resumed.rest })
    if (resumed) this.#view.dispatch({ selection: before.selection.map(resumed.shown) })
    this.#options.onTitle?.(title)
  }

  /** Positions are told in the text that is confirmed; what is written here since moves them. */
  #takePeople(people: readonly HereInfo[]): void {
    const pending = sendableUpdates(this.#view.state).map(({ changes }) => changes)
    const at = (position: number) =>
      pending.reduce((now, set) => set.mapPos(Math.min(now, set.length), 1), position)
    this.#showPeople(
      people.map((one) =>
        one.cursor === null
          ? one
          : { ...one, cursor: { head: at(one.cursor.head), anchor: at(one.cursor.anchor) } },
      ),
    )
  }

  #showPeople(people: readonly HereInfo[]): void {
    this.#people = people
    this.#view.dispatch({ effects: setPeople.of(people) })
    this.#options.onPeople?.(people)
  }

  #tellState(): void {
    this.#options.onState?.({ state: this.#unsaved ? 'saving' : 'saved' })
    if (!this.#unsaved) this.#release()
  }

  #release(): void {
    for (const resolve of this.#settling.splice(0)) resolve()
  }

  #schedulePush(): void {
    if (this.#pushing || sendableUpdates(this.#view.state).length === 0) return
    const pause = this.#people.length > 0 ? PAUSE_LIVE_MS : PAUSE_ALONE_MS
    clearTimeout(this.#pushTimer)
    this.#pushTimer = setTimeout(
      () => void this.#push().catch(() => undefined),
      Math.max(20, this.#lastPush + pause - Date.now()),
    )
  }

  #push(): Promise<void> {
    this.#pushing ??= this.#pushNow().finally(() => {
      this.#pushing = null
      if (this.#table !== '' && !this.#closed.signal.aborted) this.#tellState()
      this.#schedulePush()
      this.#schedulePoint()
    })
    return this.#pushing
  }

  async #pushNow(): Promise<void> {
    const { state } = this.#view
    const version = getSyncedVersion(state)
    const updates = sendableUpdates(state)
    const ended = this.#closed.signal.aborted || this.#table === ''
    if (ended || updates.length === 0 || version < this.#reached) return
    this.#lastPush = Date.now()
    this.#sent = updates.length
    const { connect } = this.#options
    const sent = updates.map(({ changes }) => changesOf(changes))
    try {
      const done = await connect.push({ client: this.#client, table: this.#table, version, updates: sent })
      this.#reached = done.version
    } catch (error) {
      if (error instanceof Refused && !ANEW.has(error.code)) return this.#end(error)
      // Whether they were taken is seen when the stream is joined anew.
      this.#stream.abort()
      throw error
    }
  }

  #schedulePoint(): void {
    this.#pointTimer ??= setTimeout(() => {
      this.#pointTimer = undefined
      this.#point().catch(() => undefined)
    }, POINT_MS)
  }

  async #point(): Promise<void> {
    const { state, hasFocus } = this.#view
    // A position in what the node doesn't have yet says nothing there: told when that is confirmed.
    if (this.#table === '' || this.#unsaved || this.#closed.signal.aborted) return
    const { head, anchor } = state.selection.main
    const cursor = hasFocus ? { head, anchor } : null
    const pointed = JSON.stringify(cursor)
    if (pointed === this.#pointed) return
    this.#pointed = pointed
    const at = { client: this.#client, table: this.#table, version: getSyncedVersion(state) }
    await this.#options.connect.point({ ...at, cursor })
  }

  #end({ code, message }: Refused): void {
    if (this.#closed.signal.aborted) return
    const unsaved = this.#unsaved
    this.#closed.abort()
    this.#release()
    this.#showPeople([])
    this.#options.onState?.({ state: 'ended', code, message, unsaved })
  }
}

/** Also where the page has no secure context, and so no `crypto.randomUUID`. */
function newClient(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(9)), (byte) =>
    byte.toString(36).padStart(2, '0'),
  ).join('')
}
