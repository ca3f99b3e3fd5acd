import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'tape'
import { COMMANDS } from '../../cli/src/commands/index.ts'
import { ROUTES } from '../../packages/api/src/routes/index.ts'

/** What each command has the node do, by the operation of the API that does it. */
const DOES: Readonly<Record<string, string>> = {
  stop: 'stop',
  status: 'status mirrors',
  connect: 'connect',
  check: 'check',
  share: 'previewShare share',
  copy: 'copy',
  find: 'find',
  show: 'show explode closure',
  compare: 'compare',
  comment: 'comment',
  fork: 'fork',
  pull: 'pull',
  suggest: 'suggest',
  accept: 'accept',
  decline: 'decline',
  withdraw: 'withdraw',
  build: 'reportBuild',
  used: 'reportUse',
  maintainers: 'maintain',
  import: 'importGoods',
  export: 'exportGood exportCommons exportRecords',
  'draft new': 'createDraft',
  'draft list': 'listDrafts',
  'draft text': 'draftText followDraft',
  'draft show': 'showDraft',
  'draft set': 'editBeside',
  'draft line': 'editBeside',
  'draft attach': 'attachFiles',
  'draft merge': 'mergeDraft',
  'draft edit': 'draftText editDraft',
  'draft history': 'draftHistory',
  'draft blame': 'draftBlame',
  'draft diff': 'draftDiff',
  'draft news': 'draftNews',
  'draft settle': 'settleClash',
  'draft restore': 'restoreDraft',
  'draft invite': 'draftAccess',
  'draft archive': 'archiveDraft',
  'draft publish': 'publishDraft',
  'draft comment': 'draftComment',
  'draft comments': 'draftComments',
  'draft mark': 'markDraft',
  'draft marks': 'draftMarks',
  'draft resolve': 'resolveComment',
  'draft suggest': 'draftSuggest',
  'draft suggestions': 'draftSuggestions',
  'guest open': 'openGuest',
  'guest list': 'listGuests',
  'guest close': 'closeGuest',
  'commons create': 'createCommons',
  'commons join': 'joinCommons joinByCode joinListed',
  'commons use': 'useCommons',
  'commons list': 'listCommons',
  'commons bring': 'bringOver',
  'commons link': 'listCommons',
  'commons members': 'members',
  'commons exclude': 'exclude',
  'commons rotate-key': 'changeKey',
  'commons readmit': 'readmit',
  'commons invite': 'invite listInvites cancelInvite',
  'commons list-publicly': 'listPublicly',
  'commons find': 'findCommons hideListed',
  'commons mirror-link': 'mirrorLink',
  'commons mirror-remove': 'removeMirror',
  profile: 'profile',
  vouch: 'vouch',
  block: 'block listBlocks',
  restore: 'restore',
  backup: 'backup verifyBackup',
  'device list': 'listDevices',
  'device add': 'addDevice listDeviceCodes cancelDeviceCode',
  'device rename': 'renameDevice',
  'device retire': 'retireDevice',
  'recovery split': 'splitWords',
  'recovery combine': 'combineShares',
  pin: 'pin listPins',
  unpin: 'unpin',
  forget: 'forget',
  retract: 'retract',
  'keeper add': 'addKeeper',
  'keeper list': 'listKeepers',
  'keeper remove': 'removeKeeper',
  'keeper keep': 'keepFor',
  'keeper drop': 'dropFor',
  'keeper limit': 'limitKept',
  invite: 'invite',
  'bundle create': 'createBundle',
  'bundle open': 'openBundle',
  mirror: 'keepMirror',
  'mirror status': 'mirrors',
  'mirror drop': 'dropMirror',
}

/** Commands that no node can be asked for, and why. */
const WITHOUT: Readonly<Record<string, string>> = {
  start: 'before it there is no node that could be asked',
  'service install': 'it arranges with the system how the node is started',
  'service remove': 'it ends that arrangement',
  'service status': 'the system is asked, with or without a node',
  'hand-on': 'it packs the files of the program; a node has nothing to do with it',
}

/** The modules that what a command does is made of, and the operations that are called in them. */
function calledBy(module: string): Set<string> {
  const [seen, called] = [new Set<string>(), new Set<string>()]
  const walk = (file: string): void => {
    if (seen.has(file)) return
    seen.add(file)
    const source = readFileSync(file, 'utf8')
    for (const [, name = ''] of source.matchAll(/\bclient\s*\.(\w+)\b/g)) called.add(name)
    // Chosen by a word: `client[what](…)`.
    if (/\bclient\[\w+\]/.test(source))
      for (const [, name = ''] of source.matchAll(/'(\w+)'/g)) called.add(name)
    for (const [, path = ''] of source.matchAll(/from '(\.[^']+)'/g)) {
      const other = join(dirname(file), path)
      if (other.includes('/actions/')) walk(other)
    }
  }
  walk(module)
  return called
}

const COMMANDS_FOLDER = fileURLToPath(new URL('../../cli/src/commands', import.meta.url))

test('AP43 whatever a command has the node do is an operation of the API, or it is told why it can’t be one', (t) => {
  const names = COMMANDS.map(({ name }) => name)
  t.deepEqual(
    [...Object.keys(DOES), ...Object.keys(WITHOUT)].toSorted(),
    names.toSorted(),
    `${names.length} commands, each named here once`,
  )
  const operations = new Set(ROUTES.map(({ operation }) => operation))
  for (const { name, load } of COMMANDS) {
    const [, module = ''] = /import\('(\.\.\/actions\/[^']+)'\)/.exec(String(load)) ?? []
    const called = calledBy(join(COMMANDS_FOLDER, module))
    const own = DOES[name]?.split(' ') ?? []
    t.deepEqual(
      own.filter((operation) => !operations.has(operation)),
      [],
      `${name}: ${own.join(', ') || WITHOUT[name]}`,
    )
    const uncalled = own.filter((operation) => !called.has(operation))
    if (uncalled.length > 0) t.fail(`${name} calls no ${uncalled.join(', ')}`)
  }
  t.end()
})
