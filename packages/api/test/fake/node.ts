import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ActionContext, AllmendeNode, CommonsInfo, NodeEvent, OpenNodeOptions } from '@allmende/node'
import { errorTable } from '@allmende/vocabulary'
import { untilAborted } from '../../src/routes/until-aborted.ts'
import { fakeBundles } from './bundle.ts'
import { fakeCarry } from './carry.ts'
import { fakeDeeds } from './deeds.ts'
import { fakeDevices } from './devices.ts'
import { fakeFile } from './file.ts'
import { fakeInvites } from './invites.ts'
import { fakeKeeping } from './keeping.ts'
import { fakeMembers } from './members.ts'
import { fakeMirrors } from './mirror.ts'
import { fakeLive } from './live.ts'
import { fakeDownloads } from './downloads.ts'
import { fakeUploads } from './uploads.ts'
import { fakeSuggesting } from './suggesting.ts'
import { fakeDrafts } from './drafts.ts'
import { BENCH, BENCH_THING, BUILD, COMMENTS, GARDEN, NASTY, PEER, STATUS, WORDS } from './samples.ts'

const fail = errorTable({
  STORE_LOCKED: { status: 409, message: 'File descriptor could not be locked' },
  THING_UNKNOWN: { status: 404, message: 'nothing known is {found}', hint: 'see `allmende find`' },
  LICENCE_MISSING: { status: 400, message: 'a good needs a licence' },
  PATH_MISSING: { status: 404, message: 'there is no {found}' },
  COMMONS_UNKNOWN: { status: 404, message: 'no commons {found} is known here' },
  LINK_CHECKSUM: { status: 400, message: 'the link has a typing error', hint: 'copy the whole link again' },
})

/** How a test wants its node to be. */
export type FakeScript = {
  readonly empty?: boolean
  /** The first identity is made by the next write. */
  readonly fresh?: boolean
  readonly peers?: boolean
  readonly problems?: boolean
  /** The link of the commons, where a test needs one that can be read. */
  readonly gardenLink?: string
}

export type FakeNode = AllmendeNode & {
  /** What was asked, in order: `name` and the request. */
  readonly calls: { readonly name: string; readonly request: unknown }[]
  /** Names of actions whose signal was aborted while they ran. */
  readonly aborted: string[]
  emit(event: NodeEvent): void
}

