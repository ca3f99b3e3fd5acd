import type { CommandSpec } from './spec.ts'
import { QR_OPTION } from './spec.ts'

export const guestCommands: readonly CommandSpec[] = [
  {
    name: 'guest open',
    summary: 'let somebody on the same network see a good, or write in a draft, with nothing installed',
    about:
      'Gives a link and a QR code for a phone. What guests write becomes edits of yours that name them: "Ina, guest of Anna". It ends by its time, with ' +
      '`guest close`, and with the node. With --right suggest they edit a copy and send it with a line about why; `draft suggestions` shows it, and it ' +
      'counts when it is accepted. What you may not edit can’t be opened for editing, and a closed draft only for viewing. Plain HTTP: others in the same network could listen.',
    arguments: [{ name: 'THING', about: 'a draft or a good: its link, its id, or its title' }],
    options: [
      { flags: '--right RIGHT', about: 'for a draft: view, suggest or edit (default: edit)' },
      { flags: '--for TIME', about: 'how long: 30m, 1h, 2d (default: 1h)' },
      { flags: '--name TEXT', about: 'what you call it in `guest list`' },
      {
        flags: '--address ADDRESS',
        about: 'an address of this computer (default: all on local networks; may be repeated)',
        repeat: true,
      },
      { flags: '--port PORT', about: 'the port (default: 4749, or any free one)', kind: 'port' },
      { flags: '--no-qr', about: 'show no QR code' },
      QR_OPTION,
    ],
    network: true,
    examples: [
      'allmende guest open "Minutes of May"',
      'allmende guest open "Minutes of May" --right suggest',
      'allmende guest open Bench --for 20m',
    ],
    load: async () => (await import('../actions/guest.ts')).guestOpen,
  },
  {
    name: 'guest list',
    summary: 'what is open for guests, and who has come',
    examples: ['allmende guest list'],
    load: async () => (await import('../actions/guest.ts')).guestList,
  },
  {
    name: 'guest close',
    summary: 'end it: connections are cut at once, later edits refused; what was written stays',
    arguments: [{ name: 'WHICH', about: 'its id or name, or the title of what it opens', optional: true }],
    options: [{ flags: '--all', about: 'everything that is open for guests' }],
    examples: ['allmende guest close "Minutes of May"', 'allmende guest close --all'],
    load: async () => (await import('../actions/guest.ts')).guestClose,
  },
]
