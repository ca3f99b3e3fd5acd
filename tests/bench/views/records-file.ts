import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs'
import { decodeBlock, encodeBlock, encodeRecord } from '@allmende/vocabulary'

const RECORDS_PER_BLOCK = 32
const AT = Date.UTC(2026, 0, 1)
const WORDS =
  'open source hardware laser cutter gear printed housing water pump solar charge controller bicycle cargo trailer seed library field notes workshop manual repair guide wood oven clay brick frame steel joint electronics sensor board firmware weather station'.split(
    ' ',
  )

/** Small goods of many authors, written to a file, so that the measured process doesn't hold them in memory. */
export function writeRecords(
  file: string,
  { records, authors }: { records: number; authors: number },
): number {
  const descriptor = openSync(file, 'w')
  let bytes = 0
  for (let author = 0; author < authors; author++) {
    const count = Math.floor((records * (author + 1)) / authors) - Math.floor((records * author) / authors)
    for (const block of blocksOf(author, count)) {
      const head = new Uint8Array(new Uint32Array([author, block.length]).buffer)
      bytes += writeSync(descriptor, head) + writeSync(descriptor, block)
    }
  }
  closeSync(descriptor)
  return bytes
}

export type AuthorBlocks = { author: number; blocks: Uint8Array[][] }

/** Reads the file again, one author after the other. */
export function* readRecords(file: string): Generator<AuthorBlocks> {
  const descriptor = openSync(file, 'r')
  const { size } = fstatSync(descriptor)
  const head = new Uint32Array(2)
  let current: AuthorBlocks | null = null
  for (let at = 0; at < size;) {
    at += readSync(descriptor, new Uint8Array(head.buffer), { position: at })
    const block = new Uint8Array(head[1]!)
    at += readSync(descriptor, block, { position: at })
    if (current !== null && current.author !== head[0]) {
      yield current
      current = null
    }
    current ??= { author: head[0]!, blocks: [] }
    current.blocks.push(decodeBlock(block))
  }
  closeSync(descriptor)
  if (current !== null) yield current
}

function* blocksOf(author: number, count: number): Generator<Uint8Array> {
  for (let first = 0; first < count; first += RECORDS_PER_BLOCK) {
    const records: Uint8Array[] = []
    for (let i = first; i < Math.min(count, first + RECORDS_PER_BLOCK); i++) records.push(good(author, i))
    yield encodeBlock(records)
  }
}

function good(author: number, i: number): Uint8Array {
  const word = (step: number) => WORDS[(author * 31 + i * step) % WORDS.length]
  return encodeRecord({
    kind: 'good',
    v: 1,
    clock: [AT + author * 10_000 + i, 0],
    body: {
      title: `${word(7)} ${word(11)} ${author} variant ${i}`,
      licence: 'CERN-OHL-S-2.0',
      type: 'design',
      description: `A ${word(3)} ${word(5)} number ${i} by author ${author}, with ${word(13)} and ${word(17)} ${word(19)}`,
      tags: [word(23), 'transport'],
    },
  })
}
