import { provesOwnDevice } from '../devices/proof.ts'
import type { Parts } from '../parts.ts'
import { welcome } from './give-codes.ts'
import { InviteDesk } from './invite-desk.ts'
import { endOf } from './inviter.ts'

/** The one desk of a node: codes that open something and codes for one's own devices share numbers and limits. */
export function createDesk(parts: Parts): InviteDesk {
  const { sync, keyPair, clock, random, logger, events, logs } = parts
  return new InviteDesk({
    sync,
    keyPair,
    clock,
    random,
    logger,
    welcome: (invite, person) => welcome(parts, invite, person),
    provesOwn: (handshakeHash, proof) =>
      logs.account !== null && provesOwnDevice(logs.account.publicKey, handshakeHash, proof),
    ended: (invite, state) => {
      const message = endOf(invite, state)
      if (message !== null)
        events.emit({ type: 'finding', code: 'invite-dead', message, values: {}, at: clock.now() })
    },
  })
}
