import * as Automerge from '@automerge/automerge'
import { packChange } from '../change/chunk.ts'
import type { DraftScalar, TextPatch } from '../contract.ts'
import {
  FIELDS_OBJECT,
  FILES_OBJECT,
  GENESIS,
  GENESIS_PARTS,
  GENESIS_PARTS_HASH,
  LINES_OBJECT,
  TEXT_OBJECT,
} from '../genesis.ts'
import type { PartStep, RawParts } from './parts.ts'

type Handle = ReturnType<typeof Automerge.getBackend>

/** What is put in at the end of a mark belongs to it, but for these. */
const NOT_EXPANDING = new Set(['link'])

/**
 * One Automerge document with its one text and the maps beside it. Speaks to Automerge's handle and not to its `change` and `applyChanges`:
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
    handle.applyChanges([GENESIS, GENESIS_PARTS])
    return new TextEngine(handle)
  }

  static load(saved: Uint8Array, actor?: string): TextEngine {
    const handle = Automerge.getBackend(Automerge.load(saved, actor === undefined ? {} : { actor }))
    return new TextEngine(handle)
  }

  /** A document of a whole history at once: half the time of applying it. Throws when a change is missing in the end. */
  static of(changes: readonly Uint8Array[], actor?: string): TextEngine {
    const engine = TextEngine.load(Buffer.concat([GENESIS, GENESIS_PARTS, ...changes]), actor)
    if (engine.#handle.stats().numChanges === changes.length + 2) return engine
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

  perform(step: PartStep): void {
    const handle = this.#handle
    if ('addLine' in step) handle.putObject(LINES_OBJECT, step.addLine, {})
    else if ('dropLine' in step) handle.delete(LINES_OBJECT, step.dropLine)
    else if ('mark' in step) {
      const range = {
        start: step.from,
        end: step.to,
        expand: NOT_EXPANDING.has(step.mark) ? 'none' : 'after',
      } as const
      if (step.value === null) handle.unmark(TEXT_OBJECT, range, step.mark)
      else handle.mark(TEXT_OBJECT, range, step.mark, step.value, typeOf(step.value))
    } else {
      const object =
        'line' in step ? this.lineObject(step.line)! : step.map === 'files' ? FILES_OBJECT : FIELDS_OBJECT
      if (step.value === null) handle.delete(object, step.key)
      else handle.put(object, step.key, step.value, typeOf(step.value))
    }
  }

  /** Automerge's name for a line, the one that is shown if there are two. */
  lineObject(id: string, heads?: readonly string[]): string | undefined {
    return this.#handle.getWithType(LINES_OBJECT, id, heads && [...heads])?.[1] as string | undefined
  }

  /** What stands beside the text; of the lines only some, if they are named: to read thousands takes long. */
  parts(heads?: readonly string[], only?: readonly string[]): RawParts {
    const at = heads === undefined ? undefined : [...heads]
    const map = (object: string): Record<string, unknown> =>
      this.#handle.materialize(object, at) as Record<string, unknown>
    const named = only?.flatMap((id) => {
      const object = this.lineObject(id)
      return object === undefined ? [] : [[id, map(object)] as const]
    })
    const lines = (named ?? Object.entries(map(LINES_OBJECT))).map(([id, line]) => [
      id,
      plain(line as object),
    ])
    return {
      fields: plain(map(FIELDS_OBJECT)),
      lines: Object.fromEntries(lines) as RawParts['lines'],
      files: plain(map(FILES_OBJECT)),
      marks: this.#handle.marks(TEXT_OBJECT, at).map(({ name, value, start, end }) => {
        return { from: start, to: end, name, value: scalar(value) }
      }),
    }
  }

  /** All values that stand in one place, the one shown first. */
  values(object: string, key: string, heads?: readonly string[]): DraftScalar[] {
    return this.#handle
      .getAll(object, key, heads && [...heads])
      .map(([, value]) => scalar(value))
      .reverse()
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

  /** Every change but those that all drafts begin with, each after what it rests on. */
  changes(): Uint8Array[] {
    return this.#handle.getChanges([GENESIS_PARTS_HASH])
  }

  save(): Uint8Array {
    return this.#handle.save()
  }

  free(): void {
    this.#handle.free()
  }
}

function typeOf(value: DraftScalar): 'int' | 'f64' | 'str' | 'boolean' {
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'f64'
  return typeof value === 'string' ? 'str' : 'boolean'
}

function plain(map: object): Record<string, DraftScalar> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, scalar(value)]))
}

/** Texts that cannot be edited in themselves come wrapped. */
function scalar(value: unknown): DraftScalar {
  return value instanceof Automerge.ImmutableString ? value.val : (value as DraftScalar)
}

/** What the patches mean for the text; that the text object itself came into being is no edit. */
export function textPatches(patches: Automerge.Patch[]): TextPatch[] {
  const edits: TextPatch[] = []
  for (const patch of patches) {
    const at = patch.path[1]
    if (typeof at !== 'number' || patch.path[0] !== 'text') continue
    if (patch.action === 'splice') edits.push({ at, del: 0, ins: patch.value })
    else if (patch.action === 'del') edits.push({ at, del: patch.length ?? 1, ins: '' })
  }
  return edits
}
