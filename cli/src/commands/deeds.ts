import { COMMONS_OPTION, type CommandSpec } from './spec.ts'

const GOOD = { name: 'GOOD', about: 'its link, its id, the beginning of its id, or its title' }
const FORK = { name: 'FORK', about: 'your fork: its id, the beginning of its id, or its title' }
const SUGGESTION = { name: 'SUGGESTION', about: 'its id, as `allmende show GOOD` has it, or its title' }
const PIECES = {
  flags: '--pieces LIST',
  about: 'of a suggestion for a draft only these passages, such as 1,3 (default: all)',
}
const VERSION = { flags: '--version N', about: 'this version (number, label or id) instead of the newest' }
const CHECKED = {
  flags: '--licence-checked',
  about: 'you looked whether the licences fit; needed where it isn’t known here',
}

export const deedsCommands: readonly CommandSpec[] = [
  {
    name: 'fork',
    summary: 'make a good of your own that goes on from another',
    about:
      'Its lineage is kept, and so are all fields, parts and files; within one commons nothing is stored twice. With --to you get its files in a folder: ' +
      'change them and share that folder, and it is the next version of your fork. A folder that you copied the good to is kept with what you changed in it.',
    arguments: [GOOD],
    options: [
      { flags: '--title TEXT', about: 'what to call it (default: as the original, with "(fork)")' },
      { flags: '--to DIR', about: 'put its files into this folder, to work on' },
      VERSION,
      {
        flags: '--as WAY',
        about: 'same (published again), changed (the default) or derived (made with its help)',
      },
      { flags: '--licence ID', about: 'another licence, if the original’s lets one' },
      CHECKED,
      { ...COMMONS_OPTION, about: 'another commons; its files are then stored there anew' },
    ],
    network: true,
    examples: [
      'allmende fork 8xk3 --to my-bench --title "Bench with longer legs"',
      'allmende fork Bench --as same --commons Garden',
    ],
    load: async () => (await import('../actions/fork.ts')).fork,
  },
  {
    name: 'pull',
    summary: 'bring into your fork what the original became since',
    about:
      'Texts that both sides changed are merged line by line, the parts list line by line too. Where both changed the same, both are kept: marked in a text, ' +
      'or side by side as NAME.theirs. Nothing is lost. Writes a new version of your fork.',
    arguments: [FORK],
    options: [VERSION, { flags: '--dry-run', about: 'only show what would come' }, CHECKED],
    network: true,
    examples: ['allmende pull my-bench', 'allmende pull my-bench --dry-run'],
    load: async () => (await import('../actions/pull.ts')).pull,
  },
  {
    name: 'suggest',
    summary: 'offer the newest version of your fork to those who tend the original',
    about:
      'Anybody may, member for long or newcomer. They accept it or say why not; `allmende show` tells which.',
    arguments: [FORK],
    options: [
      { flags: '--title TEXT', about: 'what would change, in one line' },
      { flags: '--text TEXT', about: 'why' },
      { flags: '--to GOOD', about: 'the good that is to change (default: what the fork was made from)' },
    ],
    network: true,
    examples: ['allmende suggest my-bench --title "Longer legs" --text "So that one can get up again."'],
    load: async () => (await import('../actions/suggest.ts')).suggest,
  },
  {
    name: 'accept',
    summary: 'take in a suggested change; or settle which of two versions to go on from',
    about:
      'For the author and the maintainers of a good, and for who may edit a draft. The change is merged onto the newest version, and whoever suggested it is credited. What contradicts the ' +
      'newest version is refused, unless --with-conflicts. Of a good that stands diverged, name the version to go on from; the others stay in its history.',
    arguments: [{ name: 'WHAT', about: 'a suggestion, or a version of a good that stands diverged' }],
    options: [
      { flags: '--reason TEXT', about: 'why' },
      PIECES,
      { flags: '--with-conflicts', about: 'take it although texts contradict each other: both are kept' },
      { flags: '--version N', about: 'with a good that stands diverged: the version to go on from' },
      CHECKED,
    ],
    network: true,
    examples: [
      'allmende accept 8xk3…1.0 --reason "Thank you!"',
      'allmende accept Bench --version 3',
      'allmende accept Shorter --pieces 1,3',
    ],
    load: async () => (await import('../actions/answer.ts')).accept,
  },
  {
    name: 'decline',
    summary: 'say no to a suggested change, and why',
    arguments: [SUGGESTION],
    options: [{ flags: '--reason TEXT', about: 'why' }, PIECES],
    network: true,
    examples: ['allmende decline "Longer legs" --reason "They would break."'],
    load: async () => (await import('../actions/answer.ts')).decline,
  },
  {
    name: 'withdraw',
    summary: 'take back what you suggested',
    arguments: [SUGGESTION],
    network: true,
    examples: ['allmende withdraw "Longer legs"'],
    load: async () => (await import('../actions/answer.ts')).withdraw,
  },
  {
    name: 'build',
    summary: 'tell that you built a design, of which version, and how it came out',
    about:
      'What failed is worth as much as what works: it helps the author and the next. Pictures are put under CC-BY-SA-4.0 unless you say otherwise, and without what a camera wrote beside them: where and when they were taken.',
    arguments: [GOOD],
    options: [
      { flags: '--outcome WORD', about: 'works, partly or failed' },
      VERSION,
      { flags: '--problem TEXT', about: 'what went wrong, with its part: "PART: TEXT"', repeat: true },
      { flags: '--note TEXT', about: 'how it went' },
      { flags: '--changes TEXT', about: 'what you made otherwise' },
      { flags: '--photo FILE', about: 'a picture; the first is shown first', repeat: true },
      {
        flags: '--photos-as-they-are',
        about: 'leave in pictures where and when they were taken, and with what',
      },
      { flags: '--licence ID', about: 'of words and pictures (default with pictures: CC-BY-SA-4.0)' },
      { flags: '--amount NUMBER', about: 'how many', kind: 'number' },
      { flags: '--unit UNIT', about: 'of the amount' },
      { flags: '--equipment NAME', about: 'a machine or tool you used', repeat: true },
      { flags: '--material TEXT', about: 'what you used: "NAME, QUANTITY UNIT"', repeat: true },
      { flags: '--hours NUMBER', about: 'hours of work', kind: 'number' },
      { flags: '--repairability GRADE', about: 'how well it can be repaired, 1 to 5', kind: 'count' },
      { flags: '--modularity GRADE', about: 'how well its parts can be swapped, 1 to 5', kind: 'count' },
      { flags: '--ease GRADE', about: 'how easy it is without special tools, 1 to 5', kind: 'count' },
      { flags: '--commercial', about: 'built to be sold' },
      { flags: '--place TEXT', about: 'where, as far as you want to say' },
      { flags: '--finished DAY', about: 'YYYY-MM-DD' },
      { flags: '--title TEXT', about: 'what to call it, such as "ten for the repair café"' },
    ],
    network: true,
    examples: [
      'allmende build Bench --outcome works --photo bench.jpg --ease 4',
      'allmende build Bench --version 2 --outcome failed --problem "leg: too short, breaks"',
    ],
    load: async () => (await import('../actions/build.ts')).build,
  },
  {
    name: 'used',
    summary: 'tell that a good is used outside, by whom, how, and what came back',
    about: 'To use and sell what is free is allowed. This makes visible what flows out, and what comes back.',
    arguments: [GOOD],
    options: [
      { flags: '--by NAME', about: 'who uses it' },
      { flags: '--how TEXT', about: 'how: built in, sold, taught with …' },
      {
        flags: '--returned WORD',
        about: 'what came back: source, money, kind, other, nothing or unknown (the default)',
      },
      { flags: '--note TEXT', about: 'more about what came back' },
      { flags: '--evidence ADDRESS', about: 'where it can be seen' },
      { flags: '--version N', about: 'the version that is used' },
    ],
    network: true,
    examples: ['allmende used Bench --by "Benches Ltd" --how "sold in their shop" --returned source'],
    load: async () => (await import('../actions/used.ts')).used,
  },
  {
    name: 'maintainers',
    summary: 'who may change a good; its author names others',
    about: 'Maintainers share new versions, and accept or decline suggestions, as the author does.',
    arguments: [GOOD],
    options: [
      { flags: '--add PERSON', about: 'a person by id or name', repeat: true },
      { flags: '--remove PERSON', about: 'a person by id or name', repeat: true },
    ],
    network: true,
    examples: ['allmende maintainers Bench', 'allmende maintainers Bench --add Bob'],
    load: async () => (await import('../actions/maintainers.ts')).maintainers,
  },
]
