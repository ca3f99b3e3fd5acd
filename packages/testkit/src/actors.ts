import { seeded, type Seed, type Seeded } from './seeded.ts'

export type Actor = {
  name: string
  /** 32 bytes, for key pairs. The same name and seed give the same. */
  seed: Uint8Array
  random: Seeded
}

const NAMES = [
  'Ada',
  'Ben',
  'Chidi',
  'Dilara',
  'Elif',
  'Farid',
  'Greta',
  'Hana',
  'Ines',
  'Jamal',
  'Kaya',
  'Luz',
]

/** Somebody in a test, by name: a failure that says "Ben" is easier to read than one that says "node 2". */
export function actor(name: string, seed: Seed = 1): Actor {
  const random = seeded(seed).fork(`actor/${name}`)
  return { name, seed: random.bytes(32), random }
}

/** The first `count` actors: Ada, Ben, Chidi …; beyond twelve with a number behind. */
export function actors(count: number, seed: Seed = 1): Actor[] {
  return Array.from({ length: count }, (_, at) => {
    const round = Math.floor(at / NAMES.length)
    return actor(`${NAMES[at % NAMES.length]}${round ? round + 1 : ''}`, seed)
  })
}
