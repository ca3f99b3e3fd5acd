import { ChangeSet, EditorState } from '@codemirror/state'
import { collab, getSyncedVersion, receiveUpdates, sendableUpdates } from '@codemirror/collab'
import type { AllmendeNode, LiveChange, LiveEvent } from '../src/index.ts'

const LINE = '\n'

/** An editor as a browser has it, without the browser: its own text, moved by the same library. */
export class TestEditor {
  readonly #node: AllmendeNode
  readonly #draft: string
  readonly client: string
  state = EditorState.create()
  table = ''
  here: readonly { name: string | null; guest?: string; cursor: unknown }[] = []
  /** Told who is here, with the text of that moment. */
  onHere: () => void = () => undefined
  #ended = new AbortController()
  #following: Promise<void> = Promise.resolve()
  /** How often a whole text was told. */
  texts = 0

  constructor(node: AllmendeNode, draft: string, client: string) {
    this.#node = node
    this.#draft = draft
    this.client = client
  }

  get text(): string {
    return this.state.sliceDoc()
  }

  get version(): number {
    return getSyncedVersion(this.state)
  }

  connect(): void {
    this.#ended = new AbortController()
    const at = this.table === '' ? {} : { table: this.table, version: this.version }
    const onEvent = (event: LiveEvent): void => this.#take(event)
    this.#following = this.#node.liveDraft(
      { draft: this.#draft, client: this.client, ...at },
      { onEvent, signal: this.#ended.signal },
    )
    this.#following.catch(() => undefined)
  }

  async disconnect(): Promise<void> {
    this.#ended.abort()
    await this.#following
  }

  write(from: number, to: number, insert: string): void {
    this.state = this.state.update({ changes: { from, to, insert } }).state
  }

  /** What is not confirmed yet. */
  unsent(): LiveChange[][] {
    return sendableUpdates(this.state).map(({ changes }) => {
      const list: LiveChange[] = []
      changes.iterChanges((from, to, _a, _b, text) =>
        list.push({ from, to, insert: text.sliceString(0, undefined, LINE) }),
      )
      return list
    })
  }

  push(updates = this.unsent()): Promise<{ version: number }> {
    const { table, version, client } = this
    return this.#node.pushLive({ draft: this.#draft, client, table, version, updates })
  }

  point(head: number, anchor = head): Promise<void> {
    const { table, version, client } = this
    return this.#node.pointLive({ draft: this.#draft, client, table, version, cursor: { head, anchor } })
  }

  #take(event: LiveEvent): void {
    if (event.type === 'here') {
      this.here = event.people
      this.onHere()
    } else if (event.type === 'text') {
      this.texts++
      this.table = event.table
      this.state = EditorState.create({
        doc: event.text,
        extensions: [
          collab({ startVersion: event.version, clientID: this.client }),
          EditorState.lineSeparator.of(LINE),
        ],
      })
    } else if (event.type === 'updates') {
      let { length } = this.state.doc
      for (const unsent of sendableUpdates(this.state).toReversed()) length = unsent.changes.length
      const updates = event.updates.map(({ client, changes }) => {
        const set = ChangeSet.of([...changes], length, LINE)
        length = set.newLength
        return { clientID: client, changes: set }
      })
      this.state = receiveUpdates(this.state, updates).state
    }
  }
}
