import type { ErrorRow } from '@allmende/vocabulary'

/** What can go wrong with one's devices, backup, restore and recovery. Part of the table of this package. */
export const DEVICE_ERRORS = {
  ACCOUNT_TOO_LARGE: {
    status: 413,
    message:
      'the list of your commons is too large to be kept by others: expected at most {expected}, found {found}',
    hint: 'leave commons that you no longer need',
  },
  ACCOUNT_UNREADABLE: {
    status: 422,
    message: 'the list of your commons can’t be read: {reason}',
    hint: 'another that keeps it may have it whole',
  },
  ACCOUNT_NONE: {
    status: 409,
    message: 'this home is from before one could be found by the words: it has no account yet',
    hint: 'give the 24 words once: "allmende device list --words-file FILE", or at a terminal "allmende device list"',
  },
  BACKUP_NOBODY: {
    status: 409,
    message: 'a backup is sealed to one’s words, and on this computer you are nobody yet',
    hint: 'the first thing you write makes you an identity; "allmende restore" brings back an old one, with --from FILE out of a backup',
  },
  BACKUP_EXISTS: {
    status: 409,
    message: '"{file}" is there already; a backup never writes over anything',
    hint: 'name another file',
  },
  BACKUP_WRITE: { status: 500, message: 'the backup can’t be written to "{file}": {reason}' },
  BACKUP_READ: { status: 404, message: 'the backup "{file}" can’t be read: {reason}' },
  BACKUP_FOREIGN: { status: 400, message: '"{file}" is no backup of Allmende' },
  BACKUP_DAMAGED: {
    status: 422,
    message: 'the backup "{file}" is refused whole: {reason}',
    hint: 'nothing of it was taken in; another copy may be whole, and what others hold comes back by the words alone',
  },
  RECOVERY_COUNT: { status: 400, message: 'expected {expected}, found {found}' },
  RECOVERY_SHARE: {
    status: 400,
    message: 'a share can’t be read ({found}): {reason}',
    hint: 'copy the whole file again, from "allmende-share" to its last character',
  },
  RECOVERY_MIXED: {
    status: 409,
    message: 'these shares were not made together',
    hint: 'take those with the same date',
  },
  RECOVERY_FEW: { status: 409, message: '{expected} different shares are needed, {found} are here' },
  RECOVERY_WRONG: {
    status: 422,
    message: 'the shares don’t give words: one of them is not what was handed out',
    hint: 'try with another friend’s in the place of each in turn',
  },
  DEVICE_UNKNOWN: {
    status: 404,
    message: 'no device of yours is called "{found}"',
    hint: '"allmende device list" shows them',
  },
  DEVICE_NAME: { status: 400, message: 'expected a name for the device, found "{found}"' },
  DEVICE_HERE: {
    status: 409,
    message: '"{found}" is the very device you are on',
    hint: 'retire it from another device of yours',
  },
  DEVICE_VOTES: {
    status: 409,
    message:
      'without the words two devices together retire another, of at least {expected}; you have {found}',
    hint: 'give your words: they are enough',
  },
  DEVICE_BEHIND: {
    status: 409,
    message:
      'the device has told of entries that aren’t here ({found} blocks): they would be refused for ever',
    hint: 'connect to who may have them (your keepers, members of the commons), or retire it nevertheless with --anyway',
  },
  DEVICE_AMBIGUOUS: { status: 409, message: '"{found}" fits more than one device: {which}' },
  DEVICE_NOBODY: {
    status: 409,
    message: 'you have no identity here yet: there is nothing that a further computer could go on with',
    hint: 'the first thing you write makes you one; on this computer "allmende restore" brings back an old one',
  },
  DEVICE_CODE_UNKNOWN: {
    status: 404,
    message: 'no code {found} for a device was given out here since this node was started',
    hint: '"allmende device add" makes one',
  },
  RESTORE_CODE: {
    status: 409,
    message: 'this code opens a commons or a good: it doesn’t lead to a computer of yours',
    hint: 'take one that "allmende device add" gives on the other computer; the use of this one is spent',
  },
  RESTORE_STRANGER: {
    status: 409,
    message: 'the computer that made this code is of other words than these; nothing was begun here',
    hint: 'look whether these are your words and that is your computer, and make a new code there: "allmende device add"',
  },
  RESTORE_USED: {
    status: 409,
    message: 'this home belongs to somebody already: {found}',
    hint: 'restore into an empty one: --home DIR',
  },
} as const satisfies Record<string, ErrorRow>
