import { randomBytes } from 'node:crypto'
import { openDrafts } from '@allmende/drafts'
import { type Logs, openLogs } from '@allmende/logs'
import { createSync } from '@allmende/sync'
import { type KeyPair, nodeKeyPair } from '@allmende/transports'
import { openViews } from '@allmende/views'
import {
  type Clock,
  type CommonsId,
  type Logger,
  type NodeId,
  nodeIdOf,
  type PersonId,
  type Random,
  type RecordId,
} from '@allmende/vocabulary'
import { BroughtOver } from './bring-over/brought.ts'
import { CarriedPolicy } from './carried-policy.ts'
import { CommonsBook, type OpenCommons } from './commons-book.ts'
import { CommonsFile, epochKeysOf, keysOf } from './commons-file.ts'
import type { AllmendeNode, OpenNodeOptions } from './contract.ts'
import { DraftDesk } from './drafts/desk.ts'
import type { DraftNote } from './drafts/news.ts'
import { draftRecordsFrom } from './drafts/records.ts'
import { fail } from './errors.ts'
import { EpochSync } from './epochs/epoch-sync.ts'
import { EventHub } from './event-hub.ts'
import { Findings } from './findings.ts'
import { followEdits, type IsQuiet } from './follow-edits.ts'
import { createGroups } from './group.ts'
import { Holdings } from './holdings.ts'
import { type Home, homeAt, makeHome, nodeSeed } from './home.ts'
import { keepingState, type KeepingState, loadKeeping } from './keeping/state.ts'
import { PeopleHere } from './live/people-here.ts'
import { Presence } from './live/presence.ts'
import { BlockList } from './members/block-list.ts'
import { Network } from './network.ts'
import { NodeOwners } from './node-owners.ts'
import { NotesFile } from './notes-file.ts'
import type { Parts } from './parts.ts'
import { WAIT_LIMITS } from './patience.ts'
import type { PlaceNote } from './places/known-places.ts'
import { RunningNode } from './running-node.ts'
import { SharedFolders } from './shared-folders.ts'
import { openTransports, seekWhoIsLost } from './transports.ts'
import { clearWorkFolders } from './work-folder.ts'
import { Writer } from './write-records.ts'

const systemClock: Clock = { now: () => Date.now() }
const systemRandom: Random = { bytes: (count) => new Uint8Array(randomBytes(count)) }
const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} }

/** What was opened so far, so that a failure on the way closes it again. */
type Opened = { close(): Promise<unknown> }[]

/**
 * Opens a node on a home folder, which is made if it is new. Throws HOME_UNUSABLE, STORE_IN_USE and the other errors
 * of `logs` about a damaged, copied or foreign store.
 */
export async function openNode(options: OpenNodeOptions): Promise<AllmendeNode> {
  const opened: Opened = []
  try {
    return await assemble(options, opened)
  } catch (error) {
    for (const part of opened.toReversed()) await part.close().catch(() => undefined)
    throw error
  }
}

async function assemble(options: OpenNodeOptions, opened: Opened): Promise<AllmendeNode> {
  const home = await usableHome(options.home)
  const base = await openFoundations(home, options, opened)
  const { logs, views, drafts, sync, logger, policy, file } = base
  // Its logs are open, so the home is ours alone.
  await clearWorkFolders(home)
  const holdings = new Holdings(home.holdings, sync)
  const onOpening = async ({ id }: OpenCommons): Promise<void> => void (await policy.renew(id))
  const onOpen = async (commons: OpenCommons): Promise<void> => {
    const isQuiet: IsQuiet = (log, block) => {
      const state = commons.logs.log(log)
      return state !== null && policy.isQuiet(commons.id, state, block)
    }
    const author = (): PersonId | undefined => {
      if (commons.state.outdated) throw fail('KEY_OUTDATED', { found: commons.entry.name })
      return logs.identity?.person
    }
    const records = draftRecordsFrom(views, (record) => policy.leavesOut(commons.id, record))
    await followEdits(commons.logs, author, drafts, records, logger, isQuiet)
  }
  const shownUpTo = policy.shownUpTo.bind(policy)
  const onJoin = ({ id }: OpenCommons): void => holdings.announce(id)
  const book = new CommonsBook({ file, logs, views, sync, logger, onOpening, onOpen, onJoin, shownUpTo })
  base.late.book = book
  const keeping = keepingState(home, views, () => base.clock.now())
  base.late.agreements = keeping.agreements
  const notes = await loadNotes(home, holdings, keeping, base.blocks)
  const network = new Network(sync, book)
  const owners = new NodeOwners(views, logs, base.keyPair)
  owners.start()
  base.late.owners = owners
  const writer = new Writer(logs, base.clock, owners)
  const desk = new DraftDesk(drafts, logger)
  const events = new EventHub(logger)
  const parts: Parts = {
    ...base,
    ...whoIsHere(base, book, owners),
    ...notes,
    home,
    book,
    holdings,
    owners,
    keeping,
    network,
    waits: { ...WAIT_LIMITS, ...options.waits },
    writer,
    desk,
    events,
    findings: new Findings(base.clock, events),
  }
  await book.openAll()
  if (!options.quiet) await network.start()
  const groups = createGroups(parts)
  opened.push(groups)
  await groups.start()
  const node = Object.assign(new RunningNode(parts, groups), groups.actions)
  node.start()
  return node
}

