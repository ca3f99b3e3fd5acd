import { ROUTES } from '../../src/routes/index.ts'
import type { Route } from '../../src/routes/route.ts'
import { BENCH, GARDEN, NOTES, SUGGESTION } from './samples.ts'

const UPLOAD = '0'.repeat(32)

/** A body that is right for each route that wants one. */
const BODIES: Record<string, unknown> = {
  stop: {},
  check: {},
  enterPage: { code: 'x' },
  pageCode: {},
  createCommons: { name: 'Shed', public: false },
  joinCommons: { link: 'allmende:gardenlink' },
  useCommons: { commons: 'Garden' },
  createStarter: {},
  previewShare: { path: '/' },
  share: { path: '/', licence: 'CC-BY-SA-4.0' },
  beginUpload: { name: 'bench', files: [{ path: 'plan.pdf', bytes: 6 }] },
  cancelUpload: { upload: UPLOAD },
  previewUpload: { upload: UPLOAD },
  buildUpload: { upload: UPLOAD, good: BENCH.id, outcome: 'works' },
  openUpload: { upload: UPLOAD, files: 'all' },
  importUpload: { upload: UPLOAD, dryRun: true, bomMap: { name: 'Part' } },
  restoreUpload: { upload: UPLOAD, words: 'abandon ability able' },
  verifyUpload: { upload: UPLOAD },
  shareUpload: { upload: UPLOAD, licence: 'CC-BY-SA-4.0' },
  copy: { from: BENCH.id, to: '/nowhere' },
  comment: { on: BENCH.id, text: 'Good.' },
  fork: { good: BENCH.id },
  pull: { fork: BENCH.id, dryRun: true },
  suggest: { fork: BENCH.id, title: 'Longer legs' },
  accept: { reference: SUGGESTION.id },
  withdraw: { suggestion: SUGGESTION.id },
  decline: { suggestion: SUGGESTION.id, reason: 'They would break.' },
  reportBuild: { good: BENCH.id, outcome: 'works', problems: [{ text: 'none' }] },
  reportUse: { good: BENCH.id, by: 'Benches Ltd', how: 'sold', returned: 'nothing' },
  maintain: { good: BENCH.id, add: ['Bob'] },
  importGoods: { path: '/', dryRun: true, bomMap: { name: 'Part' } },
  exportGood: { good: BENCH.id, as: 'maker', to: '/nowhere' },
  bringOver: { from: GARDEN.name, to: 'Board', dryRun: true },
  exportCommons: { commons: GARDEN.name, as: 'site', to: '/nowhere' },
  createDraft: { title: 'Plan' },
  editDraft: { text: 'Twice\n', heads: ['h1'] },
  spliceDraft: { splices: [{ at: 0, remove: 0, insert: 'A' }] },
  openGuest: { thing: BENCH.id, hosts: ['127.0.0.1'], port: 0, seconds: 60 },
  closeGuest: {},
  pushLive: { client: 'a', table: 't', version: 0, updates: [[{ from: 0, to: 0, insert: 'A' }]] },
  pointLive: { client: 'a', table: 't', version: 0, cursor: { head: 1, anchor: 0 } },
  editBeside: { edits: [{ set: { title: 'Plan' } }, { dropLine: '1' }] },
  attachFiles: { paths: ['/nowhere.png'], under: 'pictures' },
  mergeDraft: { from: NOTES.id },
  archiveDraft: { to: '/nowhere/notes.md' },
  draftComment: { text: 'Which ones?', quote: 'four screws' },
  markDraft: { quote: 'four screws', name: 'strong' },
  resolveComment: { comment: 'commentcomment.1.0' },
  draftSuggest: { text: 'Once\n', title: 'Shorter' },
  settleClash: { clash: 1, take: 'ours' },
  restoreDraft: { change: '1' },
  draftAccess: { invite: ['Bob'] },
  publishDraft: { licence: 'CC-BY-SA-4.0' },
  profile: { name: 'Anna' },
  vouch: { person: 'bob' },
  addKeeper: { who: 'Bert' },
  removeKeeper: { who: 'Bert' },
  keepFor: { who: 'Bob', quota: 1000 },
  dropFor: { who: 'Bob' },
  limitKept: { bytes: null },
  renameDevice: { device: 'Laptop', name: 'Kitchen' },
  retireDevice: { device: 'Old' },
  addDevice: { seconds: 60 },
  cancelDeviceCode: { code: '7-garden-lantern' },
  takeWords: { words: 'abandon ability able' },
  splitWords: { words: 'abandon ability able', friends: 5, need: 3 },
  combineShares: { shares: ['allmende-share-1:a', 'allmende-share-1:b'] },
  backup: { file: '/nowhere/backup' },
  verifyBackup: { file: '/nowhere/backup' },
  restore: { words: 'abandon ability able' },
  block: { person: 'bobbobbob', note: 'rude' },
  exclude: { person: 'Bob' },
  changeKey: { commons: GARDEN.name },
  readmit: { person: 'Bob', commons: GARDEN.name },
  pin: { good: BENCH.id, max: 5000 },
  unpin: { everything: true },
  retract: { thing: BENCH.id, note: 'a face in it' },
  forget: { thing: BENCH.id },
  createBundle: { file: '/nowhere/a.bundle', for: 'Bob', files: ['none'] },
  openBundle: { file: '/nowhere/a.bundle' },
  makeDownload: { bundle: { for: 'Bob', files: ['none'] } },
  dropDownload: { download: UPLOAD },
  mirrorLink: { commons: GARDEN.name },
  keepMirror: { link: 'allmende:mirrorlink', quota: 5_000_000 },
  dropMirror: { commons: 'Kept' },
  removeMirror: {},
  connect: { address: '127.0.0.1:1' },
  invite: { commons: 'Garden', seconds: 600, uses: 1, vouch: true },
  cancelInvite: { code: '7-garden-lantern' },
  joinByCode: { code: '7-garden-lantern', name: 'Green' },
  listPublicly: { commons: 'Garden', about: 'Plants', tags: ['garden'], place: 'Köln', language: 'de' },
  findCommons: { words: 'garden', waitSeconds: 1 },
  joinListed: { id: 'gardengarden' },
  hideListed: { what: 'bobbobbob' },
  linkByCode: { code: '7-garden-lantern', waitSeconds: 5 },
}

/** What a route can't be asked without. */
const QUERIES: Record<string, string> = {
  liveDraft: '?client=a',
  draftAt: '?change=1',
  listAbout: '?list=builds',
  putUpload: '?at=0',
}

export type Example = { route: Route; path: string; body: unknown; bytes?: string }

/** One right request for every route there is. */
export function examples(): Example[] {
  return ROUTES.map((route) => {
    const reference = route.url.includes('/drafts/') ? NOTES.id : BENCH.link
    const asked = QUERIES[route.operation] ?? ''
    const path = `${route.url}${asked}`
      .replace(':reference', encodeURIComponent(reference))
      .replace(':upload', UPLOAD)
      .replace(':download', UPLOAD)
      .replace(':commons', encodeURIComponent(GARDEN.name))
    const query = route.operation === 'openFile' ? '?path=plan.pdf' : ''
    return {
      route,
      path: path + query,
      body: BODIES[route.operation],
      ...(route.takes && { bytes: 'abcdef' }),
    }
  })
}
