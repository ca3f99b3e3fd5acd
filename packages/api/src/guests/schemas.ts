import { Type } from 'typebox'
import { request } from '../schemas/basics.ts'
import { LiveQuery, PointLive, PushLive } from '../schemas/live.ts'
import { MAX_HEADS, MAX_MARKED, MAX_NAME, MAX_WHY } from './limits.ts'

/** What the page of a guest sends. */
export const EnterBody = request({ name: Type.String({ minLength: 1, maxLength: MAX_NAME * 4 }) })
export const LiveGuestQuery = LiveQuery
export const UpdatesBody = PushLive
export const CursorBody = PointLive
export const TicketBody = request({ file: Type.Integer({ minimum: 0, maximum: 10_000 }) })
export const MarkBody = request({
  quote: Type.String({ minLength: 1, maxLength: MAX_MARKED }),
  near: Type.Integer({ minimum: 0, maximum: 2_000_000 }),
  name: Type.Enum(['strong', 'em', 'code', 'link']),
  value: Type.Optional(Type.Union([Type.String({ maxLength: 2_000 }), Type.Literal(true), Type.Null()])),
})
export const SuggestBody = request({
  key: Type.String({ pattern: '^[A-Za-z0-9_-]{8,40}$', description: 'The same when it is sent again' }),
  text: Type.String({ maxLength: 2_000_000 }),
  heads: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: MAX_HEADS }),
  why: Type.String({ minLength: 1, maxLength: MAX_WHY * 4 }),
})
