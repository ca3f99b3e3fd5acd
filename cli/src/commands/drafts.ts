import { COMMONS_OPTION, type CommandSpec } from './spec.ts'

const DRAFT = { name: 'DRAFT', about: 'its link, its id, the beginning of its id, or its title' }

export const draftCommands: readonly CommandSpec[] = [
  {
    name: 'draft new',
    summary: 'begin a text that others can write with you',
    arguments: [{ name: 'TITLE', about: 'the title' }],
    options: [
      { flags: '--stdin', about: 'begin with the text on standard input' },
      { flags: '--good GOOD', about: 'the good it belongs to' },
      COMMONS_OPTION,
    ],
    network: true,
    examples: ['allmende draft new "Minutes of May"', 'allmende draft new Manual --stdin < manual.md'],
    load: async () => (await import('../actions/draft-new.ts')).draftNew,
  },
  {
    name: 'draft list',
    summary: 'the drafts of your commons',
    options: [{ flags: '--commons NAME', about: 'only of this commons' }],
    network: true,
    examples: ['allmende draft list'],
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
    arguments: [DRAFT],
    network: true,
    examples: ['allmende draft history 8xk3'],
    load: async () => (await import('../actions/draft-history.ts')).draftHistory,
  },
  {
    name: 'draft publish',
    summary: 'publish the text as it is now as a version of a good',
    arguments: [DRAFT],
    options: [
      { flags: '--licence ID', about: 'the licence, as an SPDX expression: CC-BY-SA-4.0' },
      { flags: '--good GOOD', about: 'the good it becomes a version of (default: its own)' },
      { flags: '--version LABEL', about: 'a name for this version' },
      { flags: '--filename NAME', about: 'the name of the file in the good' },
    ],
    network: true,
    examples: ['allmende draft publish "Minutes of May" --licence CC-BY-SA-4.0'],
    load: async () => (await import('../actions/draft-publish.ts')).draftPublish,
  },
]
