import { type ErrorRow, errorTable } from '@allmende/vocabulary'
import { CARRY_ERRORS } from './errors-carry.ts'
import { INVITE_ERRORS } from './errors-invites.ts'
import { BUNDLE_ERRORS } from './bundle/errors.ts'
import { KEEPING_ERRORS } from './keeping/errors.ts'
import { MEMBERS_ERRORS } from './members/errors.ts'
import { MIRROR_ERRORS } from './mirror/errors.ts'
import { DEVICE_ERRORS } from './devices/errors.ts'
import { DOCUMENT_ERRORS } from './drafts/errors.ts'
import { DOWNLOAD_ERRORS } from './downloads/errors.ts'
import { UPLOAD_ERRORS } from './uploads/errors.ts'

/** Every error this package throws. */
export const ERRORS = {
  ...MEMBERS_ERRORS,
  COMMONS_NONE: {
    status: 409,
    message: 'there is no commons here yet',
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
  ...KEEPING_ERRORS,
  ...BUNDLE_ERRORS,
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
  FILE_UNKNOWN: {
    status: 404,
    message: 'this version has no file "{found}"',
    hint: '`allmende show` lists the files',
  },
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
    message: 'only its author and whom the author named a maintainer can change "{title}"',
    hint: 'go on from it in a fork ("allmende fork {id} --to DIR" keeps what you changed), or share it as a good of its own with --new',
  },
  SHARE_BEHIND: {
    status: 409,
    message:
      'the folder stands at version {found} of "{title}", the newest is {expected}: sharing it would undo what came since',
    hint: 'bring it up to date with "allmende copy {id} DIR --force" (it writes over what differs), or share it nevertheless with --over',
  },
  MAINTAINERS_FOREIGN: {
    status: 403,
    message: 'only its author says who tends "{title}"',
  },
  PARTS_MISSING: {
    status: 503,
    message: 'a part of the parts list isn’t here yet ({found})',
    hint: 'try again when somebody who has it is connected',
  },
  PARTS_TOO_MANY: {
    status: 413,
    message: 'the parts list is too long: expected {expected}, found {found}',
    hint: 'make sub-assemblies of it',
  },
  PARTS_TABLE: {
    status: 400,
    message: 'no parts list can be read from "{path}"',
    hint: 'name another table of the folder with --parts, or leave it with --no-parts',
  },
  DERIVATION_UNKNOWN: {
    status: 400,
    message: 'expected one of {expected} as the way it was made from the original, found "{found}"',
  },
  NO_ORIGINAL: {
    status: 409,
    message: '"{title}" says of no other good that it was made from it',
    hint: 'a fork is made with "allmende fork GOOD"',
  },
  ORIGINAL_UNKNOWN: {
    status: 404,
    message: 'the original of "{title}" isn’t known here ({found})',
    hint: 'join its commons, or wait until somebody who has it is connected',
  },
  DIVERGED: {
    status: 409,
    message: '"{title}" stands diverged: {found}',
    hint: 'settle it first: "allmende accept VERSION" goes on from the version named',
  },
  LICENCE_INCOMPATIBLE: {
    status: 409,
    message: 'what is under {from} can’t become part of what is under {into}: {reason}',
    hint: 'ask those who hold the rights for another licence, or keep the change in a good of its own',
  },
  LICENCE_UNKNOWN_FIT: {
    status: 409,
    message:
      'whether what is under {from} may become part of what is under {into} isn’t known here: {reason}',
    hint: 'find out, and say --licence-checked',
  },
  MERGE_CONFLICTS: {
    status: 409,
    message: 'it was changed differently on both sides: {found}',
    hint: 'whoever suggests it can "allmende pull" and settle that; or take it with both sides kept and marked: --with-conflicts',
  },
  SUGGEST_ELSEWHERE: {
    status: 409,
    message: '"{title}" is in another commons than your fork: those who tend it couldn’t see the change',
    hint: 'fork it within its own commons',
  },
  SUGGEST_OWN: {
    status: 409,
    message: 'a good can’t be suggested to itself',
    hint: 'fork it first ("allmende fork"), or name another with --to',
  },
  SUGGEST_NOTHING: {
    status: 409,
    message: '"{title}" has the newest version of your fork already',
    hint: 'share the changed folder first',
  },
  SUGGESTION_SETTLED: {
    status: 409,
    message: 'this suggestion was {found} already',
    hint: 'a new one can be made with "allmende suggest"',
  },
  DRAFT_CHANGE_UNKNOWN: {
    status: 404,
    message: 'the draft has no change "{found}"; it has {expected}',
    hint: '"allmende draft history DRAFT" lists them with their numbers',
  },
  CLASH_UNKNOWN: {
    status: 404,
    message: 'there is no passage {found} to settle; there is {expected}',
    hint: '"allmende draft news DRAFT" shows them',
  },
  CLASH_GONE: {
    status: 409,
    message: 'the passage isn’t found in "{title}" any more: what stood around it has changed',
    hint: 'look at the text, change it if need be, and say --as-is',
  },
  DRAFT_MAY_NOT_EDIT: {
    status: 403,
    message: 'you may not edit "{title}": expected {expected}',
    hint: 'offer what you would write, and they take it in or not: "allmende draft suggest {id}"',
  },
  DRAFT_SHUT: {
    status: 409,
    message: '"{title}" is closed: nobody edits it or suggests anything',
    hint: 'who began it opens it again with "allmende draft archive DRAFT --reopen"',
  },
  PASSAGE_UNKNOWN: {
    status: 404,
    message: 'the draft does not say "{found}"',
    hint: 'the words must be there just so; or name lines: --line 3, --line 3:5',
  },
  PASSAGE_AMBIGUOUS: {
    status: 409,
    message: 'the draft says "{found}" more than once, in {places}',
    hint: 'quote more of it, or name the line: --line 3',
  },
  PASSAGE_LINE: {
    status: 400,
    message: 'expected lines from 1 to {expected}, found {found}',
    hint: '"allmende draft text DRAFT" shows them',
  },
  PASSAGE_MOVING: {
    status: 503,
    message: 'so much is being written that the passage could not be held',
    hint: 'try again in a moment',
  },
  MARK_NAME: {
    status: 400,
    message: 'a passage is marked as one of {expected}, found {found}',
    hint: 'allmende draft mark DRAFT --at "the words" --as strong',
  },
  MARK_ADDRESS: {
    status: 400,
    message: 'expected {expected}, found {found}',
    hint: 'a link leads to the web or to mail: --as link:https://example.org',
  },
  MARK_EMPTY: {
    status: 400,
    message: 'there is nothing to be marked: the passage is empty',
    hint: 'name words (--at) or lines in which something is written',
  },
  MARK_NONE: {
    status: 404,
    message: 'nothing in "{found}" is marked as {expected}',
    hint: '"allmende draft marks DRAFT" shows what is marked',
  },
  COMMENT_FOREIGN: {
    status: 403,
    message: 'only who wrote a comment, or may edit "{title}", says that it is done with',
    hint: 'answer it: "allmende comment COMMENT"',
  },
  SUGGEST_SAME: {
    status: 400,
    message: 'nothing is different from what "{title}" says: there is nothing to suggest',
    hint: 'edit the text before saving it',
  },
  SUGGEST_WAITING: {
    status: 409,
    message: '{found} passages that you suggested for this draft wait for an answer: that many are enough',
    hint: 'take some back with "allmende withdraw", or wait for an answer',
  },
  PIECE_UNKNOWN: {
    status: 404,
    message: 'the suggestion has no open passage {found}; it has {expected}',
    hint: '"allmende draft suggestions DRAFT" shows them with their numbers',
  },
  PIECE_MISSING: {
    status: 409,
    message: '{found} of {expected} passages are not here yet: nobody can take in what cannot be seen',
    hint: 'connect to who suggested them, or name others with --pieces',
  },
  DRAFT_NOT_YOURS: {
    status: 403,
    message: 'only who began "{title}" says who may edit it',
    hint: 'ask them; or begin a draft of your own with its text: "allmende draft text DRAFT | allmende draft new TITLE --stdin"',
  },
  BRING_SAME: {
    status: 400,
    message: 'that is the same commons: {found}',
    hint: 'name the commons it is in with --from and the other one with --to',
  },
  BRING_ELSEWHERE: {
    status: 409,
    message: '"{title}" is in {found}, not in {expected}',
    hint: 'say --from with the commons it is in',
  },
  SUGGESTION_FOREIGN: {
    status: 403,
    message: 'only who made a suggestion can take it back',
    hint: 'whoever tends the good can say no to it: "allmende decline"',
  },
  NOTHING_TO_SETTLE: {
    status: 409,
    message: '"{title}" doesn’t stand diverged: there is nothing to settle',
  },
  PERSON_UNKNOWN: {
    status: 404,
    message: 'nobody here is called "{found}"',
    hint: '"allmende commons members" lists everybody who wrote in a commons, with names and ids',
  },
  WORD_UNKNOWN: { status: 400, message: 'expected one of {expected} as {what}, found "{found}"' },
  PHOTO_TELLS: {
    status: 400,
    message: 'the picture {found} may say where it was taken, and that can’t be taken out here',
    hint: 'save it as JPEG or PNG, or say that it is to go as it is (--photos-as-they-are)',
  },
  PICTURE_TELLS: {
    status: 400,
    message: '{found} may say where it was taken, and that can’t be taken out here',
    hint: 'save it as JPEG or PNG, name it in .allmendeignore, or say that all go as they are (--pictures-as-they-are)',
  },
  NUMBER_RANGE: { status: 400, message: 'expected {expected} as {what}, found {found}' },
  ...CARRY_ERRORS,
  ...MIRROR_ERRORS,
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
  ...DEVICE_ERRORS,
  ...DOCUMENT_ERRORS,
  ...UPLOAD_ERRORS,
  ...DOWNLOAD_ERRORS,
  ADDRESS: { status: 400, message: 'expected an address like 192.168.1.20:4800, found "{found}"' },
  ...INVITE_ERRORS,
  LIVE_TABLE_GONE: {
    status: 409,
    message: 'the text was opened anew since this editor came',
    hint: 'join it again: what was not taken yet is sent then',
  },
  LIVE_INVALID: { status: 400, message: 'these changes don’t fit the text: {reason}' },
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
