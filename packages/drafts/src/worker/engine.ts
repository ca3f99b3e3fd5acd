import * as Automerge from '@automerge/automerge'
import { packChange } from '../change/chunk.ts'
import type { TextPatch } from '../contract.ts'
import { GENESIS, GENESIS_HASH, TEXT_OBJECT } from '../genesis.ts'

type Handle = ReturnType<typeof Automerge.getBackend>

/**
 * One Automerge document with its one text. Speaks to Automerge's handle and not to its `change` and `applyChanges`:
 * those keep a JavaScript copy of the document beside it, which every call has to bring up to date.
 */
export class TextEngine {
  #handle: Handle

  private constructor(handle: Handle) {
    this.#handle = handle
    this.#handle.updateDiffCursor()
  }

  static empty(actor?: string): TextEngine {
    const handle = Automerge.getBackend(Automerge.init(actor === undefined ? {} : { actor }))
    handle.applyChanges([GENESIS])
    return new TextEngine(handle)
  }

  static load(saved: Uint8Array, actor?: string): TextEngine {
    const handle = Automerge.getBackend(Automerge.load(saved, actor === undefined ? {} : { actor }))
    return new TextEngine(handle)
  }

  /** A document of a whole history at once: half the time of applying it. Throws when a change is missing in the end. */
  static of(changes: readonly Uint8Array[], actor?: string): TextEngine {
    const engine = TextEngine.load(Buffer.concat([GENESIS, ...changes]), actor)
    if (engine.#handle.stats().numChanges === changes.length + 1) return engine
    engine.free()
    throw new Error('Automerge left out a change')
  }

  /** Puts later edits under this actor. */
  become(actor: string): void {
    const old = this.#handle
    this.#handle = old.clone(actor)
    this.#handle.updateDiffCursor()
    old.free()
  }

  get actor(): string {
    return this.#handle.getActorId()
  }

  /** The character before a position above 0. */
  anchor(at: number): string {
    return this.#handle.getCursor(TEXT_OBJECT, at - 1)
  }

  /** The position behind a character; of one that was taken out, where it was. WARNING: Automerge panics at an operation that put in none. */
  place(cursor: string): number {
    const at = this.#handle.getCursorPosition(TEXT_OBJECT, cursor)
    for (let behind = at; ; behind++) {
      if (behind === this.length || this.#handle.getCursor(TEXT_OBJECT, behind) !== cursor) return behind
    }
  }

  /** Applies changes, all in one call: a call costs by the size of the document, not by what it is given. */
  apply(changes: Uint8Array[]): TextPatch[] {
    this.#handle.applyChanges(changes)
    return textPatches(this.#handle.diffIncremental())
  }

  splice({ at, del, ins }: TextPatch): void {
    this.#handle.splice(TEXT_OBJECT, at, del, ins)
  }

  /** Ends a change; null when nothing was edited. `time` in seconds since the epoch. */
  commit(time: number): Uint8Array | null {
    if (this.#handle.pendingOps() === 0) return null
    this.#handle.commit(null, time)
    this.#handle.updateDiffCursor()
    const change = this.#handle.getLastLocalChange()
    return change === null ? null : packChange(change)
  }

  text(heads?: readonly string[]): string {
    return this.#handle.text(TEXT_OBJECT, heads === undefined ? undefined : [...heads])
  }

  get length(): number {
    return this.#handle.length(TEXT_OBJECT)
  }

  heads(): string[] {
    return this.#handle.getHeads()
  }

  patches(from: readonly string[], to: readonly string[]): TextPatch[] {
    return textPatches(this.#handle.diff([...from], [...to]))
  }

  /** Every change but the genesis, each after what it rests on. */
  changes(): Uint8Array[] {
    return this.#handle.getChanges([GENESIS_HASH])
  }

  save(): Uint8Array {
    return this.#handle.save()
  }

  free(): void {
    this.#handle.free()
  }
}

/** What the patches mean for the text; that the text object itself came into being is no edit. */
export function textPatches(patches: Automerge.Patch[]): TextPatch[] {
  const edits: TextPatch[] = []
  for (const patch of patches) {
    const at = patch.path[1]
    if (typeof at !== 'number') continue
    if (patch.action === 'splice') edits.push({ at, del: 0, ins: patch.value })
    else if (patch.action === 'del') edits.push({ at, del: patch.length ?? 1, ins: '' })
  }
  return edits
}
