import { createHash } from 'node:crypto'
import { GENESIS_ACTOR, GENESIS_TEXT_COUNTER } from '../genesis.ts'
import { packChange } from './chunk.ts'

/** A character, by who put it in and with which counter; null for the beginning of the text. */
export type CharacterId = { actor: string; counter: number }

/** Puts `text` (one character) behind `key`, or takes `key` out when there is no text. */
export type TextOperation = { key: CharacterId | null; text: string | null }

export type ChangeParts = {
  actor: string
  seq: number
  startOp: number
  time: number
  deps: readonly string[]
  operations: readonly TextOperation[]
}

/**
 * Writes a change as Automerge would write it, byte for byte (a test compares them). Automerge needs 10 ms to bring a
 * document of 18,000 characters to where a change can be made in it; here the characters' ids are at hand.
 */
export function encodeChange({ actor, seq, startOp, time, deps, operations }: ChangeParts): Uint8Array {
  const used = new Set(operations.flatMap(({ key }) => (key === null ? [] : [key.actor])))
  used.add(GENESIS_ACTOR).delete(actor)
  const others = [...used].toSorted()
  const numbers = new Map([actor, ...others].map((name, number) => [name, number]))
  const body: number[] = []
  uint(body, deps.length)
  for (const hash of deps.toSorted()) body.push(...Buffer.from(hash, 'hex'))
  name(body, actor)
  uint(body, seq)
  uint(body, startOp)
  int(body, time)
  uint(body, 0)
  uint(body, others.length)
  for (const other of others) name(body, other)
  const columns = columnsOf(operations, numbers).filter(([, bytes]) => bytes.length > 0)
  uint(body, columns.length)
  for (const [spec, bytes] of columns) {
    uint(body, spec)
    uint(body, bytes.length)
  }
  return chunk(Buffer.concat([Uint8Array.from(body), ...columns.map(([, bytes]) => bytes)]))
}

function columnsOf(
  operations: readonly TextOperation[],
  numbers: Map<string, number>,
): [number, Uint8Array][] {
  const numberOf = (id: CharacterId): number => numbers.get(id.actor)!
  const deleted = operations.filter(({ text }) => text === null).map(({ key }) => key!)
  const values = operations.map(({ text }) => Buffer.from(text ?? ''))
  const keyActor = operations.map(({ key }) => (key === null ? null : numberOf(key)))
  const keyCounter = operations.map(({ key }) => key?.counter ?? 0)
  return [
    [
      0x01,
      runs(
        operations.map(() => numbers.get(GENESIS_ACTOR)!),
        uint,
      ),
    ],
    [
      0x02,
      runs(
        operations.map(() => GENESIS_TEXT_COUNTER),
        uint,
      ),
    ],
    [0x11, runs(keyActor, uint)],
    [0x13, runs(deltas(keyCounter), int)],
    [0x34, booleans(operations.map(({ text }) => text !== null))],
    [
      0x42,
      runs(
        operations.map(({ text }) => (text === null ? 3 : 1)),
        uint,
      ),
    ],
    [
      0x56,
      runs(
        values.map(({ length }) => (length === 0 ? 0 : length * 16 + 6)),
        uint,
      ),
    ],
    [0x57, Buffer.concat(values)],
    [
      0x70,
      runs(
        operations.map(({ text }) => (text === null ? 1 : 0)),
        uint,
      ),
    ],
    [0x71, runs(deleted.map(numberOf), uint)],
    [0x73, runs(deltas(deleted.map(({ counter }) => counter)), int)],
  ]
}

function deltas(counters: number[]): number[] {
  return counters.map((counter, index) => counter - (counters[index - 1] ?? 0))
}

/** Runs of one value, of different values, and of none: see `columns.ts` for what makes the spelling the only one. */
function runs(values: (number | null)[], write: (out: number[], value: number) => void): Uint8Array {
  const out: number[] = []
  if (values.every((value) => value === null)) return Uint8Array.from(out)
  let literal: number[] = []
  const flush = (): void => {
    if (literal.length > 0) int(out, -literal.length)
    for (const value of literal) write(out, value)
    literal = []
  }
  for (let at = 0; at < values.length;) {
    const value = values[at]!
    let end = at + 1
    while (end < values.length && values[end] === value) end++
    if (value === null) {
      flush()
      out.push(0)
      uint(out, end - at)
    } else if (end - at === 1) literal.push(value)
    else {
      flush()
      int(out, end - at)
      write(out, value)
    }
    at = end
  }
  flush()
  return Uint8Array.from(out)
}

function booleans(values: boolean[]): Uint8Array {
  const out: number[] = []
  let last = false
  let count = 0
  for (const value of values) {
    if (value === last) count++
    else {
      uint(out, count)
      last = value
      count = 1
    }
  }
  uint(out, count)
  return Uint8Array.from(out)
}

function chunk(body: Uint8Array): Uint8Array {
  const head: number[] = [1]
  uint(head, body.length)
  const hash = createHash('sha256').update(Uint8Array.from(head)).update(body).digest()
  return packChange(
    Buffer.concat([Uint8Array.of(0x85, 0x6f, 0x4a, 0x83), hash.subarray(0, 4), Uint8Array.from(head), body]),
  )
}

function name(out: number[], actor: string): void {
  uint(out, actor.length / 2)
  out.push(...Buffer.from(actor, 'hex'))
}

function uint(out: number[], value: number): void {
  let rest = value
  for (; rest > 127; rest = Math.floor(rest / 128)) out.push((rest % 128) + 128)
  out.push(rest)
}

function int(out: number[], value: number): void {
  let rest = value
  for (;;) {
    const byte = ((rest % 128) + 128) % 128
    rest = Math.floor(rest / 128)
    if ((rest === 0 && byte < 64) || (rest === -1 && byte >= 64)) {
      out.push(byte)
      return
    }
    out.push(byte + 128)
  }
}
