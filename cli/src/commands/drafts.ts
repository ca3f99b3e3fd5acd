import { COMMONS_OPTION, type CommandSpec, PAGE_OPTIONS } from './spec.ts'

const DRAFT = { name: 'DRAFT', about: 'its link, its id, the beginning of its id, or its title' }

export const draftCommands: readonly CommandSpec[] = [
  {
    name: 'draft new',
    summary: 'begin a text that others can write with you',
    arguments: [{ name: 'TITLE', about: 'the title' }],
    options: [
      { flags: '--file FILE', about: 'begin with the text of this file' },
      { flags: '--stdin', about: 'begin with the text on standard input' },
      { flags: '--archive PATH', about: 'begin with what `draft archive` wrote: a ZIP or a folder' },
      {
        flags: '--good GOOD[@VERSION]',
        about:
          'begin with a good, to become its next version: its readme, what is said of it, parts list, files',
      },
      { flags: '--invite PERSON', about: 'this person may edit it, too: a name or an id', repeat: true },
      { flags: '--everybody', about: 'the whole commons may edit it' },
      COMMONS_OPTION,
    ],
    network: true,
    about:
      'You may edit it, and whom you invite, now or later with `draft invite`. All others of the commons read it, comment and suggest edits.',
    examples: [
      'allmende draft new "Minutes of May"',
      'allmende draft new "Minutes of June" --everybody',
      'allmende draft new Manual --file manual.md',
      'allmende draft new "Dryer, larger" --good "Solar dryer"',
      'allmende draft new "Dryer as it was" --good "Solar dryer@1"',
      'allmende draft new "Dryer, once more" --archive dryer.zip',
    ],
    load: async () => (await import('../actions/draft-new.ts')).draftNew,
  },
  {
    name: 'draft list',
    summary: 'the drafts of your commons',
    options: [{ flags: '--commons NAME', about: 'only of this commons' }, ...PAGE_OPTIONS],
    network: true,
    examples: ['allmende draft list', 'allmende draft list --limit 20'],
    load: async () => (await import('../actions/draft-list.ts')).draftList,
  },
  {
    name: 'draft text',
    summary: 'the text as it is now; with --follow also as it changes',
    about:
      'With --follow --json each line is one event: the whole text first, then the splices of each change.',
    arguments: [DRAFT],
    options: [{ flags: '--follow', about: 'go on showing changes until Ctrl-C' }],
    network: true,
    examples: ['allmende draft text "Minutes of May"', 'allmende draft text 8xk3 --follow'],
    load: async () => (await import('../actions/draft-text.ts')).draftText,
  },
  {
    name: 'draft show',
    summary: 'what a draft holds beside its text: fields, parts list, attached files',
    about:
      'What two people set apart from each other is shown with all readings; it is settled by setting it anew.',
    arguments: [DRAFT],
    network: true,
    examples: ['allmende draft show "Dryer, larger"'],
    load: async () => (await import('../actions/draft-show.ts')).draftShow,
  },
  {
    name: 'draft set',
    summary: 'say what the good is that it becomes: title, licence, tags and the like',
    about:
      'FIELD= takes a value out. Words of a list have commas between them. The fields are those of a good: title, type, licence, description, tags, language, ' +
      'design.function, design.mass and so on, and filename, the name that the text gets among the files.',
    arguments: [DRAFT, { name: 'FIELD=VALUE', about: 'a field and what it is to be', repeat: true }],
    network: true,
    examples: [
      'allmende draft set "Dryer, larger" title="Solar dryer for ten kilos" tags="drying, food"',
      'allmende draft set 8xk3 design.mass=4200 language=',
    ],
    load: async () => (await import('../actions/draft-beside.ts')).draftSet,
  },
  {
    name: 'draft line',
    summary: 'add, set, move or drop a line of its parts list',
    about:
      'Lines have the numbers that `draft show` gives them. Their fields: name, quantity, unit, material, source, note, number, maker, section, places, ' +
      'cost.amount with cost.currency, good, missing and others.',
    arguments: [
      { name: 'ACTION', about: 'add, set, move or drop' },
      DRAFT,
      {
        name: 'LINE-OR-FIELD=VALUE',
        about: 'the number of the line (not with add), then fields',
        optional: true,
        repeat: true,
      },
    ],
    options: [
      { flags: '--after LINE', about: 'with add and move: behind this line (add: default the last)' },
      { flags: '--first', about: 'with add and move: before all others' },
    ],
    network: true,
    examples: [
      'allmende draft line add "Dryer, larger" name="Glass pane" quantity=2 material=glass',
      'allmende draft line set "Dryer, larger" 3 quantity=4 note="or more"',
      'allmende draft line move "Dryer, larger" 3 --first',
      'allmende draft line drop "Dryer, larger" 2',
    ],
    load: async () => (await import('../actions/draft-beside.ts')).draftLine,
  },
  {
    name: 'draft attach',
    summary: 'attach pictures and other files, rename them or take them off',
    about:
      'Their content is stored here, and others fetch it when they want it. In the text they are named by their path: ![The dryer](pictures/dryer.jpg).',
    arguments: [DRAFT, { name: 'FILE', about: 'a file or a folder', optional: true, repeat: true }],
    options: [
      { flags: '--under FOLDER', about: 'put them into this folder of the draft' },
      { flags: '--remove PATH', about: 'take this file off the draft', repeat: true },
      { flags: '--rename PATH', about: 'call this attached file otherwise' },
      { flags: '--to PATH', about: 'what it is to be called' },
    ],
    network: true,
    examples: [
      'allmende draft attach "Dryer, larger" dryer.jpg frame.step --under pictures',
      'allmende draft attach "Dryer, larger" --remove pictures/old.jpg',
      'allmende draft attach "Dryer, larger" --rename dryer.jpg --to pictures/front.jpg',
    ],
    load: async () => (await import('../actions/draft-beside.ts')).draftAttach,
  },
  {
    name: 'draft merge',
    summary: 'bring what a draft has otherwise into another one',
    about:
      'What it has otherwise since both began, with the same version of a good or the same text. Where both changed the same, the other draft keeps its reading and both are shown.',
    arguments: [{ ...DRAFT, name: 'FROM' }],
    options: [{ flags: '--into DRAFT', about: 'the draft that is to have it' }],
    network: true,
    examples: ['allmende draft merge "Dryer, Ben’s way" --into "Dryer, larger"'],
    load: async () => (await import('../actions/draft-merge.ts')).draftMerge,
  },
  {
    name: 'draft edit',
    summary: 'edit it in your editor, or replace it with standard input',
    about:
      'Opens $VISUAL or $EDITOR. What you changed is merged with what others wrote meanwhile. With --stdin (or - after the draft, or when standard input is ' +
      'no terminal) the text comes from there, and only the differences are written.',
    arguments: [DRAFT, { name: '-', about: 'take the text from standard input', optional: true }],
    options: [
      { flags: '--editor COMMAND', about: 'this editor, whatever VISUAL and EDITOR say' },
      { flags: '--stdin', about: 'take the text from standard input' },
      {
        flags: '--heads LIST',
        about: 'with --stdin: the heads (from draft text --json) the text was made from, with commas',
      },
    ],
    network: true,
    examples: [
      'allmende draft edit "Minutes of May"',
      'allmende draft edit Minutes --editor "sed -i s/Tuesday/Monday/"',
      'allmende draft edit 8xk3 --stdin < minutes.md',
    ],
    load: async () => (await import('../actions/draft-edit.ts')).draftEdit,
  },
  {
    name: 'draft history',
    summary: 'who changed it, when, and how much',
    about: 'The number and the name before each change are for `draft diff` and `draft restore`.',
    arguments: [DRAFT],
    options: PAGE_OPTIONS,
    network: true,
    examples: ['allmende draft history 8xk3', 'allmende draft history 8xk3 --limit 100'],
    load: async () => (await import('../actions/draft-history.ts')).draftHistory,
  },
  {
    name: 'draft blame',
    summary: 'who wrote which line of the text, and who set what is beside it',
    about:
      'Every character is known by the signed change it came with. A line of several people names all, whoever wrote most of it first. Beneath the text: fields, parts list and files.',
    arguments: [DRAFT],
    network: true,
    examples: ['allmende draft blame "Minutes of May"'],
    load: async () => (await import('../actions/draft-blame.ts')).draftBlame,
  },
  {
    name: 'draft diff',
    summary: 'what changed since a moment of its history, or what another draft has otherwise',
    arguments: [DRAFT],
    options: [
      { flags: '--from CHANGE', about: 'the change to begin with: its number, or the beginning of its name' },
      { flags: '--to CHANGE', about: 'the change to end with (default: now)' },
      { flags: '--with DRAFT', about: 'compare with this draft instead' },
    ],
    network: true,
    examples: [
      'allmende draft diff Minutes --from 12',
      'allmende draft diff Minutes --with "Minutes, shorter"',
    ],
    load: async () => (await import('../actions/draft-diff.ts')).draftDiff,
  },
  {
    name: 'draft news',
    summary: 'what others wrote and set since you last looked, and which passages both of you rewrote',
    about:
      'Where two people rewrite one sentence apart, both readings come together woven into one that nobody wrote. Such passages are shown here until somebody settles them.',
    arguments: [DRAFT],
    network: true,
    examples: ['allmende draft news Minutes'],
    load: async () => (await import('../actions/draft-news.ts')).draftNews,
  },
  {
    name: 'draft settle',
    summary: 'settle a passage that both rewrote',
    arguments: [
      DRAFT,
      { name: 'NUMBER', about: 'which passage, as `draft news` numbers them', optional: true },
    ],
    options: [
      { flags: '--ours', about: 'as you wrote it' },
      { flags: '--theirs', about: 'as the others wrote it' },
      { flags: '--both', about: 'one after the other' },
      { flags: '--as-is', about: 'as it stands there now' },
      { flags: '--text TEXT', about: 'in other words' },
    ],
    network: true,
    examples: [
      'allmende draft settle Minutes 1 --theirs',
      'allmende draft settle Minutes 1 --text "We meet on Thursday."',
    ],
    load: async () => (await import('../actions/draft-news.ts')).draftSettle,
  },
  {
    name: 'draft restore',
    summary: 'make the draft what it was: its text, and all that is beside it',
    about: 'As its author had it with that change. Nothing is lost: what came since stays in the history.',
    arguments: [DRAFT, { name: 'CHANGE', about: 'its number in the history, or the beginning of its name' }],
    options: [{ flags: '--yes', about: 'do not ask for confirmation' }],
    network: true,
    examples: ['allmende draft restore Minutes 12'],
    load: async () => (await import('../actions/draft-restore.ts')).draftRestore,
  },
  {
    name: 'draft invite',
    summary: 'show who may edit, or say it anew',
    about:
      'For who began the draft. With people only they may edit it besides you; what others wrote before stays. Everybody keeps to it: edits of others are refused by all nodes.',
    arguments: [DRAFT, { name: 'PERSON', about: 'a name or an id', optional: true, repeat: true }],
    options: [
      { flags: '--remove PERSON', about: 'no longer this one', repeat: true },
      { flags: '--everybody', about: 'the whole commons may edit' },
      { flags: '--nobody-else', about: 'only you and those invited' },
    ],
    network: true,
    examples: ['allmende draft invite Minutes Anna Bert', 'allmende draft invite Minutes --everybody'],
    load: async () => (await import('../actions/draft-invite.ts')).draftInvite,
  },
  {
    name: 'draft archive',
    summary: 'write it to a plain file and close the draft',
    about:
      'One with more than text becomes a folder, or with a name that ends in .zip a single file: the text, parts.csv, draft.json, and the attached files. ' +
      '`draft new --archive` begins another one with it. A closed draft can be read and nobody edits it; who began it opens it again with --reopen.',
    arguments: [DRAFT],
    options: [
      {
        flags: '--to PATH',
        about: 'the file or folder; it must not be there yet (default: the title)',
      },
      { flags: '--reopen', about: 'open a closed draft again' },
    ],
    network: true,
    examples: [
      'allmende draft archive "Minutes of May" --to minutes.md',
      'allmende draft archive "Dryer, larger" --to dryer.zip',
    ],
    load: async () => (await import('../actions/draft-archive.ts')).draftArchive,
  },
  {
    name: 'draft publish',
    summary: 'publish it as it is now as a version of a good',
    about:
      'The text becomes a file, beside the attached ones; fields and parts list become those of the version. Everybody who wrote in the draft is credited, whoever wrote ' +
      'most of what stands there first.',
    arguments: [DRAFT],
    options: [
      { flags: '--licence ID', about: 'the licence, as an SPDX expression: CC-BY-SA-4.0' },
      { flags: '--good GOOD', about: 'the good it becomes a version of (default: its own)' },
      { flags: '--version LABEL', about: 'a name for this version' },
      { flags: '--filename NAME', about: 'the name of the file in the good' },
      {
        flags: '--licence-checked',
        about: 'you have found out that the licences fit where it isn’t known here',
      },
      { flags: '--over', about: 'also over versions of the good that came since the draft began' },
    ],
    network: true,
    examples: ['allmende draft publish "Minutes of May" --licence CC-BY-SA-4.0'],
    load: async () => (await import('../actions/draft-publish.ts')).draftPublish,
  },
]
