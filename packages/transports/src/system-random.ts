import type { Random } from './contract.ts'

export const systemRandom: Random = { bytes: (n) => crypto.getRandomValues(new Uint8Array(n)) }