/** A node in memory with one commons, one good and one draft; behaves as the contract says, quickly. */
export function createFakeNode(home: string, script: FakeScript = {}): FakeNode {
  const calls: FakeNode['calls'] = []
  const aborted: string[] = []
  const listeners = new Set<(event: NodeEvent) => void>()
  const commons: CommonsInfo[] =
    script.empty || script.fresh ? [] : [{ ...GARDEN, link: script.gardenLink ?? GARDEN.link }]
  let fresh = script.fresh ?? false
  const words = () => {
    const said = fresh ? { words: WORDS } : {}
    fresh = false
    return said
  }
  const named = (name?: string) => {
    const found = commons.find((one) => !name || one.name === name || one.id.startsWith(name))
    if (!found) throw fail('COMMONS_UNKNOWN', { found: name ?? 'at all' })
    return found
  }
  const known = (reference: string) => {
    if (reference === 'allmende:wrong') throw fail('LINK_CHECKSUM')
    if (reference === 'boom') throw new Error(`secret path ${home}`)
    const fits = BENCH.id.startsWith(reference) || BENCH.link === reference
    if (script.empty || script.fresh || !fits) throw fail('THING_UNKNOWN', { found: reference })
    return BENCH_THING
  }
  /** Runs five steps; with `slow` in the path it never ends by itself; with `told` at the end it says beside it that it has begun. */
  const work = async (name: string, path: string, { onProgress, signal }: ActionContext = {}) => {
    for (let done = 0; done <= 5; done++)
      onProgress?.({ phase: name, done: done * 600, total: 3000, unit: 'bytes' })
    if (!path.includes('slow') || !signal) return
    if (path.endsWith('told')) writeFileSync(`${path}.begun`, '')
    await untilAborted(signal)
    aborted.push(name)
    throw signal.reason
  }
  const shared = (title: string, licence: string | undefined) => {
    if (!licence) throw fail('LICENCE_MISSING')
    const { id: commonsId, name: commonsName, public: isPublic } = named()
    return {
      id: BENCH.id,
      link: BENCH.link,
      version: BENCH.id,
      title,
      licence,
      files: 2,
      bytes: 3000,
      commons: commonsId,
      commonsName,
      public: isPublic,
      ...words(),
    }
  }
  const node: Omit<FakeNode, 'calls' | 'aborted'> = {
    id: STATUS.node,
    home,
    emit: (event) => listeners.forEach((listener) => listener(event)),
    on: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    status: async () => ({
      ...STATUS,
      home,
      ...(fresh && { person: null, name: null, device: null }),
      commons: commons.length > 0 ? STATUS.commons : [],
      peers: script.peers ? [PEER] : [],
      ...(script.peers && {
        safeToClose: { answer: 'yes' as const, reasons: ['1 other has everything'], why: [], keepers: [] },
      }),
    }),
    check: async ({ rebuild }, context) => {
      await work('checking', '', context)
      return {
        ok: !script.problems,
        problems: script.problems
          ? [{ code: 'LOG_GAP', message: 'a log has a gap', values: {}, hint: 'meet somebody' }]
          : [],
        checked: { logs: 2, records: 5, files: 2 },
        state: [{ commons: GARDEN.id, name: GARDEN.name, hash: 'ab'.repeat(32) }],
        ...(rebuild && { rebuilt: true }),
      }
    },
    createCommons: async ({ name, public: isPublic }) => {
      const made = {
        ...GARDEN,
        id: `${name}id`,
        name,
        public: isPublic,
        link: `allmende:${name.toLowerCase()}`,
      }
      commons.push(made)
      return { ...made, ...words() }
    },
    joinCommons: async ({ link, name }) => {
      if (link === 'allmende:wrong') throw fail('LINK_CHECKSUM')
      const joined = { ...GARDEN, id: 'joined', name: name ?? 'Joined', link, current: false }
      commons.push(joined)
      return joined
    },
    useCommons: async (name) => ({ ...named(name), current: true }),
    listCommons: async () => commons,
    createStarter: async () => {
      if (!commons.some(({ name }) => name === 'Starter'))
        commons.push({ ...GARDEN, id: 'starterid', name: 'Starter', link: 'allmende:starter' })
      return { ...named('Starter'), ...words() }
    },
    previewShare: async ({ path, title }) => {
      const size = statSync(path, { throwIfNoEntry: false })
      if (!size) throw fail('PATH_MISSING', { found: path })
      return {
        path,
        title: title ?? 'bench',
        type: 'design',
        files: BENCH_THING.files!.map(({ path: file, bytes }) => ({ path: file, bytes })),
        count: 2,
        bytes: 3000,
        leftOut: [{ path: '.git', code: 'git' as const, reason: 'history of git' }],
        cautions: path.includes('warn')
          ? [
              {
                code: 'PICTURES_TELL_PLACE' as const,
                count: 3,
                example: 'photos/bench.jpg',
                message: '3 pictures say where they were taken (for instance photos/bench.jpg)',
                hint: 'take it out of them',
              },
            ]
          : [],
        warnings: path.includes('warn')
          ? [
              {
                code: 'SHARE_RENAMED' as const,
                message: '"a:b.txt" is shared as "a_b.txt", a name that works on every system',
                values: { path: 'a:b.txt', as: 'a_b.txt' },
                at: null,
                hinders: false,
              },
            ]
          : [],
        licences: [
          {
            id: 'CERN-OHL-S-2.0',
            name: 'CERN Open Hardware Licence v2',
            why: 'what is built on it stays free',
            purpose: 'hardware' as const,
            means: 'share-alike' as const,
          },
          {
            id: 'CC-BY-SA-4.0',
            name: 'Attribution, Share Alike',
            why: 'for texts and pictures',
            purpose: 'drawings' as const,
            means: 'share-alike' as const,
          },
        ],
        roles: [{ role: 'image', at: 'plan.pdf' }],
        parts: path.includes('again') ? { from: 'parts/list.csv', lines: 12 } : null,
        ...(path.includes('again') && {
          again: { id: BENCH.id, title: 'bench', licence: 'CC-BY-SA-4.0', version: '1' },
        }),
      }
    },
    share: async ({ path, title = 'bench', licence }, context) => {
      await work('share', path, context)
      return shared(title, path.includes('again') ? (licence ?? 'CC-BY-SA-4.0') : licence)
    },
    find: async ({ words: sought = '', limit, after }) => {
      const all = !script.empty && 'bench'.includes(sought) && commons.length > 0 ? [BENCH] : []
      // A page of one is never the last: behind it is another with the same.
      const goesOn = limit === 1 && after === undefined && all.length > 0
      return {
        results: all,
        total: all.length + (limit === 1 ? 1 : 0),
        ...(goesOn ? { next: 'page-2' } : {}),
      }
    },
    show: async (reference) => known(reference),
    listAbout: async ({ thing, list }) => {
      known(thing)
      return list === 'comments' ? COMMENTS : { list: 'builds', entries: [BUILD], total: 2, next: 'nextnext' }
    },
    copy: async ({ from, to, into }, context) => {
      known(from)
      const path = to ?? join(into ?? '', 'bench')
      await work('copy', path, context)
      const { id, title, licence } = BENCH
      return {
        id,
        version: id,
        title,
        licence: licence!,
        path,
        files: 2,
        bytes: 3000,
        fetched: 3000,
        licenceTexts: [],
      }
    },
    comment: async ({ on }) => ({ id: `${known(on).id}c` }),
    ...fakeDeeds({ known, work, words }),
    ...fakeCarry(work),
    ...fakeDevices(work),
    ...fakeBundles({ work }),
    ...fakeDownloads(fakeBundles({ work })),
    ...fakeInvites(),
    ...fakeKeeping(),
    ...fakeMembers(),
    ...fakeMirrors(script.fresh !== true),
    ...fakeDrafts(),
    ...fakeLive(),
    ...fakeSuggesting(),
    ...fakeUploads({
      previewUpload: async () => ({
        ...(await node.previewShare({ path: '/' })),
        manifest: null,
        missing: [],
      }),
      shareUpload: ({ upload, of: _of, ...request }, context) =>
        node.share({ ...request, path: upload }, context),
      buildUpload: ({ upload, ...request }, context) =>
        node.reportBuild({ ...request, photos: [upload] }, context),
      openUpload: ({ upload }, context) => node.openBundle({ file: upload }, context),
      importUpload: ({ upload, ...request }, context) =>
        node.importGoods({ ...request, path: upload }, context),
      restoreUpload: ({ upload, ...request }, context) => node.restore({ ...request, from: upload }, context),
      verifyUpload: ({ upload }, context) => node.verifyBackup({ file: upload }, context),
    }),
    publishDraft: async ({ licence }, context) => {
      await work('publish', '', context)
      return shared('Notes of the meeting', licence)
    },
    profile: async ({ name = 'Anna', about = null }) => ({
      person: 'annaannaanna',
      device: 'devicedevice',
      name,
      about,
      ...words(),
    }),
    vouch: async ({ person }) => ({ id: 'vouch.1.0', person }),
    connect: async (address) => ({ address, node: PEER.node }),
    exportRecords: async function* (name) {
      named(name)
      yield { id: 'a.0.0', kind: 'device', bytes: new Uint8Array([1, 2, 3]), known: true }
      yield { id: 'a.1.0', kind: NASTY, bytes: new Uint8Array([255, 254]), known: false }
    },
    openFile: async ({ path }) => fakeFile(path),
    close: async () => {},
  }
  const recorded = Object.fromEntries(
    Object.entries(node).map(([name, value]) => [
      name,
      typeof value !== 'function' || name === 'on' || name === 'emit'
        ? value
        : (...args: unknown[]) => {
            calls.push({ name, request: args[0] })
            return (value as (...args: unknown[]) => unknown)(...args)
          },
    ]),
  ) as unknown as typeof node
  return { ...recorded, calls, aborted }
}

/** As `openNode` would: one process per home, by a lock file with the process's number in it. */
export async function openFakeNode({ home }: OpenNodeOptions, script: FakeScript = {}): Promise<FakeNode> {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const lock = join(home, 'fake.lock')
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
  } catch {
    if (isAlive(Number(readFileSync(lock, 'utf8')))) throw fail('STORE_LOCKED')
    writeFileSync(lock, String(process.pid))
  }
  const node = createFakeNode(home, script)
  return { ...node, close: async () => rmSync(lock, { force: true }) }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
