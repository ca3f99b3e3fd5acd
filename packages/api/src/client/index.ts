/** A typed client of a node's local API. Runs in Node and in browsers; imports nothing at run time. */
export { createClient, type AllmendeClient, type ExportedRecord } from './client.ts'
export { enterPage, type Entered } from './enter-page.ts'
export { everyPage } from './every-page.ts'
export { keepFollowing, type Events, type EventsContext, type EventsHere, type Following } from './events.ts'
export { ClientError, type ErrorBody } from './error.ts'
export {
  httpTransport,
  type Answer,
  type ClientTransport,
  type HttpOptions,
  type Request,
} from './transport.ts'
export type * from '../guests/contract.ts'
export type * from '@allmende/node'
