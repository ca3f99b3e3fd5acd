const ALONE = ['--no-internet', '--no-lan']

/** The commands of who holds what with --json, and the names in their answers. */
export const KEEPING_CASES: [args: string[], names: string[]][] = [
  [
    ['pin', 'bench', ...ALONE],
    ['what', 'name', 'held', 'missing', 'over', 'fetched'],
  ],
  [['pin'], ['pins']],
  [
    ['retract', 'bench', ...ALONE],
    ['id', 'title', 'withdrawn'],
  ],
  [
    ['unpin', 'bench'],
    ['what', 'name', 'held'],
  ],
  [
    ['forget', 'bench', ...ALONE],
    ['id', 'freed', 'before', 'after', 'folders'],
  ],
  [
    ['keeper', 'add', 'Bert', ...ALONE],
    ['node', 'name', 'commons'],
  ],
  [
    ['keeper', 'list'],
    ['keepers', 'keeping', 'together'],
  ],
  [
    ['keeper', 'remove', 'Bert', ...ALONE],
    ['node', 'name', 'commons'],
  ],
  [
    ['keeper', 'keep', 'Bob', '--quota', '5GB', ...ALONE],
    ['person', 'agreed', 'quota', 'held', 'missing'],
  ],
  [
    ['keeper', 'drop', 'Bob', ...ALONE],
    ['person', 'agreed'],
  ],
  [
    ['keeper', 'limit', '20GB'],
    ['bytes', 'limit'],
  ],
]
