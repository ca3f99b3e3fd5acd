import type { CommonsId } from '@allmende/vocabulary'
import { attestAsDevice } from './attest-device.ts'
import { checkLogs } from './check.ts'
import { Commons } from './commons.ts'
import type {
  AccountKeys,
  CheckReport,
  CommonsKeys,
  CommonsLogs,
  Finding,
  Identity,
  Logs,
  LogsEvents,
  LogsOptions,
} from './contract.ts'
import { fail } from './errors.ts'
import { Events } from './events.ts'
import { EvidenceRoom } from './evidence.ts'
import { Home } from './home.ts'
import { writeRetired } from './retired.ts'
import { unseal } from './sealed.ts'
import { createIdentity, restoreIdentity, takeAccount, type DeviceSecrets } from './identity.ts'

/**
 * Opens the logs of a home, and does what an earlier stop has left to do.
 * Errors: STORE_IN_USE, STORE_COPIED, STORE_UNMARKED, STORE_FULL, STORE_FAILED, IDENTITY_DAMAGED.
 */
export async function openLogs(options: LogsOptions): Promise<Logs> {
  const logs = new OpenLogs(options)
  await logs.open()
  return logs
}

class OpenLogs implements Logs {
  readonly findings: Finding[] = []
  readonly #options: LogsOptions
  readonly #events: Events<LogsEvents>
  readonly #home: Home
  readonly #evidence: EvidenceRoom
  readonly #commons = new Map<CommonsId, Promise<Commons>>()

  constructor(options: LogsOptions) {
    this.#options = options
    this.#events = new Events((error) => options.logger.error('a listener failed', { error: String(error) }))
    this.#home = new Home(options, (finding) => this.#report(finding))
    this.#evidence = new EvidenceRoom(this.#home.evidenceFolder)
  }

  async open(): Promise<void> {
    await this.#home.open()
    await this.#evidence.open()
  }

  get openCores(): number {
    return this.#home.store.openCores
  }

  get identity(): Identity | null {
    return this.#home.identity === null ? null : publicPart(this.#home.identity)
  }

  async createIdentity(): Promise<Identity & { words: string }> {
    await this.#assertNoIdentity()
    const { identity, account, words } = await createIdentity(this.#home.identityFolder)
    this.#home.identity = identity
    this.#home.account = account
    return { ...publicPart(identity), words }
  }

  async restoreIdentity(words: string): Promise<Identity> {
    await this.#assertNoIdentity()
    const { identity, account } = await restoreIdentity(this.#home.identityFolder, words)
    this.#home.identity = identity
    this.#home.account = account
    return publicPart(identity)
  }

  attest(statement: Uint8Array): Uint8Array {
    const { identity } = this.#home
    if (identity === null) throw fail('IDENTITY_MISSING')
    return attestAsDevice(identity, statement)
  }

  get retired(): string | null {
    return this.#home.retired
  }

  async stopWriting(reason: string): Promise<void> {
    const { own, identityFolder } = this.#home
    if (this.#home.retired !== null) return
    // The word first: were we stopped between the two, no new log must be begun.
    await writeRetired(identityFolder, reason)
    this.#home.retired = reason
    await own.seal(own.all(), reason)
  }

  get account(): AccountKeys | null {
    return this.#home.account
  }

  async takeAccount(words: string): Promise<AccountKeys> {
    await this.#home.assertWritable()
    const { identity, identityFolder } = this.#home
    if (identity === null) throw fail('IDENTITY_MISSING')
    return (this.#home.account = await takeAccount(identityFolder, identity.person, words))
  }

  async #assertNoIdentity(): Promise<void> {
    await this.#home.assertWritable()
    const { identity } = this.#home
    if (identity !== null) throw fail('IDENTITY_EXISTS', { found: identity.person })
  }

  unseal(sealed: Uint8Array): Uint8Array | null {
    return this.#home.identity === null ? null : unseal(this.#home.identity, sealed)
  }

  async commons(keys: CommonsKeys, options: { write?: boolean } = {}): Promise<CommonsLogs> {
    let opening = this.#commons.get(keys.id)
    if (opening === undefined) {
      opening = this.#openCommons(keys)
      this.#commons.set(keys.id, opening)
      opening.catch(() => this.#commons.delete(keys.id))
    }
    const commons = await opening
    if (options.write !== false) commons.allowWriting()
    return commons
  }

  async #openCommons(keys: CommonsKeys): Promise<Commons> {
    const { clock, logger } = this.#options
    const commons = new Commons(keys, { home: this.#home, evidence: this.#evidence, clock, logger })
    await commons.open()
    return commons
  }

  on<K extends keyof LogsEvents>(event: K, listener: (...args: LogsEvents[K]) => void): this {
    this.#events.on(event, listener)
    return this
  }

  off<K extends keyof LogsEvents>(event: K, listener: (...args: LogsEvents[K]) => void): this {
    this.#events.off(event, listener)
    return this
  }

  diskBytes(): Promise<number> {
    return this.#home.diskBytes()
  }

  compact(): Promise<{ before: number; after: number }> {
    return this.#home.compact()
  }

  async check(): Promise<CheckReport> {
    return checkLogs(this.#home, await Promise.all(this.#commons.values()))
  }

  async flush(): Promise<void> {
    for (const commons of await Promise.all(this.#commons.values())) await commons.cores.settled()
    await this.#home.store.flush()
  }

  async close(): Promise<void> {
    const open = await Promise.allSettled(this.#commons.values())
    for (const commons of open) if (commons.status === 'fulfilled') await commons.value.close()
    this.#commons.clear()
    await this.#home.close()
  }

  #report(finding: Finding): void {
    this.findings.push(finding)
    const { kind, message, ...fields } = finding
    this.#options.logger.warn(message, { kind, ...fields })
    this.#events.emit('finding', finding)
  }
}

function publicPart({ person, device }: DeviceSecrets): Identity {
  return { person, device }
}
