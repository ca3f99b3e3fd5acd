import { hash } from 'node:crypto'
import type { Head } from '../src/wire/message.ts'

/** 32 bytes that a name stands for. */
export const bytesOf = (name: string): Uint8Array => hash('sha256', name, 'buffer')

export function headOf(name: string, length: number, which: Head['which'] = 'records'): Head {
  return { key: bytesOf(name), which, length, fork: 0, held: length, root: bytesOf(`${name}/${length}`) }
}
