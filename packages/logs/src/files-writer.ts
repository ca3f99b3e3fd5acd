import type { CoreKey } from '@allmende/vocabulary'
import type Hypercore from 'hypercore'
import type { FilesWriter } from './contract.ts'
import type { Home } from './home.ts'
import { Journal } from './journal.ts'
import { keyPairOf, headOf, type OwnWriter } from './writer.ts'
import { fail } from './errors.ts'

/**
 * A writable session of the own files core. Content is too large for the journal: instead each append's head is noted
 * there before peers are told, so that a database that comes back shorter is noticed and the log sealed; and `sync`
 * brings the content itself to disk.
 */
export async function makeFilesWriter(home: Home, writer: OwnWriter): Promise<FilesWriter> {
  const { generation, sessions, era } = await writer.ready()
  const own = generation.cores.files
  const core = sessions.files.session({ writable: true, ...keyPairOf(own) })
  await core.ready()
  const note = (durable: boolean) =>
    home.journal.write({ type: 'head', at: Journal.stamp(), head: headOf(core, own) }, durable)
  guardAppends(core, own.key, home, era, () => note(false))
  return {
    core,
    key: own.key,
    log: generation.log,
    sync: () =>
      guarded(home, era, async () => {
        await home.store.flush()
        await note(true)
      }),
    close: () => core.close(),
  }
}

/** hyperblobs calls `append` itself: the note before the announcement has to go in from below. */
function guardAppends(
  core: Hypercore,
  own: CoreKey,
  home: Home,
  era: number,
  note: () => Promise<void>,
): void {
  const append = core.append.bind(core)
  core.append = (blocks) =>
    guarded(home, era, () => home.appending(own, () => append(blocks, { postappend: note })))
}

async function guarded<T>(home: Home, era: number, write: () => Promise<T>): Promise<T> {
  await home.assertWritable()
  if (home.era !== era) throw fail('STORE_CLOSED')
  try {
    return await write()
  } catch (error) {
    await home.afterFailure(error, era)
    throw home.failure(error)
  }
}
