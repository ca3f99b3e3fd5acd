import type { AllmendeNode, Progress } from '@allmende/node'
import type { Guests } from '../guests/contract.ts'
import type { Static, TSchema } from 'typebox'
import type { EventLog, EventsHere } from '../server/event-log.ts'
import type { Pages } from '../server/pages.ts'

/** What a handler may use besides its input. */
export type RouteContext = {
  /** Aborts when whoever asked is gone, or when the node stops. */
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
  /** Streams only: sends one event, with its place where the stream can be gone on with. */
  readonly emit: (event: unknown, at?: string) => void
  /** Streams that can be gone on with: says where this one begins. */
  readonly begin: (here: EventsHere) => void
  /** Streams only: resolves once the reader has caught up. */
  readonly ready: () => Promise<void>
  readonly daemon: DaemonSide
  readonly events: EventLog
}

/** What the server itself knows and does, as seen by routes. */
export type DaemonSide = {
  readonly version: string
  readonly pid: number
  /** Proof of knowing the token, for a client that wants to know whom it found. Null without a token. */
  prove(nonce: string): string | null
  /** The address that opens the page once. */
  pageUrl(): string
  readonly pages: Pick<Pages, 'enter' | 'tabCode'>
  readonly guests: Guests
  stop(): void
}

export type Input<Params, Query, Body> = {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  /** Of a route that takes bytes: as they come. Empty elsewhere. */
  readonly content: AsyncIterable<Uint8Array>
}

/**
 * `json`: one JSON document. `action`: lines `{progress}`, at the end `{result}` or `{error}`.
 * `stream`: lines `{event}`, at the end `{result}` or `{error}`. `file`: bytes, in parts if asked for (`Range`).
 */
export type AnswerForm = 'json' | 'action' | 'stream' | 'file'

/** One route: the server, the OpenAPI document and the tests are all made from this table. */
export type Route = {
  readonly operation: string
  readonly method: 'GET' | 'POST'
  /** With parameters as `:name`. */
  readonly url: string
  readonly summary: string
  readonly answer: AnswerForm
  /** Answers without a token. */
  readonly open?: true
  readonly params?: TSchema
  readonly query?: TSchema
  readonly body?: TSchema
  readonly bodyLimit?: number
  /** Instead of `body`: bytes of any length, which the handler takes as they come. */
  readonly takes?: 'bytes'
  readonly result: TSchema
  /** Streams only. */
  readonly event?: TSchema
  /** Streams that can be gone on with: the line they begin with. */
  readonly begins?: TSchema
  /** Streams that don't wait for their reader: answers as a WebSocket, too, with a message for each line. Without parameters in the url. */
  readonly socket?: true
  readonly handle: (
    node: AllmendeNode,
    input: Input<unknown, unknown, unknown>,
    context: RouteContext,
  ) => Promise<unknown>
}

type Definition<P extends TSchema, Q extends TSchema, B extends TSchema> = Omit<
  Route,
  'params' | 'query' | 'body' | 'handle'
> & {
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly handle: (
    node: AllmendeNode,
    input: Input<Static<P>, Static<Q>, Static<B>>,
    context: RouteContext,
  ) => Promise<unknown>
}

/**
 * Ties a handler to its schemas. The cast is sound because the server validates params, query and body by these very
 * schemas before it calls the handler.
 */
export function route<P extends TSchema, Q extends TSchema, B extends TSchema>(
  definition: Definition<P, Q, B>,
): Route {
  return definition as unknown as Route
}
