import { resolve } from 'node:path'
import type { Piece } from '@allmende/logs'
import { BundleWriter } from '@allmende/transports/bundle'
import { type CoreKey, placeOf, type RecordId } from '@allmende/vocabulary'
import { apart, type OpenCommons } from '../commons-book.ts'
import { isStarter } from '../commons-file.ts'
import type {
  ActionContext,
  BundledCommons,
  BundledFiles,
  CreateBundleRequest,
  CreateBundleResult,
} from '../contract.ts'
import { fail } from '../errors.ts'
import { inOurForm } from '../in-our-form.ts'
import type { Parts } from '../parts.ts'
import { bundledByCommons } from './by-commons.ts'
import { chooseFiles, type ChosenFiles, type Range } from './choose-files.ts'
import {
  encodeAbout,
  encodeEnd,
  encodeHeads,
  encodeHolds,
  encodePiece,
  MAX_HEADS,
  MAX_HOLDS,
} from './items.ts'
import { type Has, lacksOf } from './lacks.ts'
import { seenOf } from './seen.ts'

type Section = { commons: OpenCommons; has: Has; runs: readonly Run[]; chosen: ChosenFiles }

/** Blocks of one core that go along. */
type Run = Range & { core: CoreKey; files: boolean }

/**
 * Writes a bundle: of each commons what the other side lacks, with what is here, so that the answer can be small.
 * Throws BUNDLE_EXISTS, BUNDLE_WRITE, BUNDLE_FULL, BUNDLE_FOR…, BUNDLE_SINCE, COMMONS_…
 */
export async function writeBundle(
  parts: Parts,
  request: CreateBundleRequest,
  context: ActionContext = {},
): Promise<CreateBundleResult> {
  const file = resolve(request.file)
  const lacks = await lacksOf(parts, seenOf(parts.home), request, context.signal)
  const sections: Section[] = []
  for (const commons of commonsFor(parts, request.commons).flatMap((one) => apart(one, parts.logger))) {
    const shut = lacks.nodes.find(({ node }) => !parts.policy.meets(commons.id, node))
    if (shut) throw fail('BUNDLE_SHUT', { who: shut.name ?? shut.node, found: commons.entry.name })
    const has = await lacks.of(commons)
    const chosen = ofEpoch(commons, await chooseFiles(parts, commons, has, request.files, context))
    sections.push({ commons, has, chosen, runs: runsOf(commons, has, chosen) })
  }
  const { keyPair, random } = parts
  const options = { file, keyPair, random, replace: request.replace ?? false }
  const writer = await BundleWriter.create(options).catch(inOurForm)
  try {
    const progress = countingTo(sections, context)
    const written: BundledCommons[] = []
    for (const section of sections) written.push(await writeSection(parts, writer, section, progress))
    const bytes = await writer.finish()
    const who = lacks.nodes.map(({ node, name }) => ({ node, name }))
    return { file, bytes, for: who, commons: bundledByCommons(written) }
  } catch (error) {
    await writer.abandon()
    return inOurForm(error)
  }
}

/** Those named; else all one belongs to, but for the one to look around in, which is on this computer only. */
function commonsFor(parts: Parts, named: readonly string[] | undefined): OpenCommons[] {
  if (named && named.length > 0) return [...new Set(named.map((one) => parts.book.find(one)))]
  const members = parts.book.members().filter(({ entry }) => !isStarter(entry))
  if (members.length === 0) throw fail('COMMONS_NONE')
  return members
}

/** What the other side lacks. Of each log records before edits before files: the later ones rest on the earlier. */
function runsOf({ logs }: OpenCommons, has: Has, chosen: ChosenFiles): Run[] {
  // What speaks in nobody's name isn't carried on.
  const heads = logs.heads().filter(({ which, log }) => which !== 'files' && logs.log(log)?.bound)
  const runs: Run[] = []
  for (const which of ['records', 'edits'] as const) {
    for (const head of heads) {
      const from = has.held(head.core)
      if (head.which === which && head.contiguous > from)
        runs.push({ core: head.core, from, to: head.contiguous, files: false })
    }
  }
  for (const [core, ranges] of chosen.ranges)
    for (const range of ranges) runs.push({ core, ...range, files: true })
  return runs
}

