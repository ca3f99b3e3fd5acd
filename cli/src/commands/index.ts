import { bundleCommands } from './bundle.ts'
import { carryCommands } from './carry.ts'
import { commonsCommands } from './commons.ts'
import { daemonCommands } from './daemon.ts'
import { deedsCommands } from './deeds.ts'
import { devicesCommands } from './devices.ts'
import { draftCommands } from './drafts.ts'
import { goodsCommands } from './goods.ts'
import { guestCommands } from './guests.ts'
import { invitesCommands } from './invites.ts'
import { keepingCommands } from './keeping.ts'
import { membersCommands } from './members.ts'
import { mirrorCommands } from './mirror.ts'
import { peopleCommands } from './people.ts'
import { serviceCommands } from './service.ts'
import { suggestingCommands } from './suggesting.ts'
import type { CommandSpec } from './spec.ts'

export const COMMANDS: readonly CommandSpec[] = [
  ...daemonCommands,
  ...goodsCommands,
  ...deedsCommands,
  ...carryCommands,
  ...draftCommands,
  ...suggestingCommands,
  ...guestCommands,
  ...commonsCommands,
  ...peopleCommands,
  ...membersCommands,
  ...devicesCommands,
  ...keepingCommands,
  ...invitesCommands,
  ...bundleCommands,
  ...mirrorCommands,
  ...serviceCommands,
]

/** Commands that only hold others: `commons create`. */
export const GROUPS: readonly string[] = [
  'bundle',
  'commons',
  'draft',
  'device',
  'guest',
  'keeper',
  'mirror',
  'recovery',
  'service',
]

/** What `--help` shows first. */
export const FIRST = ['start', 'share', 'copy', 'find', 'draft', 'commons', 'status', 'help'] as const

/** The rest of the help. */
export const TOPICS: readonly { readonly title: string; readonly names: readonly string[] }[] = [
  { title: 'Goods', names: ['show', 'compare', 'comment', 'build', 'used', 'invite'] },
  {
    title: 'Going on from others',
    names: ['fork', 'pull', 'suggest', 'withdraw', 'accept', 'decline', 'maintainers'],
  },
  { title: 'Who keeps what', names: ['keeper', 'mirror', 'pin', 'unpin', 'forget', 'retract'] },
  { title: 'People', names: ['guest', 'profile', 'vouch', 'block'] },
  { title: 'In and out', names: ['import', 'export', 'bundle'] },
  { title: 'You, on other computers', names: ['backup', 'restore', 'device', 'recovery'] },
  { title: 'The node', names: ['stop', 'connect', 'check', 'hand-on', 'service'] },
]
