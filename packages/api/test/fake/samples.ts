import type {
  BuildInfo,
  CommonsInfo,
  DraftInfo,
  FindResult,
  NodeStatus,
  PeerInfo,
  SuggestionInfo,
  ThingInfo,
  ThingRef,
} from '@allmende/node'

/** A name no honest person has: it would clear the screen, ring the bell and write from right to left. */
export const NASTY = 'Mal\u001b[2J\u0007lory\u202e'

export const GARDEN: CommonsInfo = {
  id: 'gardengardengarden',
  name: 'Garden',
  link: 'allmende:gardenlink',
  public: true,
  current: true,
}

export const PEER: PeerInfo = {
  node: 'peerpeerpeer',
  name: NASTY,
  transport: 'direct',
  address: '127.0.0.1:4001',
  rtt: 3,
  silentSince: null,
  since: 1_700_000_000_000,
  bytesIn: 2048,
  bytesOut: 4096,
  commons: [GARDEN.id],
}

export const BENCH: FindResult = {
  id: 'benchbenchbench.1.0',
  kind: 'good',
  title: `A bench ${NASTY}`,
  licence: 'CERN-OHL-S-2.0',
  link: 'allmende:benchlink',
  about: null,
  commons: GARDEN.id,
  author: 'annaannaanna',
  authorName: 'Anna',
  at: 1_700_000_000_000,
  snippet: 'a bench of old doors',
  type: 'design',
  tags: ['wood'],
  image: null,
  built: { works: 1, byOthers: 1 },
  completeness: 60,
}

export const SUGGESTION: SuggestionInfo = {
  id: 'suggestion.1.0',
  title: `Longer legs ${NASTY}`,
  text: 'For tall people.',
  author: 'bobbobbob',
  authorName: `Bob ${NASTY}`,
  at: BENCH.at,
  state: 'open',
  reason: null,
  offers: 'forkforkfork.2.0',
  offersThing: 'forkforkfork.1.0',
}

export const BUILD: BuildInfo = {
  id: 'buildbuildbuild.1.0',
  version: BENCH.id,
  number: 1,
  author: 'bobbobbob',
  authorName: `Bob ${NASTY}`,
  byOther: true,
  at: BENCH.at,
  outcome: 'failed',
  amount: 2,
  unit: null,
  text: 'Nearly.',
  problems: [{ part: `leg ${NASTY}`, text: 'too short' }],
  repairability: 4,
  modularity: null,
  ease: null,
  commercial: false,
  finished: null,
  photos: ['bench.jpg'],
}

const FORK: ThingRef = {
  id: 'forkforkfork.1.0',
  kind: 'good',
  title: `Fork ${NASTY}`,
  author: 'bobbobbob',
  authorName: 'Bob',
  at: BENCH.at,
}

export const BENCH_THING: ThingInfo = {
  id: BENCH.id,
  kind: 'good',
  title: BENCH.title,
  licence: BENCH.licence,
  licenceName: 'CERN Open Hardware Licence v2, strongly reciprocal',
  licenceTerms: {
    asks: 'same',
    joined: null,
    names: ['CERN Open Hardware Licence v2, strongly reciprocal'],
  },
  licenceMeaning: 'Use, change and sell it; what is built on it stays free.',
  type: 'design',
  description: 'A bench that two people build in an afternoon.\nIt stands outside.',
  tags: ['wood'],
  author: BENCH.author,
  authorName: BENCH.authorName,
  maintainers: [{ person: 'bobbobbob', name: 'Bob' }],
  contributors: [
    { name: 'Anna', person: BENCH.author, roles: ['author'] },
    { name: `Zoë ${NASTY}`, person: null, roles: ['contributor'] },
  ],
  commons: GARDEN.id,
  commonsName: GARDEN.name,
  link: BENCH.link,
  versions: [
    {
      id: 'benchbenchbench.1.0',
      number: 1,
      label: '1',
      at: BENCH.at,
      author: BENCH.author,
      authorName: BENCH.authorName,
      files: 2,
      bytes: 3_000,
      holders: 2,
      heldHere: false,
      merges: [
        {
          version: 'forkforkfork.1.0',
          id: FORK.id,
          title: FORK.title,
          number: 1,
          author: FORK.author,
          authorName: 'Bob',
        },
      ],
      builds: 1,
    },
  ],
  heads: ['benchbenchbench.1.0'],
  diverged: false,
  divergences: [],
  files: [
    { path: 'plan.pdf', bytes: 2_000, hash: 'aa' },
    { path: 'parts/list.csv', bytes: 1_000, hash: 'bb' },
  ],
  parts: { lines: [{ name: `Door ${NASTY}`, quantity: 2, unit: 'one' }, { name: 'Screw' }], missing: 0 },
  derivedFrom: null,
  lineage: { from: null, forks: [FORK], usedIn: [] },
  completeness: { percent: 60, missing: [{ field: 'image', why: `a picture ${NASTY}` }] },
  built: { works: 0, partly: 0, failed: 1, byOthers: 0 },
  builds: [BUILD],
  suggestions: [SUGGESTION],
  outsideUses: [
    {
      id: 'useuseuse.1.0',
      by: `Benches Ltd ${NASTY}`,
      how: 'sold',
      returned: 'nothing',
      text: null,
      author: 'bobbobbob',
      authorName: 'Bob',
      at: BENCH.at,
    },
  ],
  retraction: null,
  comments: [{ id: 'c.1.0', text: 'Lovely.', author: 'bob', authorName: 'Bob', at: BENCH.at }],
  lists: {
    builds: { total: 2, next: 'nextnext' },
    suggestions: { total: 1 },
    outsideUses: { total: 1 },
    forks: { total: 1 },
    usedIn: { total: 0 },
    comments: { total: 1 },
  },
  other: { colour: 'green' },
}

/** What a page of comments is. */
export const COMMENTS = { list: 'comments', entries: BENCH_THING.comments, total: 1 } as const

export const NOTES: DraftInfo = {
  id: 'notesnotesnotes.2.0',
  title: 'Notes of the meeting',
  link: 'allmende:noteslink',
  commons: GARDEN.id,
  commonsName: GARDEN.name,
  author: BENCH.author,
  authorName: BENCH.authorName,
  at: BENCH.at,
  good: null,
}

export const STATUS: NodeStatus = {
  node: 'nodenodenode',
  version: '0.1.0',
  home: '',
  person: 'annaannaanna',
  name: 'Anna',
  device: 'devicedevice',
  peers: [],
  commons: [
    {
      id: GARDEN.id,
      name: GARDEN.name,
      public: true,
      logs: 2,
      records: 5,
      goods: 1,
      drafts: 1,
      behind: null,
    },
  ],
  safeToClose: {
    answer: 'unknown',
    reasons: ['nobody has been met since the last change'],
    why: [],
    keepers: [],
  },
  network: [
    {
      transport: 'hyperswarm',
      addresses: ['127.0.0.1:4002'],
      answers: 'no',
      state: 'no bootstrap node answers',
      hints: [{ code: 'no-answer', message: NASTY }],
    },
    {
      transport: 'meeting',
      addresses: [],
      answers: 'yes',
      state: 'reachable',
      hints: [],
      places: [{ address: '192.0.2.31:4978', learned: true, state: 'there' }],
    },
  ],
  relay: null,
  findings: [],
  transfers: [],
}

export const WORDS = Array.from({ length: 24 }, (_, index) => `word${index + 1}`).join(' ')
