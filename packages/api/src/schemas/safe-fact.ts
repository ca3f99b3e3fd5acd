import { Type } from 'typebox'
import { nullable } from './basics.ts'

const Text = Type.String()
const At = Type.Number({ description: 'Milliseconds since the epoch' })
const Teller = { name: Text, mirror: Type.Boolean() }
const SomeTitles = { titles: Type.Array(Text), more: Type.Number() }

const Lack = Type.Object({
  commons: nullable(Text),
  kind: Type.Union([Type.Literal('unclear'), Type.Literal('differs'), Type.Literal('missing')]),
  records: Type.Number(),
  edits: Type.Number(),
  bytes: Type.Number(),
  of: Type.Object(SomeTitles),
  atLimit: Type.Boolean(),
})

/** One reason why it is safe to close, isn't, or isn't known; for whoever puts words to it in another language. */
export const SafeFact = Type.Union([
  Type.Object({ code: Type.Literal('nothing-written') }),
  Type.Object({
    code: Type.Literal('whole'),
    keepers: Type.Array(Type.Object(Teller)),
    of: Type.Number({ description: 'How many keepers there are' }),
    at: At,
  }),
  Type.Object({
    code: Type.Union([Type.Literal('holds'), Type.Literal('stale'), Type.Literal('not-agreed')]),
    ...Teller,
    at: At,
  }),
  Type.Object({ code: Type.Literal('silent'), ...Teller }),
  Type.Object({ code: Type.Literal('lacks'), ...Teller, at: At, lacks: Type.Array(Lack) }),
  Type.Object({ code: Type.Literal('unnamed-mirror'), name: Text, node: Text, at: At }),
  Type.Object({ code: Type.Literal('alone'), ...SomeTitles }),
  Type.Object({ code: Type.Literal('no-keeper'), commons: nullable(Text) }),
])