function whoIsHere(
  base: Foundations,
  book: CommonsBook,
  owners: NodeOwners,
): Pick<Parts, 'presence' | 'people'> {
  const belongs = (id: CommonsId): boolean => book.get(id)?.entry.role === 'member'
  const presence = new Presence({ id: base.id, clock: base.clock, sync: base.sync, belongs })
  return { presence, people: new PeopleHere({ ...base, presence, owners }) }
}

type Foundations = Pick<
  Parts,
  'id' | 'keyPair' | 'clock' | 'random' | 'logger' | 'logs' | 'views' | 'drafts' | 'transports' | 'sync'
> & {
  readonly policy: CarriedPolicy
  readonly blocks: BlockList
  /** The policy is asked about commons by `sync`, which the book of commons itself is built on. */
  readonly late: {
    book?: CommonsBook
    owners?: NodeOwners
    agreements?: KeepingState['agreements']
    sync?: EpochSync
  }
  readonly file: CommonsFile
}

/** The parts that know nothing of which commons one has, in the order in which they rest on each other. */
async function openFoundations(home: Home, options: OpenNodeOptions, opened: Opened): Promise<Foundations> {
  const { clock = systemClock, random = systemRandom, logger = silent } = options
  const keep = <P extends Opened[number]>(part: P): P => {
    opened.push(part)
    return part
  }
  const logs = keep(
    await openLogs({ dir: home.dir, clock, random, logger, adoptCopy: options.adoptCopy ?? false }),
  )
  const file = new CommonsFile(home.commons)
  await file.load()
  // Not before the logs are open: they hold the lock, and a second process must not touch the tables of the first. The
  // thread of the views takes as long to start as the logs of a thousand people take to open, so both at once.
  const openingViews = openViews({ file: home.index, logger, clock }).then(keep)
  const openingLogs = openAllLogs(logs, file)
  // Both to their end: what is still opening while the other fails would not be closed, and its thread goes on.
  await Promise.allSettled([openingViews, openingLogs])
  await openingLogs
  const views = await openingViews
  const drafts = keep(await openDrafts({ dir: home.drafts, logger, clock, random }))
  const copied = logs.findings.some(({ kind }) => kind === 'copied')
  const keyPair: KeyPair = nodeKeyPair(await nodeSeed(home, random, copied))
  const others: { has: (node: NodeId) => boolean } = { has: () => false }
  const isConnected = (key: Uint8Array): boolean => others.has(nodeIdOf(key))
  const transports = openTransports({ keyPair, logger, isConnected }, options)
  const late: Foundations['late'] = {}
  const blocks = new BlockList(home.blocks)
  const policy = new CarriedPolicy({
    views,
    blocks,
    entryOf: (id) => late.book?.get(id)?.entry,
    logsOf: (id) => late.book?.get(id)?.logs,
    owners: () => late.owners,
    keeps: (person) => late.agreements?.of(person) !== undefined,
    self: () => logs.identity?.person,
    rootOf: (id) => late.sync?.rootOf(id) ?? id,
  })
  const timings = options.timings ? { timings: options.timings } : {}
  const sync = keep(new EpochSync(createSync({ keyPair, transports, policy, clock, logger, ...timings })))
  late.sync = sync
  seekWhoIsLost(sync, transports)
  others.has = (id) => sync.peers().some(({ node }) => node === id)
  const id = nodeIdOf(keyPair.publicKey)
  return {
    id,
    keyPair,
    clock,
    random,
    logger,
    logs,
    views,
    drafts,
    transports,
    sync,
    policy,
    blocks,
    late,
    file,
  }
}

/** Opened once; whoever asks for the same commons later gets what is open. */
async function openAllLogs(logs: Logs, file: CommonsFile): Promise<void> {
  await Promise.all(
    file.entries.flatMap((entry) =>
      [keysOf(entry), ...epochKeysOf(entry)].map((keys) =>
        logs.commons(keys, { write: entry.role === 'member' }),
      ),
    ),
  )
}

async function loadNotes(
  home: Home,
  holdings: Holdings,
  keeping: KeepingState,
  blocks: BlockList,
): Promise<Pick<Parts, 'shared' | 'wanted' | 'brought' | 'looks' | 'publishing' | 'places' | 'laidAside'>> {
  const shared = new SharedFolders(home.shares)
  const wanted = new NotesFile<{ name: string; about?: string }>(home.profile)
  const brought = new BroughtOver(home.brought)
  const looks = new NotesFile<DraftNote>(home.looks)
  const publishing = new NotesFile<{ after: RecordId }>(home.publishing)
  const places = new NotesFile<PlaceNote>(home.places)
  const own = [await shared.load(), await wanted.load(), await brought.load(), await looks.load()]
  const loaded = [
    ...own,
    await publishing.load(),
    await places.load(),
    await blocks.load(),
    await holdings.load(),
    ...(await loadKeeping(keeping)),
  ]
  return {
    shared,
    wanted,
    brought,
    looks,
    publishing,
    places,
    laidAside: loaded.filter((file) => file !== null),
  }
}

async function usableHome(dir: string): Promise<Home> {
  const home = homeAt(dir)
  try {
    await makeHome(home)
  } catch (error) {
    throw fail('HOME_UNUSABLE', {
      found: dir,
      reason: error instanceof Error ? error.message : String(error),
      cause: error,
    })
  }
  return home
}
