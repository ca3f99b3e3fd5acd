import {
  coreKeyOf,
  keyBytes,
  logKeyOf,
  type CommonsId,
  type CoreKey,
  type LogKey,
} from '@allmende/vocabulary'
import Hypercore from 'hypercore'
import { join } from 'node:path'
import type { CoreRole } from './contract.ts'
import { readIfThere, writeDurably } from './durable-file.ts'
import { deviceKeyPair } from './identity.ts'
import { manifestOf, type Manifest } from './signed-head.ts'

export const ROLES = ['records', 'edits', 'files'] as const satisfies CoreRole[]

export type OwnCore = { key: CoreKey; publicKey: Uint8Array; secretKey: Uint8Array | null }

/** Three cores that this device writes in one commons, until they are sealed and others take their place. */
export type Generation = {
  commons: CommonsId
  log: LogKey
  cores: Record<CoreRole, OwnCore>
  /** Block 0 of all three; kept so that it is the same bytes even if writing it is interrupted between two cores. */
  binding: Uint8Array
  /** Why it is never appended to again; its secret keys are gone then. */
  sealed: string | null
}

/** WARNING: stored. */
const FILE = 'logs.json'

/**
 * The own logs and their secret keys, outside the database. The keys are random: two copies of a folder must not
 * derive the same "next" log. Sealing erases the secret keys, so that no mistake further up can fork a sealed log.
 */
export class OwnLogs {
  readonly #path: string
  readonly #generations: Generation[]

  constructor(path: string, generations: Generation[]) {
    this.#path = path
    this.#generations = generations
  }

  all(): readonly Generation[] {
    return this.#generations
  }

  /** The generation that may be written, if there is one. */
  current(commons: CommonsId): Generation | null {
    return this.#generations.find((one) => one.commons === commons && one.sealed === null) ?? null
  }

  find(core: CoreKey): Generation | null {
    return this.#generations.find((one) => ROLES.some((role) => one.cores[role].key === core)) ?? null
  }

  async add(generation: Generation): Promise<void> {
    this.#generations.push(generation)
    await this.#save()
  }

  /** Resolves when the secrets are gone from the disk. */
  async seal(generations: readonly Generation[], reason: string): Promise<void> {
    const open = generations.filter((one) => one.sealed === null)
    if (open.length === 0) return
    for (const one of open) {
      one.sealed = reason
      for (const role of ROLES) one.cores[role].secretKey = null
    }
    await this.#save()
  }

  async #save(): Promise<void> {
    const generations = this.#generations.map(describe)
    await writeDurably(this.#path, `${JSON.stringify({ version: 1, generations }, null, 1)}\n`)
  }
}

export async function loadOwnLogs(folder: string): Promise<OwnLogs> {
  const path = join(folder, FILE)
  const bytes = await readIfThere(path)
  if (bytes === null) return new OwnLogs(path, [])
  const { generations } = JSON.parse(bytes.toString('utf8')) as { generations: Written[] }
  return new OwnLogs(path, generations.map(restore))
}

/** Fresh random keys for three cores. */
export function freshCores(): Record<CoreRole, OwnCore> {
  return { records: freshCore(), edits: freshCore(), files: freshCore() }
}

export function ownManifest(core: OwnCore): Manifest {
  return manifestOf(core.publicKey)
}

function freshCore(): OwnCore {
  const { publicKey, secretKey } = deviceKeyPair()
  return { key: coreKeyOf(new Uint8Array(Hypercore.key(manifestOf(publicKey)))), publicKey, secretKey }
}

type WrittenCore = { publicKey: string; secretKey: string | null }
type Written = {
  commons: string
  cores: Record<CoreRole, WrittenCore>
  binding: string
  sealed: string | null
}

function describe(generation: Generation): Written {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
  const core = ({ publicKey, secretKey }: OwnCore) => ({
    publicKey: hex(publicKey),
    secretKey: secretKey === null ? null : hex(secretKey),
  })
  const { records, edits, files } = generation.cores
  const cores = { records: core(records), edits: core(edits), files: core(files) }
  return { commons: generation.commons, cores, binding: hex(generation.binding), sealed: generation.sealed }
}

function restore(written: Written): Generation {
  const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))
  const core = ({ publicKey, secretKey }: WrittenCore): OwnCore => ({
    key: coreKeyOf(new Uint8Array(Hypercore.key(manifestOf(bytes(publicKey))))),
    publicKey: bytes(publicKey),
    secretKey: secretKey === null ? null : bytes(secretKey),
  })
  const { records, edits, files } = written.cores
  const cores = { records: core(records), edits: core(edits), files: core(files) }
  return {
    commons: written.commons as CommonsId,
    log: logKeyOf(keyBytes(cores.records.key)),
    cores,
    binding: bytes(written.binding),
    sealed: written.sealed,
  }
}
