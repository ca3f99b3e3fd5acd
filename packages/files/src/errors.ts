import { type ErrorRow, errorTable } from '@allmende/vocabulary'

/** Every error this package throws or lists in a preview. SPEC.md has the same list; a test holds the two together. */
export const ERRORS = {
  PATH_EMPTY: { status: 400, message: '"{path}" has an empty part, or one that is only "."' },
  PATH_ABSOLUTE: { status: 400, message: '"{path}" is absolute; files of a good lie inside of it' },
  PATH_OUTSIDE: {
    status: 400,
    message: '"{path}" has ".." in it, which would lead out of the folder',
    hint: 'rename it',
  },
  PATH_NOT_UNICODE: { status: 400, message: '"{path}" is not a name in Unicode', hint: 'rename it' },
  PATH_CONTROL: {
    status: 400,
    message: '"{path}" has control characters or characters that turn the direction of writing',
    hint: 'rename it',
  },
  PATH_CHARACTER: {
    status: 400,
    message: '"{path}" has a character that Windows refuses (< > : " | ? * \\)',
  },
  PATH_ENDING: {
    status: 400,
    message: '"{path}" has a part that ends in a dot or a space, which Windows drops',
  },
  PATH_DEVICE: { status: 400, message: '"{path}" is the name of a device on Windows' },
  PATH_RESERVED: {
    status: 400,
    message: '"{path}" is a name that programs act on (.git) or that copying needs itself',
  },
  PATH_TOO_LONG: {
    status: 400,
    message: '"{path}" is too long: expected {expected}, found {found}',
    hint: 'shorten it',
  },
  PATH_COLLISION: {
    status: 409,
    message: '"{path}" and "{other}" are one file on systems that don\'t tell letters by case or form',
    hint: 'rename one of them',
  },
  PATH_FILE_AS_FOLDER: { status: 400, message: '"{path}" is a file and a folder at once' },

  SHARE_NOT_FOUND: { status: 404, message: 'there is nothing at "{path}"' },
  SHARE_NOT_A_FILE: { status: 400, message: '"{path}" is neither a file nor a folder' },
  SHARE_EMPTY: {
    status: 400,
    message: 'there is no file to share in "{path}"',
    hint: '{leftOut} were left out; see the preview, and .allmendeignore',
  },
  SHARE_OWN_HOME: {
    status: 400,
    message: '"{path}" is where Allmende keeps its own keys',
    hint: 'share another folder',
  },
  SHARE_LINK_OUTSIDE: {
    status: 400,
    message: '"{path}" is a link that leads out of the folder, to "{to}"',
    hint: 'put a copy in its place, or name it in .allmendeignore',
  },
  SHARE_UNREADABLE: {
    status: 403,
    message: '"{path}" can\'t be read ({reason})',
    hint: 'make it readable, or name it in .allmendeignore',
  },
  SHARE_CHANGED: {
    status: 409,
    message: '"{path}" changed while it was read',
    hint: 'share again when nothing writes to it',
  },
  SHARE_TOO_MANY: {
    status: 413,
    message: 'a good has at most {expected} files, this folder has more',
    hint: 'pack it into an archive, or leave folders out by .allmendeignore',
  },
  SHARE_TOO_DEEP: { status: 400, message: '"{path}" lies deeper than {expected} folders' },
  SHARE_RENAMED: { status: 200, message: '"{path}" is shared as "{as}", a name that works on every system' },
  SHARE_DISK_FULL: {
    status: 507,
    message: 'the disk is full: nothing was shared{room}',
    hint: 'free some space and share again',
  },

  LIST_MALFORMED: {
    status: 400,
    message: 'the file list is wrong at "{path}": expected {expected}, found {found}',
  },
  LIST_CORRUPT: {
    status: 422,
    message: 'the file list is not what its author signed for',
    hint: 'ask the author',
  },

  COPY_TARGET: { status: 400, message: 'can\'t copy to "{path}": {reason}' },
  COPY_EXISTS: {
    status: 409,
    message: '"{path}" exists and is different ({more})',
    hint: 'copy to another folder, or replace with --force',
  },
  COPY_IN_THE_WAY: {
    status: 409,
    message: 'where "{path}" should go there is {found}',
    hint: 'move it away',
  },
  COPY_LINK_IN_TARGET: {
    status: 409,
    message: '"{path}" in the target is a link; copying never goes through links',
    hint: 'remove the link, or copy to another folder',
  },
  COPY_DISK_FULL: {
    status: 507,
    message: 'the disk is full: {expected} are needed, {found} are free',
    hint: 'free some space and run the same again: it goes on where it was',
  },
  COPY_CORRUPT: {
    status: 422,
    message: '"{path}" is not what its author listed: its content has another hash',
    hint: 'nothing of it was kept; ask the author to share again',
  },
  COPY_NO_HOLDER: {
    status: 503,
    message: 'nobody who has the rest is online: {done} of {bytes} bytes are here',
    hint: 'run the same again later, or wait with --wait',
  },
  ARCHIVE_UNKNOWN: { status: 400, message: '"{path}" is neither a ZIP nor a tar' },
  ARCHIVE_DAMAGED: {
    status: 400,
    message: 'the archive is damaged: {reason}',
    hint: 'fetch it again, or unpack it yourself and give the folder',
  },
  ARCHIVE_LYING: {
    status: 400,
    message: 'the archive lies about "{path}": expected {expected}, found {found}',
    hint: 'unpack nothing from where it came',
  },
  ARCHIVE_TRAILING: {
    status: 400,
    message: 'the archive has something behind its end, which other programs would unpack',
    hint: 'unpack nothing from where it came',
  },
  ARCHIVE_LINK: {
    status: 400,
    message: 'the archive holds a link, "{path}" to "{to}"; links could lead out of the folder',
    hint: 'unpack it yourself, put a copy in the place of the link, and give the folder',
  },
  ARCHIVE_SPECIAL: {
    status: 400,
    message: 'the archive holds something that is neither a file nor a folder: "{path}" is {found}',
  },
  ARCHIVE_ENCRYPTED: {
    status: 400,
    message: 'the archive is encrypted: "{path}" can’t be read',
    hint: 'unpack it yourself and give the folder',
  },
  ARCHIVE_METHOD: {
    status: 400,
    message: '"{path}" in the archive is packed in a way that is not known here (method {found})',
    hint: 'unpack it yourself and give the folder',
  },
  ARCHIVE_BOMB: {
    status: 413,
    message: 'the archive ({found}) unpacks to more than {expected} times its size; it is made to fill disks',
  },
  ARCHIVE_TOO_LARGE: {
    status: 413,
    message: 'the archive unpacks to more than {expected}',
    hint: 'unpack it yourself and give the folder',
  },
  ARCHIVE_TOO_MANY: { status: 413, message: 'the archive has more than {expected} entries' },
  ARCHIVE_DISK_FULL: {
    status: 507,
    message: 'the disk is too full to unpack the archive: {found} may be used',
    hint: 'free some space and try again',
  },
  ARCHIVE_WRITE_LARGE: {
    status: 413,
    message: 'a ZIP holds at most 4 GiB, and this is more',
    hint: 'write it to a folder',
  },

  COPY_WRITE: { status: 500, message: '"{path}" can\'t be written ({reason})' },
} as const satisfies Record<string, ErrorRow>

export type FilesErrorCode = keyof typeof ERRORS
export const fail = errorTable(ERRORS)
