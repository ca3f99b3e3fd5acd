import { type CommandSpec, PAGE_OPTIONS } from './spec.ts'

const DRAFT = { name: 'DRAFT', about: 'its link, its id, the beginning of its id, or its title' }
const ALL = { flags: '--all', about: 'those that are done with, too' }

/** What others say about a draft, and what they would write in it. */
export const suggestingCommands: readonly CommandSpec[] = [
  {
    name: 'draft comment',
    summary: 'say something about a draft, or about a passage of it',
    about:
      'A comment on a passage stays with it whatever is written around it. Answer one with: allmende comment COMMENT "your words"',
    arguments: [
      DRAFT,
      { name: 'TEXT', about: 'what you say; asked for, or read from a pipe', optional: true },
    ],
    options: [
      { flags: '--at WORDS', about: 'the passage it is about, word for word' },
      { flags: '--line LINES', about: 'or these lines: 3, or 3:5' },
    ],
    network: true,
    examples: [
      'allmende draft comment Minutes "Which day?" --at "next week"',
      'allmende draft comment Minutes "Too long." --line 3:9',
    ],
    load: async () => (await import('../actions/draft-comment.ts')).draftComment,
  },
  {
    name: 'draft comments',
    summary: 'what was said about it, with each passage as it is now',
    arguments: [DRAFT],
    options: [ALL, ...PAGE_OPTIONS],
    network: true,
    examples: ['allmende draft comments Minutes'],
    load: async () => (await import('../actions/draft-comment.ts')).draftComments,
  },
  {
    name: 'draft resolve',
    summary: 'say that a comment is done with',
    about: 'For who wrote it, and for everybody who may edit the draft.',
    arguments: [{ name: 'COMMENT', about: 'its id, as `draft comments` has it' }],
    network: true,
    examples: ['allmende draft resolve 8xk3…1.0'],
    load: async () => (await import('../actions/draft-comment.ts')).draftResolve,
  },
  {
    name: 'draft mark',
    summary: 'mark a passage as bold, emphasised, code or a link',
    about:
      'For everybody who may edit the draft. A mark goes with its words wherever edits move them, and is written as Markdown when the draft is published.',
    arguments: [DRAFT],
    options: [
      { flags: '--at WORDS', about: 'the passage, word for word' },
      { flags: '--line LINES', about: 'or these lines: 3, or 3:5' },
      { flags: '--as MARK', about: 'strong (bold), em (emphasis), code, or link:ADDRESS' },
      { flags: '--off', about: 'take the mark off' },
    ],
    network: true,
    examples: [
      'allmende draft mark Minutes --at "next week" --as strong',
      'allmende draft mark Minutes --at "the plan" --as link:https://example.org/plan',
      'allmende draft mark Minutes --line 3 --as strong --off',
    ],
    load: async () => (await import('../actions/draft-mark.ts')).draftMark,
  },
  {
    name: 'draft marks',
    summary: 'which passages are marked, and as what',
    arguments: [DRAFT],
    network: true,
    examples: ['allmende draft marks Minutes'],
    load: async () => (await import('../actions/draft-mark.ts')).draftMarks,
  },
  {
    name: 'draft suggest',
    summary: 'offer what you would write to those who may edit',
    about:
      'Anybody of the commons may. Edit the text as it is to be; every passage that is different can be taken in or declined by itself. Taken in, it is yours in the history.',
    arguments: [DRAFT],
    options: [
      { flags: '--title TEXT', about: 'what would change, in one line' },
      { flags: '--text TEXT', about: 'why' },
      { flags: '--stdin', about: 'read the whole text from standard input' },
      { flags: '--editor COMMAND', about: 'another editor than $VISUAL or $EDITOR' },
      {
        flags: '--heads LIST',
        about: 'with --stdin: the heads of the text that was edited (`draft text --json`)',
      },
    ],
    network: true,
    examples: [
      'allmende draft suggest Minutes --title "Shorter"',
      'allmende draft suggest Minutes --stdin --title "Wine" < minutes.md',
    ],
    load: async () => (await import('../actions/draft-suggest.ts')).draftSuggest,
  },
  {
    name: 'draft suggestions',
    summary: 'what others would write, passage by passage',
    about: 'Take them in with `accept` and say no with `decline`, all or some (--pieces 1,3).',
    arguments: [DRAFT],
    options: [ALL, ...PAGE_OPTIONS],
    network: true,
    examples: ['allmende draft suggestions Minutes'],
    load: async () => (await import('../actions/draft-suggest.ts')).draftSuggestions,
  },
]
