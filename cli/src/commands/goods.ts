import { COMMONS_OPTION, PAGE_OPTIONS, QR_OPTION, type CommandSpec } from './spec.ts'

const REFERENCE = { name: 'GOOD', about: 'its link, its id, or the beginning of its id' }

export const goodsCommands: readonly CommandSpec[] = [
  {
    name: 'share',
    summary: 'share a file or folder, and get a link to send to others',
    about:
      'Shows first what would be shared, and asks on a terminal. What others have copied can’t be recalled. Sharing the same folder again makes a new ' +
      'version, for the author of the good and for its maintainers; so does sharing a folder that `copy` or `fork --to` made. With no node running, this ' +
      'command goes on serving until Ctrl-C.',
    arguments: [{ name: 'PATH', about: 'a file or folder' }],
    options: [
      { flags: '--licence ID', about: 'the licence, as an SPDX expression: CC-BY-SA-4.0' },
      { flags: '--title TEXT', about: 'the title (default: the name of the folder)' },
      {
        flags: '--type TYPE',
        about: 'design, software, text, data, media or publication (default: by the files)',
      },
      { flags: '--description TEXT', about: 'what it is' },
      { flags: '--tag WORD', about: 'a word to find it by', repeat: true },
      { flags: '--version LABEL', about: 'a name for this version' },
      COMMONS_OPTION,
      {
        flags: '--parts FILE',
        about: 'read the parts list from this table of the folder (default: one called bom, parts …)',
      },
      { flags: '--no-parts', about: 'read no parts list' },
      { flags: '--new', about: 'make a good of its own, although this folder was shared before' },
      { flags: '--over', about: 'although the folder is behind: undo what came since' },
      {
        flags: '--licence-checked',
        about: 'you looked whether another licence fits what it was made from',
      },
      {
        flags: '--clean-pictures',
        about:
          'take out of the pictures that are shared where they were taken; your own files stay as they are',
      },
      {
        flags: '--pictures-as-they-are',
        about: 'although the version before went without where its pictures were taken',
      },
      { flags: '--dry-run', about: 'only show what would be shared' },
      { flags: '--yes', about: 'do not ask for confirmation' },
      QR_OPTION,
      { flags: '--invite', about: 'make a code to say aloud, for somebody to copy it' },
      { flags: '--serve', about: 'with --json and no node running: go on serving' },
      { flags: '--no-serve', about: 'with no node running: end when it is shared' },
    ],
    network: true,
    examples: [
      'allmende share my-bench',
      'allmende share my-bench --licence CERN-OHL-S-2.0 --title "A bench of old doors" --tag wood',
      'allmende share my-bench --dry-run',
    ],
    load: async () => (await import('../actions/share.ts')).share,
  },
  {
    name: 'copy',
    summary: 'copy what somebody shared, verified, to a folder of yours',
    about:
      'Needs neither an identity nor joining: the link is enough. Goes on where an earlier run was cut off. Never writes over a file that differs, unless --force.',
    arguments: [
      { name: 'LINK', about: 'the link, a code that somebody said, or the id of a good known here' },
      { name: 'DIR', about: 'where to (default: a new folder here, named after the good)', optional: true },
    ],
    options: [
      { flags: '--version ID', about: 'this version instead of the newest' },
      { flags: '--force', about: 'write over files that differ' },
      {
        flags: '--no-licence-texts',
        about: 'only its own files, without the texts of its licences beside them',
      },
      { flags: '--wait', about: 'wait for somebody who has it' },
    ],
    network: true,
    examples: [
      'allmende copy allmende:xyz…',
      'allmende copy allmende:xyz… bench --wait',
      'allmende copy 7-garden-lantern',
    ],
    load: async () => (await import('../actions/copy.ts')).copy,
  },
  {
    name: 'find',
    summary: 'find goods and drafts in all your commons',
    arguments: [
      {
        name: 'WORDS',
        about: 'words to find (none: everything, what is alive first)',
        optional: true,
        repeat: true,
      },
    ],
    options: [
      { flags: '--commons NAME', about: 'only in this commons' },
      { flags: '--kind KIND', about: 'only this kind: good or draft' },
      { flags: '--type TYPE', about: 'only this type of good: design, software, text, data …' },
      { flags: '--tag WORD', about: 'only with this tag' },
      { flags: '--licence ID', about: 'only with this licence' },
      { flags: '--author PERSON', about: 'only by this person, by name or id' },
      { flags: '--place WORDS', about: 'only what was built at this place' },
      { flags: '--built-by-others', about: 'only what somebody else has built, and it works' },
      { flags: '--complete PERCENT', about: 'only goods at least so complete', kind: 'count' },
      { flags: '--buildable-with TOOL', about: 'only what needs no other tools than these', repeat: true },
      { flags: '--order ORDER', about: 'relevance (with words), alive (without), or newest' },
      { flags: '--limit COUNT', about: 'at most so many (default 20)', kind: 'count' },
      { flags: '--offset COUNT', about: 'leave out the first so many', kind: 'count' },
      { flags: '--after NEXT', about: 'go on after a page, from what it said' },
    ],
    network: true,
    examples: [
      'allmende find bench wood',
      'allmende find --type design --built-by-others --order alive',
      'allmende find --type design --buildable-with Drill --buildable-with Saw',
      'allmende find bench wood --limit 100 --json',
    ],
    load: async () => (await import('../actions/find.ts')).find,
  },
  {
    name: 'show',
    summary: 'everything known of a good or draft: versions, lineage, parts, builds, suggestions',
    arguments: [REFERENCE],
    options: [
      { flags: '--parts', about: 'the whole parts list' },
      { flags: '--explode', about: 'everything it comes down to, through all its sub-assemblies' },
      {
        flags: '--closure',
        about: 'which parts and tools it needs, and those in turn, and which have a free design here',
      },
      { flags: '--version N', about: 'with --explode or --closure: of this version' },
      { flags: '--list LIST', about: 'all of its builds, suggestions, uses, forks, used-in or comments' },
      ...PAGE_OPTIONS,
      QR_OPTION,
    ],
    network: true,
    examples: [
      'allmende show 8xk3',
      'allmende show Bench --closure',
      'allmende show Bench --list builds --limit 50',
      'allmende show allmende:xyz… --json',
    ],
    load: async () => (await import('../actions/show.ts')).show,
  },
  {
    name: 'compare',
    summary: 'what came, went and changed between two versions of a good, or from a good to its fork',
    about:
      'What is said of it, its parts list, and its files; texts line by line. Without versions: the newest and the one before it; with one: that one and the newest.',
    arguments: [
      REFERENCE,
      { name: 'OLDER', about: 'a version: number, label or id', optional: true },
      { name: 'NEWER', about: 'another version (default: the newest)', optional: true },
    ],
    options: [
      { flags: '--with GOOD', about: 'OLDER is a version of this good, such as the one it was forked from' },
    ],
    network: true,
    examples: [
      'allmende compare 8xk3',
      'allmende compare Bench 1 3',
      'allmende compare my-bench --with Bench',
    ],
    load: async () => (await import('../actions/compare.ts')).compare,
  },
  {
    name: 'comment',
    summary: 'comment on a good or draft',
    arguments: [
      REFERENCE,
      { name: 'TEXT', about: 'the comment (default: from standard input)', optional: true },
    ],
    options: [COMMONS_OPTION],
    network: true,
    examples: ['allmende comment 8xk3 "Built it with larch, holds well."'],
    load: async () => (await import('../actions/comment.ts')).comment,
  },
]
