import type Hypercore from 'hypercore'
import type { CommonsId, CoreKey, LogKey } from '@allmende/vocabulary'
import type { Binding } from './binding.ts'
import type { CoreHead, CoreRole, Head, LogState } from './contract.ts'
import type { Manifest } from './signed-head.ts'

/** What is known of one core, from memory: the same for cores that are open and those that aren't. */
export type CoreEntry = {
  key: CoreKey
  which: CoreRole
  log: LogKey
  length: number
  fork: number
  rootHash: Uint8Array | null
  signature: Uint8Array | null
  contiguous: number
  manifest: Manifest | null
  /** Of what is here, as far as it was seen open in this run. */
  bytes?: number
  /** Its own block 0 was looked at: `yes` it says that it belongs to `log`, `no` it says something else. */
  confirmed: 'yes' | 'no' | 'unknown'
}

export type LogEntry = {
  key: LogKey
  binding: Binding | null
  /** Why block 0 was refused; the log is not looked at again. */
  refused: string | null
  /** At a mirror, which can't read block 0: what members say belongs to it. */
  told?: ToldCores
  /** By which way it first came. */
  from?: string
}

/** The other two cores of a log, on somebody's word. */
export type ToldCores = { readonly edits: CoreKey; readonly files: CoreKey }

type CoreNumbers = Pick<CoreEntry, 'length' | 'fork' | 'rootHash' | 'signature' | 'contiguous' | 'manifest'>

const NOTHING: CoreNumbers = {
  length: 0,
  fork: 0,
  rootHash: null,
  signature: null,
  contiguous: 0,
  manifest: null,
}

/** The logs of one commons and their cores. Pure bookkeeping: nothing in here reads or writes. */
export class CoreTable {
  readonly commons: CommonsId
  readonly #logs = new Map<LogKey, LogEntry>()
  readonly #cores = new Map<CoreKey, CoreEntry>()
  /** Logs whose binding names a core that another log has named before. */
  readonly #rivals = new Map<CoreKey, LogKey[]>()

  constructor(commons: CommonsId) {
    this.commons = commons
  }

  log(key: LogKey): LogEntry | null {
    return this.#logs.get(key) ?? null
  }

  core(key: CoreKey): CoreEntry | null {
    return this.#cores.get(key) ?? null
  }

  logs(): IterableIterator<LogEntry> {
    return this.#logs.values()
  }

  cores(): IterableIterator<CoreEntry> {
    return this.#cores.values()
  }

  /** Adds a log of which only the key is known. A core that somebody merely named as theirs gives way. */
  addLog(key: LogKey, from?: string): LogEntry {
    const known = this.#logs.get(key)
    if (known !== undefined) return known
    const entry: LogEntry = { key, binding: null, refused: null, ...(from === undefined ? {} : { from }) }
    this.#logs.set(key, entry)
    const before = this.#cores.get(key)
    if (before === undefined || before.confirmed !== 'yes') {
      this.#cores.set(key, { ...NOTHING, ...before, key, which: 'records', log: key, confirmed: 'yes' })
    }
    return entry
  }

  /** Enters what a verified block 0 says. Its edits and files cores count as claimed until their own block 0 agrees. */
  bind(log: LogKey, binding: Binding): void {
    this.addLog(log).binding = binding
    this.#claim(binding.edits, 'edits', log)
    this.#claim(binding.files, 'files', log)
  }

