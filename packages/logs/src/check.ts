import { coreKeyOf, logKeyOf } from '@allmende/vocabulary'
import type { Commons } from './commons.ts'
import type { CommonsCores } from './commons-cores.ts'
import type { CheckReport } from './contract.ts'
import type { CoreEntry } from './core-table.ts'
import type { Home } from './home.ts'
import { TreeHasher } from './merkle.ts'
import { BlockOpener, readRaw } from './reading.ts'
import { isOurForm, isSigned, same } from './signed-head.ts'

/**
 * Reads every block of every core of the open commons: whether it can be read, and whether all blocks together give the
 * hash that the author has signed. Logs that lie here but are missing in the list are entered again.
 */
export async function checkLogs(home: Home, commons: readonly Commons[]): Promise<CheckReport> {
  const report: CheckReport = { ok: true, problems: [], cores: 0, blocks: 0 }
  await findUnlisted(home, commons, report)
  for (const one of commons) {
    for (const entry of one.cores.table.cores()) await checkCore(home, one.cores, entry, report)
  }
  report.ok = report.problems.length === 0
  return report
}

async function findUnlisted(home: Home, commons: readonly Commons[], report: CheckReport): Promise<void> {
  for (const { auth, head } of await home.store.allInfos()) {
    if (auth?.manifest == null || head === null || head.length === 0 || !isOurForm(auth.manifest)) continue
    const key = coreKeyOf(new Uint8Array(auth.key))
    if (commons.some((one) => one.cores.table.core(key) !== null)) continue
    for (const one of commons) {
      if (!(await one.cores.adopt(logKeyOf(new Uint8Array(auth.key))))) continue
      const message = 'a log was missing in the list and was entered again'
      report.problems.push({ code: 'LOG_UNLISTED', message, core: key, commons: one.id })
    }
  }
}

async function checkCore(
  home: Home,
  cores: CommonsCores,
  entry: CoreEntry,
  report: CheckReport,
): Promise<void> {
  const { key, log, length, contiguous, fork, rootHash, signature, manifest } = entry
  if (length === 0) return
  const problem = (code: string, message: string, fields: Record<string, number> = {}) =>
    report.problems.push({ code, message, fields, core: key, log, commons: cores.table.commons })
  report.cores += 1
  if (rootHash === null || manifest === null || !isSigned({ length, fork, rootHash, signature }, manifest)) {
    problem('HEAD_UNSIGNED', 'the head does not carry the signature of its author')
  }
  const tree = new TreeHasher()
  const read = await checkBlocks(home, cores, entry, tree, (block, code) =>
    problem('BLOCK_UNREADABLE', `block ${block} cannot be read (${code})`, { block }),
  )
  report.blocks += read
  if (read < contiguous)
    problem('BLOCK_MISSING', `block ${read} of ${contiguous} is missing in the database`, {
      block: read,
      of: contiguous,
    })
  else if (read === length && rootHash !== null && !same(tree.hash(), rootHash)) {
    problem('BLOCKS_ALTERED', 'the blocks do not give the hash that their author has signed')
  }
}

async function checkBlocks(
  home: Home,
  cores: CommonsCores,
  entry: CoreEntry,
  tree: TreeHasher,
  unreadable: (block: number, code: string) => void,
): Promise<number> {
  const storage = await home.store.blocks(entry.key)
  if (storage === null) return 0
  const opener = new BlockOpener(entry.key, cores.encryptionKey)
  let read = 0
  try {
    for await (const batch of readRaw(storage, 0, entry.contiguous)) {
      for (const { block, bytes } of batch) {
        tree.add(bytes)
        read += 1
        // Behind block 0, a files core has raw content.
        const { refused }: { refused?: string } =
          entry.which === 'files' && block > 0 ? {} : opener.open(block, bytes)
        if (refused !== undefined) unreadable(block, refused)
      }
    }
  } finally {
    await storage.close()
  }
  return read
}
