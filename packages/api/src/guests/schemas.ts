import { Type } from 'typebox'
import { request } from '../schemas/basics.ts'
import { LiveQuery, PointLive, PushLive } from '../schemas/live.ts'
import { MAX_NAME } from './limits.ts'

/** What the page of a guest sends. */
export const EnterBody = request({ name: Type.String({ minLength: 1, maxLength: MAX_NAME * 4 }) })
export const LiveGuestQuery = LiveQuery
export const UpdatesBody = PushLive
export const CursorBody = PointLive
export const TicketBody = request({ file: Type.Integer({ minimum: 0, maximum: 10_000 }) })
