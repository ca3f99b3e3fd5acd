// Prints how many small records a core decodes and validates in a second, and the same for the CBOR library alone.
// Run: sh scripts/node24 packages/vocabulary/test/speed.ts
import { decode } from 'cborg'
import { type AnyRecord, decodeRecord, encodeRecord, logKeyOf, recordId, validate } from '../src/index.ts'

const RECORDS = 4_000
const ROUNDS = 8
const PASSES = 20

const log = logKeyOf(new Uint8Array(32).fill(7))
const bytes = Array.from({ length: RECORDS }, (_, n) => encodeRecord(n % 4 === 3 ? comment(n) : good(n)))

function good(n: number): AnyRecord {
  const body = {
    title: `Small lamp number ${n}`,
    licence: 'CC-BY-SA-4.0',
    type: 'design',
    description: `A lamp that is printed in one go, for the desk, variant ${n}`,
    tags: ['lamp', 'desk', 'print'],
  }
  return { kind: 'good', v: 1, clock: [1_700_000_000_000 + n, n % 7], body }
}

function comment(n: number): AnyRecord {
  const body = { text: `Printed number ${n}: works well.`, about: recordId(log, n, n % 32) }
  return { kind: 'comment', v: 1, clock: [1_700_000_000_000 + n, 0], body }
}

function perSecond(work: (record: Uint8Array) => void): number {
  const figures: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    for (let pass = 0; pass < PASSES; pass++) for (const record of bytes) work(record)
    figures.push((RECORDS * PASSES * 1000) / (performance.now() - start))
  }
  return Math.round(figures.sort((a, b) => a - b)[ROUNDS >> 1]!)
}

const raw = perSecond((record) => void decode(record))
const whole = perSecond((record) => {
  if (validate(decodeRecord(record).record).length > 0) throw new Error('a record of the bench is invalid')
})
const size = Math.round(bytes.reduce((sum, record) => sum + record.length, 0) / RECORDS)
console.log(JSON.stringify({ bytesEach: size, cborAlone: raw, decodeAndValidate: whole, ratio: whole / raw }))