  /** Enters what members of the commons say belongs to a log, in the place of what was said before. */
  tell(log: LogKey, told: ToldCores): void {
    const entry = this.addLog(log)
    for (const key of Object.values(entry.told ?? {}))
      if (this.#cores.get(key)?.log === log) this.#cores.delete(key)
    entry.told = told
    this.#claim(told.edits, 'edits', log)
    this.#claim(told.files, 'files', log)
  }

  /** Forgets a log that was told of, with its cores; returns their keys. */
  drop(log: LogKey): CoreKey[] {
    const { told } = this.#logs.get(log) ?? {}
    const keys = [log, ...Object.values(told ?? {})].filter((key) => this.#cores.get(key)?.log === log)
    for (const key of keys) this.#cores.delete(key)
    this.#logs.delete(log)
    return keys
  }

  #claim(key: CoreKey, which: CoreRole, log: LogKey): void {
    const known = this.#cores.get(key)
    if (known === undefined) {
      this.#cores.set(key, { ...NOTHING, key, which, log, confirmed: 'unknown' })
    } else if (known.log !== log && known.which === which) {
      this.#rivals.set(key, [...(this.#rivals.get(key) ?? []), log])
    }
  }

  /** Enters which log a core's own block 0 names. */
  confirm(key: CoreKey, belongsTo: LogKey | null): void {
    const entry = this.#cores.get(key)
    if (entry === undefined) return
    const claimed = [entry.log, ...(this.#rivals.get(key) ?? [])]
    if (belongsTo !== null && claimed.includes(belongsTo)) {
      entry.log = belongsTo
      entry.confirmed = 'yes'
    } else {
      entry.confirmed = 'no'
    }
  }

  /** All logs that name this core as theirs, the first first. */
  claimants(key: CoreKey): LogKey[] {
    const entry = this.#cores.get(key)
    return entry === undefined ? [] : [entry.log, ...(this.#rivals.get(key) ?? [])]
  }

  /** Enters what the database says of cores. */
  load(infos: readonly { key: CoreKey; info: Hypercore.CoreInfo | null }[]): void {
    for (const { key, info } of infos) {
      const entry = this.#cores.get(key)
      if (entry !== undefined && info !== null) Object.assign(entry, numbersOf(info))
    }
  }

  head(key: CoreKey): Head | null {
    const entry = this.#cores.get(key)
    if (entry === undefined || entry.length === 0 || entry.rootHash === null) return null
    const { length, fork, rootHash, signature } = entry
    return { length, fork, rootHash, signature }
  }

  heads(): CoreHead[] {
    const heads: CoreHead[] = []
    for (const { key, which, log, contiguous, confirmed } of this.#cores.values()) {
      const head = this.head(key)
      if (head !== null && confirmed !== 'no') heads.push({ ...head, core: key, which, log, contiguous })
    }
    return heads
  }

  state(log: LogEntry, flags: { own: boolean; forked: boolean; sealed: boolean }): LogState {
    const { key, binding } = log
    const core = this.#cores.get(key) ?? NOTHING
    const { length, contiguous, fork } = core
    const state: LogState = {
      key,
      length,
      contiguous,
      fork,
      own: flags.own,
      bound: binding !== null,
      forked: flags.forked,
    }
    if (log.told !== undefined) Object.assign(state, { bound: true, ...log.told })
    if (binding !== null) {
      const { person, device, edits, files } = binding
      Object.assign(state, { person, device, edits, files })
    }
    if (flags.own) state.sealed = flags.sealed
    if (log.from !== undefined) state.from = log.from
    return state
  }
}

function numbersOf(info: Hypercore.CoreInfo): CoreNumbers {
  return {
    length: info.head?.length ?? 0,
    fork: info.head?.fork ?? 0,
    rootHash: info.head?.rootHash ?? null,
    signature: info.head?.signature ?? null,
    contiguous: Math.min(info.hints?.contiguousLength ?? 0, info.head?.length ?? 0),
    manifest: info.auth?.manifest ?? null,
  }
}

/** How many blocks of an open core are here without a gap. */
export function contiguousOf(core: Hypercore.Core): number {
  return Math.min(core.header.hints.contiguousLength, core.state.length)
}

/** Enters what an open core says of itself. */
export function takeNumbers(entry: CoreEntry, core: Hypercore.Core): void {
  const { tree } = core.header
  entry.length = core.state.length
  entry.fork = core.state.fork
  entry.rootHash = tree.rootHash
  entry.signature = tree.signature
  entry.contiguous = contiguousOf(core)
  entry.manifest = core.header.manifest ?? entry.manifest
  if (entry.length > 0) entry.bytes = Math.round((core.state.byteLength * entry.contiguous) / entry.length)
}
