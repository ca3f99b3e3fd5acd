import { ALONE } from './json-drafts.ts'

/** Commands about codes and listings with --json, and the names that their answers have. */
export const INVITE_CASES: [args: string[], names: string[]][] = [
  [
    ['commons', 'invite', '--no-wait', '--for', '5m', ...ALONE],
    ['code', 'state', 'opens', 'expires', 'usesLeft', 'triesLeft'],
  ],
  [['commons', 'invite', '--list'], ['invites']],
  [
    ['device', 'add', '--cancel', '7-garden-lantern'],
    ['code', 'state', 'triesLeft'],
  ],
  [
    ['commons', 'list-publicly', '--about', 'Plants', '--tags', 'a,b', ...ALONE],
    ['commons', 'name', 'link', 'listed', 'until'],
  ],
  [
    ['commons', 'find', 'garden', ...ALONE],
    ['results', 'total', 'known', 'hidden'],
  ],
  [['commons', 'find', '--hide', 'bobb'], ['hidden']],
  [
    ['commons', 'join', 'gardengarden', ...ALONE],
    ['id', 'name', 'link', 'public'],
  ],
  [
    ['commons', 'invite', '--cancel', '7-garden-lantern'],
    ['code', 'state'],
  ],
  [
    ['commons', 'join', '7-garden-lantern', ...ALONE],
    ['id', 'name', 'link', 'public', 'by', 'vouched'],
  ],
  [
    ['invite', 'bench', '--no-wait', ...ALONE],
    ['code', 'thing'],
  ],
  [
    ['share', '.', '--licence', 'CC-BY-SA-4.0', '--invite', ...ALONE],
    ['id', 'link', 'invite'],
  ],
  [
    ['copy', '7-garden-lantern', ...ALONE],
    ['id', 'path', 'files', 'bytes', 'fetched'],
  ],
]
