export const ALONE = ['--no-internet', '--no-lan']
const PUBLIC = ['--licence', 'CC-BY-SA-4.0']

/** What commands about drafts print with `--json`: their words, and names that must be there. */
export const DRAFT_CASES: [args: string[], names: string[]][] = [
  [
    ['draft', 'new', 'Plan', ...ALONE],
    ['id', 'link'],
  ],
  [['draft', 'list', ...ALONE], ['drafts']],
  [
    ['draft', 'text', 'notes', ...ALONE],
    ['id', 'text', 'heads'],
  ],
  [
    ['draft', 'edit', 'notes', '--stdin', ...ALONE],
    ['id', 'text', 'heads'],
  ],
  [['draft', 'history', 'Notes of the meeting', ...ALONE], ['changes']],
  [
    ['draft', 'blame', 'notes', ...ALONE],
    ['id', 'passages', 'beside'],
  ],
  [
    ['draft', 'diff', 'notes', '--from', '1', ...ALONE],
    ['id', 'before', 'after', 'lines', 'added', 'removed'],
  ],
  [
    ['draft', 'show', 'notes', ...ALONE],
    ['id', 'title', 'fields', 'lines', 'files', 'conflicts', 'characters'],
  ],
  [
    ['draft', 'set', 'notes', 'title=Plan', 'design.mass=12', ...ALONE],
    ['id', 'fields'],
  ],
  [
    ['draft', 'line', 'add', 'notes', 'name=Bolt', 'quantity=2', ...ALONE],
    ['id', 'lines'],
  ],
  [
    ['draft', 'attach', 'notes', 'picture.png', ...ALONE],
    ['id', 'files'],
  ],
  [
    ['draft', 'merge', 'notes', '--into', 'notes', ...ALONE],
    ['id', 'from', 'text', 'clashes', 'fields', 'lines', 'files', 'conflicts'],
  ],
  [
    ['draft', 'news', 'notes', ...ALONE],
    ['id', 'changes', 'people', 'clashes', 'beside', 'conflicts'],
  ],
  [
    ['draft', 'settle', 'notes', '1', '--theirs', ...ALONE],
    ['id', 'text', 'heads'],
  ],
  [
    ['draft', 'restore', 'notes', '1', '--yes', ...ALONE],
    ['id', 'text', 'heads'],
  ],
  [
    ['draft', 'invite', 'notes', 'Bob', ...ALONE],
    ['id', 'editors', 'invited'],
  ],
  [
    ['draft', 'archive', 'notes', '--reopen', ...ALONE],
    ['id', 'closed'],
  ],
  [
    ['draft', 'publish', 'notes', ...PUBLIC, ...ALONE],
    ['id', 'link', 'version', 'files', 'bytes'],
  ],
]
