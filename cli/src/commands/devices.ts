import type { CommandSpec } from './spec.ts'

export const WORDS_OPTION = {
  flags: '--words-file FILE',
  about: 'the 24 words from a file (- for standard input) instead of asking for them',
}

export const devicesCommands: readonly CommandSpec[] = [
  {
    name: 'restore',
    summary: 'begin anew on this computer with your 24 words',
    about:
      'Makes this computer a further device of yours, in an empty home. The list of your commons is looked for with all who keep it: your other devices, ' +
      'your keepers, members of your commons. The old computer may go on running. What can’t be found is listed; what isn’t found at once is looked for ' +
      'again while `allmende start` runs.',
    options: [
      WORDS_OPTION,
      {
        flags: '--code CODE',
        about: 'of `allmende device add` on another computer of yours, to find it by',
      },
      { flags: '--from FILE', about: 'a backup; what others have newer comes after it' },
      { flags: '--files', about: 'fetch the files of your own goods too, from those who are connected' },
      { flags: '--wait SECONDS', about: 'how long to look (default: 60)', kind: 'count' },
    ],
    network: true,
    examples: [
      'allmende restore --files',
      'allmende restore --code 7-garden-lantern',
      'allmende restore --words-file words.txt --connect 192.168.1.7:4800',
    ],
    load: async () => (await import('../actions/restore.ts')).restore,
  },
  {
    name: 'backup',
    summary: 'one file with all your commons, which only your words open',
    about:
      'Sealed: whoever finds it can’t read it. It holds the list of your commons and what is in them, but no keys of this device: who restores it is a new one. ' +
      'It is written whole or not at all, and never over another.',
    arguments: [{ name: 'FILE', about: 'the file that is written', optional: true }],
    options: [
      { flags: '--without-files', about: 'without what is in the goods: much smaller' },
      { flags: '--verify FILE', about: 'read a backup to its end instead, and say what is in it' },
    ],
    network: true,
    examples: [
      'allmende backup /media/stick/anna.backup',
      'allmende backup --verify /media/stick/anna.backup',
    ],
    load: async () => (await import('../actions/backup.ts')).backup,
  },
  {
    name: 'device list',
    summary: 'your devices: since when, and when they wrote last',
    about:
      'Also says who keeps the list of your commons, by which your words alone bring you back. A home from before that was possible asks for the words once.',
    options: [WORDS_OPTION],
    network: true,
    examples: ['allmende device list', 'allmende device list --json'],
    load: async () => (await import('../actions/devices.ts')).deviceList,
  },
  {
    name: 'device add',
    summary: 'a code to go on with another computer as well',
    about:
      'Gives a code like 7-garden-lantern, by which `allmende restore --code` on the new computer finds this one, and waits until it has come. Your words are ' +
      'typed there; no key of this device is copied. The code is good once and dead after three wrong tries, and opens nothing by itself. Without a running node ' +
      'this command is one until Ctrl-C.',
    options: [
      { flags: '--for TIME', about: 'how long it is good: 90s, 10m (the default), 2h, at most 1d' },
      { flags: '--no-wait', about: 'with a running node: do not wait until the new one has come' },
      { flags: '--qr', about: 'draw the code as a QR code too' },
      { flags: '--cancel CODE', about: 'end this code' },
    ],
    network: true,
    examples: ['allmende device add', 'allmende device add --cancel 7-garden-lantern'],
    load: async () => (await import('../actions/device-add.ts')).deviceAdd,
  },
  {
    name: 'device rename',
    summary: 'call a device otherwise; only your own devices get to know',
    arguments: [
      { name: 'DEVICE', about: 'its name, or the beginning of its id' },
      { name: 'NAME', about: 'the new name' },
    ],
    network: true,
    examples: ['allmende device rename 8xk3 "Old laptop"'],
    load: async () => (await import('../actions/devices.ts')).deviceRename,
  },
  {
    name: 'device retire',
    summary: 'say that a device of yours writes no more: lost, stolen, given away',
    about:
      'With your words it holds at once. With --by-devices it is this device’s word, and holds as soon as a second device of yours says it too, if you have three or more. ' +
      'What it wrote before stays; what it writes from now on is refused by everybody. It can’t be taken back. Whoever has the device still has what lies on it.',
    arguments: [{ name: 'DEVICE', about: 'its name, or the beginning of its id' }],
    options: [
      WORDS_OPTION,
      { flags: '--by-devices', about: 'without the words, together with another of your devices' },
      { flags: '--anyway', about: 'although it has told of entries that aren’t here: they are refused then' },
    ],
    network: true,
    examples: ['allmende device retire "Old laptop"', 'allmende device retire 8xk3 --by-devices'],
    load: async () => (await import('../actions/devices.ts')).deviceRetire,
  },
  {
    name: 'recovery split',
    summary: 'give friends shares of your 24 words, some of which together give them back',
    about:
      'Writes one file for each friend. With fewer of them than needed nobody learns anything; with as many, anybody who has them is you. Choose friends who ' +
      'don’t all know of each other, and tell them what it is for.',
    options: [
      { flags: '--friends N', about: 'how many shares (default: 5)', kind: 'count' },
      { flags: '--need N', about: 'how many of them give the words back (default: 3)', kind: 'count' },
      { flags: '--to DIR', about: 'the folder for the files (default: this one)' },
      WORDS_OPTION,
    ],
    examples: ['allmende recovery split --friends 5 --need 3'],
    load: async () => (await import('../actions/recovery.ts')).recoverySplit,
  },
  {
    name: 'recovery combine',
    summary: 'get your 24 words back from the shares of friends',
    about:
      'Shows the words on the terminal, or writes them to a file that `allmende restore --words-file` takes.',
    arguments: [{ name: 'SHARE', about: 'a friend’s file', repeat: true }],
    options: [{ flags: '--to FILE', about: 'write the words here instead of showing them' }],
    examples: ['allmende recovery combine share-1.txt share-4.txt share-5.txt'],
    load: async () => (await import('../actions/recovery.ts')).recoveryCombine,
  },
]