/** What of the chosen files lies in the epoch. */
function ofEpoch({ logs }: OpenCommons, chosen: ChosenFiles): ChosenFiles {
  const isHere = ({ version }: { version: string }): boolean => isOf(logs, version as RecordId)
  return {
    ...chosen,
    carried: chosen.carried.filter(isHere),
    leftOut: chosen.leftOut.filter(isHere),
    ranges: new Map([...chosen.ranges].filter(([core]) => logs.owner(core) !== null)),
  }
}

function isOf(logs: OpenCommons['logs'], version: RecordId): boolean {
  return logs.log(placeOf(version).log) !== null
}

type Counting = { signal: AbortSignal | undefined; readonly wrote: (blocks: number) => void }

function countingTo(sections: readonly Section[], { onProgress, signal }: ActionContext): Counting {
  let done = 0
  const total = sections.flatMap(({ runs }) => runs).reduce((sum, { from, to }) => sum + to - from, 0)
  const wrote = (blocks: number): void => {
    done += blocks
    onProgress?.({ phase: 'writing', done: Math.min(done, total), total, unit: 'blocks' })
  }
  return { signal, wrote }
}

async function writeSection(
  parts: Parts,
  writer: BundleWriter,
  { commons, has, runs, chosen }: Section,
  { signal, wrote }: Counting,
): Promise<BundledCommons> {
  const { logs, id, entry } = commons
  await writer.begin(logs.keys.replicateKey)
  await writer.item(encodeAbout({ commons: logs.id, at: parts.clock.now() }))
  const heads = logs.heads().slice(0, MAX_HEADS)
  const told = heads.map(({ core, length, contiguous }) => ({ core, length, held: contiguous }))
  for (const item of encodeHeads(told)) await writer.item(item)
  await writer.item(
    encodeHolds({
      versions: parts.holdings
        .of(id)
        .filter((version) => isOf(logs, version))
        .slice(-MAX_HOLDS),
      here: false,
    }),
  )
  const here = chosen.carried.map(({ version }) => version as RecordId).slice(0, MAX_HOLDS)
  await writer.item(encodeHolds({ versions: here, here: true }))
  const sum = { pieces: 0, blocks: 0, bytes: 0, logs: new Set<string>() }
  const short = new Set<CoreKey>()
  for (const run of runs) {
    let reached = run.from
    for await (const piece of piecesOf(commons, run, has)) {
      signal?.throwIfAborted()
      await writer.item(encodePiece(piece))
      sum.pieces += 1
      reached += piece.blocks.length
      wrote(piece.blocks.length)
      if (run.files) continue
      sum.logs.add(logs.owner(run.core)?.log ?? run.core)
      sum.blocks += piece.blocks.length
      for (const block of piece.blocks) sum.bytes += block.length
    }
    if (reached < run.to) short.add(run.core)
  }
  await writer.item(encodeEnd(sum.pieces))
  await writer.end()
  const { blocks, bytes } = sum
  const counts = { logs: sum.logs.size, blocks, bytes, known: has.known }
  return { id, name: entry.name, ...counts, ...filesTold(chosen, short) }
}

/** Of a core with holes the hashes around a block may be missing: then what lies in it could not go along. */
function filesTold({ carried, leftOut }: ChosenFiles, short: ReadonlySet<CoreKey>): FilesTold {
  const isWhole = ({ cores }: { cores: readonly CoreKey[] }): boolean =>
    !cores.some((core) => short.has(core))
  const plain = ({ id, version, title, bytes }: BundledFiles): BundledFiles => ({ id, version, title, bytes })
  const reason = 'it is here without the hashes that prove it'
  const missed = carried.filter((one) => !isWhole(one)).map((one) => ({ ...plain(one), reason }))
  return { files: carried.filter(isWhole).map(plain), leftOut: [...leftOut, ...missed] }
}

type FilesTold = Pick<BundledCommons, 'files' | 'leftOut'>

function piecesOf({ logs }: OpenCommons, { core, from, to }: Run, has: Has): AsyncGenerator<Piece> {
  const joint = has.length(core)
  return logs.exportPieces(core, { from, to, ...(joint === null ? {} : { joint }) })
}
