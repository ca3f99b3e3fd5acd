import { type ErrorRow, errorTable } from '@allmende/vocabulary'

/** Every error this package throws. */
export const ERRORS = {
  COMMONS_NONE: {
    status: 409,
    message: 'there is no commons to write to yet',
    hint: 'make one with "allmende commons create NAME", or join one with "allmende commons join LINK"',
  },
  COMMONS_WHICH: {
    status: 409,
    message: 'there are several commons and none was chosen: {found}',
    hint: 'name one with --commons, or choose one for good with "allmende commons use NAME"',
  },
  COMMONS_UNKNOWN: {
    status: 404,
    message: 'no commons here is called "{found}"',
    hint: '"allmende commons list" shows those you have; join another with "allmende commons join LINK"',
  },
  COMMONS_AMBIGUOUS: {
    status: 409,
    message: 'several commons are called "{found}"',
    hint: 'use its id, which "allmende commons list" shows',
  },
  COMMONS_NAME: {
    status: 400,
    message: 'expected {expected} as the name of a commons, found {found}',
    hint: 'for instance: allmende commons create "Repair Café"',
  },
  COMMONS_NAME_TAKEN: {
    status: 409,
    message: 'you have a commons called "{found}" already',
    hint: 'choose another name: you could not tell them apart',
  },
  COMMONS_OWN_WORDS: {
    status: 409,
    message: '{what} needs a commons that was joined; this one is only read from',
  },
  THING_UNKNOWN: {
    status: 404,
    message: 'nothing here has the id or title "{found}"',
    hint: 'look it up with "allmende find WORDS"; a link works as well',
  },
  THING_AMBIGUOUS: {
    status: 409,
    message: '"{found}" fits more than one thing: {which}',
    hint: 'use more of the id',
  },
  THING_KIND: { status: 400, message: 'expected a {expected}, found a {found}' },
  VERSION_UNKNOWN: { status: 404, message: 'this good has no version "{found}"; it has {expected}' },
  VERSION_WITHOUT_FILES: { status: 409, message: 'this good has no files' },
  LICENCE_MISSING: {
    status: 400,
    message: 'a good needs a licence that lets others use, change and share it',
    hint: 'say --licence ID, with one of these for a {type}: {suggestions}',
  },
  LICENCE_REFUSED: {
    status: 400,
    message: 'the licence "{found}" can’t be used: {reason}',
    hint: 'perhaps one of these: {suggestions}',
  },
  TYPE_UNKNOWN: { status: 400, message: 'expected one of {expected} as the type of a good, found "{found}"' },
  SHARE_PROBLEM: {
    status: 400,
    message: 'this can’t be shared as it is: {problems}',
    hint: 'rename or remove what is named, or list it in .allmendeignore',
  },
  SHARE_FOREIGN: {
    status: 403,
    message: 'only its author can publish a new version of "{title}"',
    hint: 'share it as a good of your own with --new',
  },
  NO_HOLDER: {
    status: 504,
    message: 'nobody who holds {what} is connected: {found}',
    hint: 'try again when somebody who has it is online, or add --wait',
  },
  DRAFT_FOREIGN_COMMONS: {
    status: 409,
    message: 'to edit this draft, join its commons first',
    hint: 'allmende commons join LINK',
  },
  ADDRESS: { status: 400, message: 'expected an address like 192.168.1.20:4800, found "{found}"' },
  HOME_UNUSABLE: {
    status: 500,
    message: 'the home folder {found} can’t be used: {reason}',
    hint: 'give another with --home DIR',
  },
  HOME_DAMAGED: {
    status: 500,
    message: 'the file {file} is damaged: {reason}',
    hint: 'put it back from a backup; everything else in the home is untouched',
  },
} as const satisfies Record<string, ErrorRow>

export const fail = errorTable(ERRORS)
