import { Type } from 'typebox'
import { SafeFact } from './safe-fact.ts'
import { nullable, request } from './basics.ts'
import { Values } from './goods.ts'

export const Hello = Type.Object({
  name: Type.Literal('allmende'),
  version: Type.String(),
  pid: Type.Integer(),
  proof: nullable(
    Type.String({
      description: 'HMAC-SHA-256 of the nonce, keyed with the token: this is the node of that home',
    }),
  ),
})

export const HelloQuery = request({ nonce: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$' })) })

export const PeerInfo = Type.Object({
  node: Type.String(),
  name: Type.Optional(Type.String()),
  transport: Type.String({ description: '"same network", "internet" or "relayed"' }),
  address: Type.String(),
  rtt: nullable(Type.Number({ description: 'Milliseconds; null before the first answer' })),
  silentSince: nullable(
    Type.Number({
      description:
        'When it was last heard of, if it has answered nothing for longer than two pings take: it isn’t counted as connected then; null while it answers',
    }),
  ),
  since: Type.Number(),
  bytesIn: Type.Number(),
  bytesOut: Type.Number(),
  commons: Type.Array(Type.String()),
})

const CommonsStatus = Type.Object({
  id: Type.String(),
  name: Type.String(),
  public: Type.Boolean(),
  logs: Type.Number(),
  records: Type.Number(),
  goods: Type.Number(),
  drafts: Type.Number(),
  behind: nullable(Type.Number({ description: 'Blocks known to be missing; null when nobody could tell' })),
})

export const TransferInfo = Type.Object({
  direction: Type.Union([Type.Literal('out'), Type.Literal('in')]),
  id: Type.String(),
  title: Type.String(),
  peer: Type.String(),
  bytes: Type.Number(),
  total: Type.Number(),
  holders: Type.Number(),
})

const Finding = Type.Object({
  code: Type.String(),
  message: Type.String(),
  values: Values,
  at: Type.Number(),
})

/** What is known: nothing is said to be safe that isn't. */
export const Answer = Type.Union([Type.Literal('yes'), Type.Literal('no'), Type.Literal('unknown')])

export const NodeStatus = Type.Object({
  node: Type.String(),
  version: Type.String(),
  home: Type.String(),
  person: nullable(Type.String()),
  name: nullable(Type.String()),
  device: nullable(Type.String()),
  peers: Type.Array(PeerInfo),
  commons: Type.Array(CommonsStatus),
  safeToClose: Type.Object({
    answer: Answer,
    reasons: Type.Array(Type.String()),
    why: Type.Array(SafeFact),
    keepers: Type.Array(
      Type.Object({
        node: Type.String(),
        name: Type.String(),
        answer: Answer,
        agreed: Type.Boolean(),
        mirror: Type.Optional(Type.Literal(true)),
        at: nullable(Type.Number({ description: 'The moment its word is of' })),
        reason: Type.String(),
        why: SafeFact,
      }),
    ),
  }),
  network: Type.Array(
    Type.Object({
      transport: Type.String(),
      addresses: Type.Array(Type.String()),
      state: Type.String(),
      answers: Type.Enum(['yes', 'no', 'unknown', 'off']),
      hints: Type.Array(
        Type.Union(
          [
            Type.Object({
              code: Type.Enum(['udp-blocked', 'meeting-place-silent']),
              message: Type.String(),
              host: Type.String(),
            }),
            Type.Object({
              code: Type.Literal('hard-router'),
              message: Type.String(),
              relays: Type.Number({ description: 'That are known' }),
            }),
            Type.Object({
              code: Type.Literal('neighbours-unreachable'),
              message: Type.String(),
              hosts: Type.Array(Type.String()),
            }),
            Type.Object({
              code: Type.Enum(['no-answer', 'network-quiet', 'no-network']),
              message: Type.String(),
            }),
          ],
          { description: 'What may keep others away' },
        ),
      ),
      places: Type.Optional(
        Type.Array(
          Type.Object({
            address: Type.String(),
            learned: Type.Boolean({ description: 'A peer said that it opens it; else it was given' }),
            state: Type.Union([Type.Literal('there'), Type.Literal('away'), Type.Literal('unknown')]),
          }),
          { description: 'Meeting places over TCP, through which others are reached' },
        ),
      ),
    }),
  ),
  relay: nullable(
    Type.Object(
      {
        state: Type.Union([Type.Literal('offered'), Type.Literal('unreachable'), Type.Literal('unknown')]),
        computers: Type.Number(),
        connections: Type.Number(),
        bytes: Type.Number(),
        refused: Type.Number(),
        mostConnections: Type.Number(),
        bytesPerSecond: Type.Number(),
        place: nullable(
          Type.Object(
            {
              state: Type.Union([Type.Literal('opening'), Type.Literal('open'), Type.Literal('failed')]),
              port: Type.Number(),
              computers: Type.Number(),
              connections: Type.Number(),
              bytes: Type.Number(),
              mostConnections: Type.Number(),
              bytesPerSecond: Type.Number(),
            },
            { description: 'A meeting place over TCP, for those without UDP' },
          ),
        ),
      },
      { description: 'What is carried for others who can’t reach each other' },
    ),
  ),
  findings: Type.Array(Finding),
  transfers: Type.Array(TransferInfo),
})

export const CheckRequest = request({ rebuild: Type.Optional(Type.Boolean()) })

export const CheckResult = Type.Object({
  ok: Type.Boolean(),
  problems: Type.Array(
    Type.Object({
      code: Type.String(),
      message: Type.String(),
      values: Values,
      hint: Type.Optional(Type.String()),
    }),
  ),
  checked: Type.Object({ logs: Type.Number(), records: Type.Number(), files: Type.Number() }),
  state: Type.Array(Type.Object({ commons: Type.String(), name: Type.String(), hash: Type.String() })),
  rebuilt: Type.Optional(Type.Boolean()),
})

export const NodeEvent = Type.Union([
  Type.Object({ type: Type.Enum(['peer', 'peer-gone', 'peer-silent']), peer: PeerInfo }),
  Type.Object({
    type: Type.Literal('changed'),
    commons: Type.String(),
    kinds: Type.Array(Type.String()),
    things: Type.Array(Type.String()),
  }),
  Type.Object({ type: Type.Literal('transfer'), transfer: TransferInfo }),
  Type.Object({
    type: Type.Literal('holding'),
    id: Type.String(),
    version: Type.String(),
    title: Type.String(),
    holders: Type.Number(),
  }),
  Type.Object({
    type: Type.Literal('progress'),
    commons: Type.String(),
    behind: nullable(Type.Number()),
  }),
  Type.Object({ type: Type.Literal('finding'), ...Finding.properties }),
])

export const Stopping = Type.Object({ stopping: Type.Literal(true), pid: Type.Integer() })

export const Page = Type.Object({
  url: Type.String({ description: 'Address of the page, with a code that opens it once, within an hour' }),
})

const Secret = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' })

export const PageCode = Type.Object({ code: Secret })

export const EnterPage = request({ code: Type.String({ minLength: 1, maxLength: 200 }) })

export const Entered = Type.Object({
  token: Type.String({ description: 'The bearer of this page, for this run of the node' }),
  again: Type.String({ description: 'A code for the next reload of this page' }),
})

const EventPlace = { description: 'A place in the events of one run of the node', maxLength: 64 }

export const EventsQuery = request({
  after: Type.Optional(Type.String({ ...EventPlace, pattern: '^[0-9a-f]{16}\\.[0-9]{1,15}$' })),
})

export const EventsHere = Type.Object({
  at: Type.String(EventPlace),
  whole: Type.Boolean({
    description: 'Everything since `after` follows. If not, it was too old or none was named: read anew',
  }),
})
