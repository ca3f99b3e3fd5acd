import { createHash } from 'node:crypto'
import * as Automerge from '@automerge/automerge'
import { deriveActor } from '../src/actor.ts'
import type { EditsAuthor, TextPatch } from '../src/contract.ts'
import type { Submission } from '../src/judge.ts'
import { TextEngine } from '../src/worker/engine.ts'
import type { PartStep } from '../src/worker/parts.ts'
import { author } from './memory-logs.ts'

/** Somebody who writes changes by hand, for good or ill; its log is a list of submissions. */
export class Writer {
  readonly author: EditsAuthor
  readonly nonce: Uint8Array
  readonly actor: string
  readonly engine: TextEngine
  readonly log: Submission[] = []

  constructor(name: string, session = 'one') {
    this.author = author(name)
    this.nonce = createHash('sha256').update(`${name} ${session}`).digest().subarray(0, 16)
    this.actor = deriveActor(this.author.edits, this.nonce)
    this.engine = TextEngine.empty(this.actor)
  }

  /** An honest change, in the own log too. */
  write(...patches: TextPatch[]): Uint8Array {
    for (const patch of patches) this.engine.splice(patch)
    const change = this.engine.commit(1_700_000_000)!
    this.put(change)
    return change
  }

  /** An honest change beside the text. */
  set(...steps: PartStep[]): Uint8Array {
    for (const step of steps) this.engine.perform(step)
    const change = this.engine.commit(1_700_000_000)!
    this.put(change)
    return change
  }

  put(change: Uint8Array, more: Partial<Submission> = {}): void {
    const block = this.log.length + 1
    this.log.push({
      log: this.author.log,
      block,
      index: 0,
      actor: this.actor,
      allowed: true,
      change,
      ...more,
    })
  }

  receive(...changes: Uint8Array[]): void {
    this.engine.apply(changes)
  }
}

/** A change as it is, but for some fields; the hash is made anew. */
export function forge(change: Uint8Array, alter: (decoded: Automerge.DecodedChange) => void): Uint8Array {
  const decoded = Automerge.decodeChange(change)
  alter(decoded)
  const { hash: _, ...rest } = decoded
  return Automerge.encodeChange(rest as Automerge.DecodedChange)
}

export function hashOf(change: Uint8Array): string {
  return Automerge.decodeChange(change).hash
}
