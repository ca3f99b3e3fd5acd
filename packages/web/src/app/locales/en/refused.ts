/** What the node refuses, by the code of the error: in words for somebody at the page, who types no commands. */
export const refused = {
  refused: {
    LINK_EMPTY: 'There is no link yet. A link begins with “allmende:”.',
    LINK_SCHEME: 'This is no link. Copy the whole link again, from “allmende:” to its last character.',
    LINK_BROKEN: 'The link has a blank or a line break in it. Join its parts into one line.',
    LINK_CHARACTER:
      'A character in the link is never used in links: they have no 0, 2, l and v. Look whether it is o, z, 1 or u.',
    LINK_TOO_SHORT: 'The link ends too early. Copy the whole link again, to its last character.',
    LINK_CHECKSUM: 'The link has a typing mistake, or a part is missing. Copy the whole link again.',
    LINK_VERSION: 'The link is of a newer program. Update Allmende.',
    INVITE_CODE_FORM:
      'A code is a number and two words, like 7-garden-lantern. Ask whoever invited you to say it again.',
    INVITE_CODE_WORD:
      'No code has the word “{{found}}”. The nearest are: {{expected}}. Nothing was tried yet.',
    INVITE_NOBODY:
      'Nobody with an open code of this number was found. It may be used up or too old, or its maker out of reach: try again, or ask for a new one.',
    INVITE_WRONG:
      'These are not the words of the code. Ask for them again before you try again: few tries are left.',
    INVITE_DEAD:
      'These are not the words of the code, and it was tried too often: it is dead now. Ask for a new one.',
    INVITE_MANY: 'There are {{expected}} open codes already. Cancel one first.',
    INVITE_FOR_DEVICE:
      'This code is for a further computer of whoever made it: it opens no commons and no good. Ask for another one.',
    DEVICE_NOBODY: 'You have no identity here yet: there is nothing that another computer could go on with.',
    RESTORE_CODE:
      'This code opens a commons or a good. Take one that your other computer gives under People, Another computer.',
    RESTORE_STRANGER:
      'The computer that made this code has other words than these. Nothing was begun here: check your words, and make a new code there.',
    PEER_ADDRESS: 'This is no address of a node. It looks like 192.168.1.20:4977.',
    PEER_UNREACHABLE:
      'Nobody answers there. Is the other node running, is this its address, and does a firewall let it through?',
    PEER_SELF: 'That is this node itself. Give the address of the other one.',
    IDENTITY_WORDS: 'These are not 24 words that belong together. Check the spelling and the order.',
    STORE_FULL: 'The disk is full. Free some space and try again; everything that was confirmed is safe.',
    SHARE_NOT_FOUND: 'There is nothing at this place.',
    SHARE_EMPTY: 'There is no file in it that could be shared.',
    SHARE_TOO_MANY:
      'A good has at most {{expected}} files, and this folder has more. Pack it into an archive, or leave folders out.',
    SHARE_DISK_FULL: 'The disk is full: nothing was shared. Free some space and share again.',
    SHARE_FOREIGN:
      'Only its author, and whom the author named a maintainer, can change this good. Fork it and go on there, or offer the change.',
    SHARE_BEHIND:
      'The folder stands at an older version: sharing it would undo what came since. Copy the newest version first.',
    COPY_EXISTS: 'Something else is there already under that name. Copy to another folder.',
    COPY_DISK_FULL: 'The disk is full. Free some space and copy again: it goes on where it was.',
    COPY_CORRUPT:
      'A file is not what its author listed, so nothing of it was kept. Ask the author to share again.',
    COPY_NO_HOLDER: 'Nobody who has the rest is online. Try again later: it goes on where it was.',
    NO_HOLDER: 'Nobody who has it is connected. Try again when somebody who has it is online.',
    COMMONS_NONE: 'There is no commons here yet. Make one, or join one.',
    COMMONS_WHICH: 'There are several commons and none was chosen. Choose one to write to.',
    COMMONS_NAME_TAKEN:
      'You have a commons called “{{found}}” already. Choose another name: you could not tell them apart.',
    KEEPER_UNKNOWN: 'Nobody seen in your commons is called that.',
    KEEPER_SELF:
      'That is this very computer. A keeper is another one, so that nothing is lost when this one is.',
    FORGET_LAST:
      'This is known to be nowhere else: forgotten here it would be lost. Let somebody copy or keep it first.',
    FORGET_KEPT: 'You agreed to keep what its author writes. End that first.',
    THING_UNKNOWN: 'Nothing here has this id, link or title. Look it up in the search.',
    LICENCE_MISSING: 'A good needs a licence that lets others use, change and share it. Choose one.',
    LICENCE_REFUSED: 'The licence “{{found}}” can’t be used here. Choose a free one.',
    LICENCE_INCOMPATIBLE:
      'The licences don’t fit together. Ask those who hold the rights for another one, or keep the change in a good of its own.',
    MERGE_CONFLICTS:
      'It was changed differently on both sides. Whoever offers it can pull the newest version and settle that.',
    SUGGEST_NOTHING: 'There is nothing new in your fork: share the changed folder first.',
    SUGGEST_SAME: 'Nothing is different yet: there is nothing to suggest.',
    SUGGEST_WAITING: 'Enough suggestions of yours wait for an answer here. Take some back, or wait.',
    DRAFT_MAY_NOT_EDIT: 'You may not edit this draft. Suggest what you would write: they take it in or not.',
    DRAFT_SHUT: 'The draft is closed: nobody edits it. Who began it can open it again.',
    DRAFT_FULL:
      'The draft is full: {{expected}} {{found}} are the most. Take some out, or begin a second draft.',
    PASSAGE_MOVING:
      'So much is being written here that the passage could not be held. Try again in a moment.',
    BACKUP_NOBODY: 'There is nothing of yours to keep yet: the first thing you write makes you somebody.',
    BACKUP_WRITE: 'The backup could not be written. Is the disk full?',
    ACCOUNT_NONE: 'Give your 24 words once, under “People”: they were begun before backups were.',
    IDENTITY_OTHER: 'These are the words of somebody else than who is on this computer.',
    IMPORT_NOTHING: 'Nothing in it describes a good that could come in.',
    IMPORT_REFUSED: 'Nothing of it is free, so nothing came in.',
    IMPORT_TABLE: 'No parts list could be read from it. Say which column is what.',
    ARCHIVE_DAMAGED: 'The archive is damaged. Fetch it again, or unpack it and choose the folder.',
    ARCHIVE_ENCRYPTED: 'The archive is encrypted. Unpack it and choose the folder.',
    ARCHIVE_BOMB: 'The archive is made to fill disks. It wasn’t unpacked.',
    ARCHIVE_TOO_LARGE: 'The archive unpacks to more than {{expected}}. Unpack it and choose the folder.',
    ARCHIVE_DISK_FULL: 'The disk is too full to unpack the archive.',
    UPLOAD_ONE: 'One file is wanted here. Choose the file itself, not its folder.',
    UPLOAD_MANY: 'There are too many files in it. Make one archive of many small ones.',
    UPLOAD_WAITING: 'Too much waits here to be used already. Share or cancel something, or wait ten minutes.',
    BACKUP_EXISTS:
      'There is a file of that name already, and a backup never writes over anything. Name another.',
    BACKUP_FOREIGN: 'This file is no backup of Allmende.',
    BACKUP_DAMAGED:
      'The backup is damaged and was refused whole. Another copy may be sound; what others have comes back by the words alone.',
    RECOVERY_FEW: '{{expected}} different shares are needed, {{found}} are here.',
    RECOVERY_WRONG:
      'The shares don’t give words: one of them is not what was handed out. Try with another friend’s in the place of each in turn.',
    RESTORE_USED: 'Somebody’s things are on this computer already: restore on an empty one.',
    PHOTO_TELLS:
      'The picture {{found}} may say where it was taken, and that can’t be taken out here. Save it as JPEG or PNG and choose it again.',
    PICTURE_TELLS:
      '{{found}} may say where it was taken, and that can’t be taken out here. Save it as JPEG or PNG, leave it out, or share it as it is.',
    UPLOAD_EMPTY: 'There is no file in what was chosen.',
    UPLOAD_ROOM: 'The disk has no room for it: {{expected}} are needed, {{found}} are free.',
    UPLOAD_UNKNOWN:
      'This is not being brought in any more. Choose the folder again; it may have been shared or cancelled in another window.',
    REQUESTS_MANY: 'Too much is asked at once. Wait a second.',
    GUEST_PORT: 'Guests can’t be let in at this address. Perhaps something else uses the port.',
    NODE_STOPPING: 'The node is being stopped. Everything acknowledged is on disk.',
    CANCELLED: 'Cancelled.',
    INTERNAL:
      'Something went wrong that shouldn’t. What was confirmed is safe; the log of the node says more.',
  },
}
