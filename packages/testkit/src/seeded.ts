import { createHash } from 'node:crypto'

export type Seed = number | string | Uint8Array

/** A source of randomness that gives the same again for the same seed. Fits `Random` (`bytes`). */
export type Seeded = {
  /** As given; print it when a random test fails. */
  seed: Seed
  /** In [0, 1), 53 bits. */
  next(): number
  /** A whole number in [0, n). */
  int(n: number): number
  bytes(n: number): Uint8Array
  pick<T>(items: readonly T[]): T
  /** A new array; the given one stays. */
  shuffle<T>(items: readonly T[]): T[]
  /** True with the given probability. */
  chance(probability: number): boolean
  /** An independent generator, so that a draw more in one part doesn't shift all the others. */
  fork(name: string): Seeded
}

/**
 * Chris Doty-Humphrey's sfc32 (128 bits of state, passes PractRand), seeded through SHA-256 so that neighbouring
 * seeds have nothing in common and a 32-byte seed counts whole.
 */
export function seeded(seed: Seed): Seeded {
  const word = sfc32(seed)
  const next = () => ((word() >>> 5) * 67108864 + (word() >>> 6)) / 9007199254740992
  const int = (n: number) => {
    if (!(n >= 1)) throw new RangeError(`seeded.int expects n ≥ 1, found ${n}`)
    return Math.floor(next() * n)
  }
  return {
    seed,
    next,
    int,
    bytes: (n) => fill(new Uint8Array(n), word),
    pick: (items) => {
      if (items.length === 0) throw new RangeError('seeded.pick expects at least one item')
      return items[int(items.length)] as (typeof items)[number]
    },
    shuffle: (items) => shuffled(items, int),
    chance: (probability) => next() < probability,
    fork: (name) => seeded(digest('fork', digest('seed', seed), name)),
  }
}

function sfc32(seed: Seed): () => number {
  const state = digest('seed', seed)
  const view = new DataView(state.buffer, state.byteOffset)
  let [a, b, c, counter] = [0, 4, 8, 12].map((at) => view.getInt32(at)) as [number, number, number, number]
  return () => {
    const result = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + result
    c |= 0
    return result >>> 0
  }
}

function fill(bytes: Uint8Array, word: () => number): Uint8Array {
  for (let i = 0; i < bytes.length; i += 4) {
    const value = word()
    for (let j = 0; j < 4 && i + j < bytes.length; j++) bytes[i + j] = value >>> (8 * j)
  }
  return bytes
}

function shuffled<T>(items: readonly T[], int: (n: number) => number): T[] {
  const copy = [...items]
  for (let i = copy.length - 1; i > 0; i--) {
    const j = int(i + 1)
    ;[copy[i], copy[j]] = [copy[j] as T, copy[i] as T]
  }
  return copy
}

/** The type of the seed is part of the hash: 1 and '1' are two seeds. */
function digest(purpose: string, seed: Seed, name = ''): Uint8Array {
  const hash = createHash('sha256').update(`allmende/testkit/${purpose}/${typeof seed}/`)
  return hash
    .update(typeof seed === 'object' ? seed : String(seed))
    .update(`/${name}`)
    .digest()
}
