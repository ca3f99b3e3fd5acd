import type { Clock } from '@allmende/vocabulary'
import { EventEmitter } from 'node:events'
import type { Views, ViewsEvents, ViewsOptions } from './contract.ts'
import { exportRecords } from './export.ts'
import { createIngest } from './ingest.ts'
import { createTurns } from './turns.ts'
import { type Spawn, spawnWorker, WorkerLink } from './worker-link.ts'

type Listener = (...args: unknown[]) => void

const systemClock: Clock = { now: () => Date.now() }

/**
 * Opens the index of a home, or makes it. A damaged file, or one of another version, is begun anew and filled again
 * by ingesting from position 0. Throws `VIEWS_OPEN`, `VIEWS_LOCKED`.
 */
export async function openViews(options: ViewsOptions): Promise<Views> {
  return openViewsWith(options, spawnWorker)
}

const MOST_LISTENERS = 50

/** As `openViews`, with the worker started by `spawn`. */
export async function openViewsWith(options: ViewsOptions, spawn: Spawn): Promise<Views> {
  const { file, logger, clock = systemClock } = options
  // Each part of a node that follows the tables listens once: more than the ten at which Node suspects a leak.
  const emitter = new EventEmitter().setMaxListeners(MOST_LISTENERS)
  const tell = (event: keyof ViewsEvents, payload: ViewsEvents[typeof event][0]) => {
    if (event === 'refused') logger.warn('records were refused', { ...payload })
    emitter.emit(event, payload)
  }
  const link = new WorkerLink({ file, logger, spawn, tell })
  await link.start()
  const taken = createTurns()
  return {
    ingest: createIngest(link, clock),
    position: (commons, log) => link.ask('position', commons, log),
    positions: (commons) => link.ask('positions', commons),
    find: (query, { signal } = {}) => taken(() => link.ask('find', query), signal),
    show: (id) => link.ask('show', id),
    about: (id, query) => link.ask('about', id, query),
    // What stands in it depends on the list that is named, which doesn't go through the table of questions.
    aboutPage: (id, list, query) => link.ask('aboutPage', id, list, query) as never,
    parts: (version) => link.ask('parts', version),
    explode: (version) => link.ask('explode', version),
    closure: (version) => link.ask('closure', version),
    lineage: (id) => link.ask('lineage', id),
    history: (id) => link.ask('history', id),
    list: (query) => link.ask('list', query),
    changedBy: (commons, person) => link.ask('changedBy', commons, person),
    people: (commons) => link.ask('people', commons),
    vouches: (commons) => link.ask('vouches', commons),
    statements: (commons, kinds) => link.ask('statements', commons, kinds),
    counts: (commons) => link.ask('counts', commons),
    record: (id) => link.ask('record', id),
    exportRecords: (commons) => exportRecords(link, commons),
    dump: () => link.ask('dump'),
    rebuild: () => link.request({ control: 'rebuild', now: clock.now() }) as ReturnType<Views['rebuild']>,
    async cut(cuts) {
      const { records } = (await link.request({ cut: cuts, now: clock.now() })) as { records: number }
      return records >= 0
    },
    async check() {
      const problems = await link.ask('check')
      return { ok: problems.length === 0, problems }
    },
    close: () => link.close(),
    on: (event, listener) => void emitter.on(event, listener as Listener),
    off: (event, listener) => void emitter.off(event, listener as Listener),
  }
}
