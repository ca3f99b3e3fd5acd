import type { ActionContext, AllmendeNode, CommonsInfo, FileRequest, Progress } from '@allmende/node'
import { bundleOver } from './bundle.ts'
import type { Guests } from '../guests/contract.ts'
import type { Calls } from './calls.ts'
import { carryOver } from './carry.ts'
import { guestsOver } from './guests.ts'
import { deedsOver } from './deeds.ts'
import { downloadsOver, type DownloadCalls } from './downloads.ts'
import { draftsOver } from './drafts.ts'
import { followEvents, type Events } from './events.ts'
import { devicesOver } from './devices.ts'
import { cancelledError, errorFrom, goneError } from './error.ts'
import { invitesOver } from './invites.ts'
import { suggestingOver } from './suggesting.ts'
import { keepingOver } from './keeping.ts'
import { liveOver } from './live.ts'
import { membersOver } from './members.ts'
import { mirrorOver } from './mirror.ts'
import { uploadsOver, type UploadCalls } from './uploads.ts'
import { linesOf, textOf, type ClientTransport, type Request } from './transport.ts'

export type ExportedRecord = {
  readonly id: string
  readonly kind: string
  readonly known: boolean
  /** The record as it was written (CBOR), in base64. */
  readonly bytes: string
}

/** The node's own methods, and what only makes sense from outside of it. */
export type AllmendeClient = Omit<
  AllmendeNode,
  'id' | 'home' | 'on' | 'close' | 'exportRecords' | 'openFile' | 'openDownload' | 'putUpload'
> &
  UploadCalls &
  DownloadCalls &
  Guests & {
    /** The content of one file of a good or a build. */
    file(request: FileRequest, context?: { signal?: AbortSignal }): AsyncIterable<Uint8Array>
    /** Everything that happens, until `signal` aborts (then it resolves) or the node goes away (then it throws). */
    events: Events
    exportRecords(commons: string, context?: { signal?: AbortSignal }): AsyncIterable<ExportedRecord>
    /** The address of the page, with a code that opens it once. */
    page(): Promise<{ url: string }>
    /** A code for another tab of the page. */
    pageCode(): Promise<{ code: string }>
    /** Asks the daemon to stop; it does so after the answer. */
    stop(): Promise<{ stopping: true; pid: number }>
  }

type Context = { readonly signal?: AbortSignal }

/** A client over any transport. Every method throws errors with the node's own codes, NODE_GONE or CANCELLED. */
export function createClient(transport: ClientTransport): AllmendeClient {
  const { get, post, put, act, watch } = callsOver(transport)
  const thing = (reference: string) => `/v1/things/${encodeURIComponent(reference)}`
  const bytes = (path: string, context: Context = {}) =>
    bytesOf(transport, { method: 'GET', path, ...signalOf(context) })
  const calls: Calls = { get, post, put, act, thing, queryOf }
  return {
    status: () => get('/v1/status'),
    page: () => get('/v1/page'),
    pageCode: () => post('/v1/page/code', {}),
    stop: () => post('/v1/stop', {}),
    check: (options, context) => act('/v1/check', options, context),
    events: (context) =>
      followEvents((path, signal) => streamed(transport, { method: 'GET', path, signal }), context),

    createCommons: (request) => post('/v1/commons', request),
    joinCommons: (request) => post('/v1/commons/join', request),
    useCommons: (commons) => post('/v1/commons/use', { commons }),
    listCommons: async () => (await get<{ commons: CommonsInfo[] }>('/v1/commons')).commons,
    createStarter: () => post('/v1/commons/starter', {}),

    previewShare: (request) => post('/v1/shares/preview', request),
    share: (request, context) => act('/v1/shares', request, context),
    find: ({ builtByOthers, buildableWith, ...request }, context) => {
      const tools = buildableWith && buildableWith.length > 0 ? buildableWith.join('\n') : undefined
      const others = builtByOthers ? 'true' : undefined
      return get(`/v1/find${queryOf({ ...request, builtByOthers: others, buildableWith: tools })}`, context)
    },
    show: (reference, context) => get(thing(reference), context),
    copy: (request, context) => act('/v1/copies', request, context),
    file: ({ thing: reference, ...query }, context) =>
      bytes(`${thing(reference)}/file${queryOf(query)}`, context),
    comment: (request) => post('/v1/comments', request),

    ...deedsOver(calls),
    ...bundleOver(calls),
    ...carryOver(calls),
    ...devicesOver(calls),
    ...invitesOver(calls),
    ...keepingOver(calls),
    ...membersOver(calls),
    ...mirrorOver(calls),

    ...draftsOver({ ...calls, watch }),
    ...guestsOver(calls),
    ...liveOver({ ...calls, watch }),
    ...suggestingOver(calls),
    ...uploadsOver(calls),
    ...downloadsOver({ ...calls, bytes }),

    profile: (request) => post('/v1/profile', request),
    vouch: (request) => post('/v1/vouches', request),
    connect: (address) => post('/v1/connections', { address }),
    exportRecords: (commons, context) => watch(`/v1/commons/${encodeURIComponent(commons)}/records`, context),
  }
}

/** The three ways of asking: an answer at once, an action with progress, a stream. */
function callsOver(transport: ClientTransport) {
  const ask = async <T>(request: Request): Promise<T> => {
    const { status, body } = await transport(request)
    const text = await whole(body, request.signal)
    const answer = parsed(text)
    if (status >= 300 || answer === undefined) throw errorFrom(status, answer)
    return answer as T
  }
  return {
    get: <T>(path: string, context: Context = {}): Promise<T> =>
      ask<T>({ method: 'GET', path, ...signalOf(context) }),
    post: <T>(path: string, body: unknown, context: Context = {}) =>
      ask<T>({ method: 'POST', path, body, ...signalOf(context) }),
    put: <T>(path: string, bytes: Uint8Array<ArrayBuffer> | Blob, context: Context = {}) =>
      ask<T>({ method: 'POST', path, bytes, ...signalOf(context) }),
    act: async <T>(path: string, body: unknown, { onProgress, signal }: ActionContext = {}): Promise<T> => {
      const request: Request = { method: 'POST', path, body, ...signalOf({ ...(signal && { signal }) }) }
      for await (const line of streamed(transport, request)) {
        if (line.progress) onProgress?.(line.progress as Progress)
        if ('result' in line) return line.result as T
      }
      throw goneError()
    },
    watch: <T>(path: string, context: Context = {}) =>
      eventsOf<T>(transport, { method: 'GET', path, ...signalOf(context) }),
  }
}

/** The lines of a stream. Throws the error that stands in its last line, or as its whole answer. */
async function* streamed(
  transport: ClientTransport,
  request: Request,
): AsyncGenerator<Record<string, unknown>> {
  const { status, body } = await transport(request)
  if (status >= 300) throw errorFrom(status, parsed(await whole(body, request.signal)))
  try {
    for await (const line of linesOf(body)) {
      const object = line as Record<string, unknown>
      if (object['error']) throw errorFrom(500, object)
      yield object
    }
  } catch (error) {
    throw wayError(error, request.signal)
  }
}

async function* eventsOf<T>(transport: ClientTransport, request: Request): AsyncGenerator<T> {
  for await (const line of streamed(transport, request)) {
    if ('event' in line) yield line['event'] as T
    if ('result' in line) return
  }
  throw goneError()
}

/** A body as it comes. Throws the error that is the whole answer, or one of the way. */
async function* bytesOf(transport: ClientTransport, request: Request): AsyncGenerator<Uint8Array> {
  const { status, body } = await transport(request)
  if (status >= 300) throw errorFrom(status, parsed(await whole(body, request.signal)))
  try {
    yield* body
  } catch (error) {
    throw wayError(error, request.signal)
  }
}

async function whole(body: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<string> {
  try {
    return await textOf(body)
  } catch (error) {
    throw wayError(error, signal)
  }
}

/** An error of the connection in words of ours; one of ours as it is. */
function wayError(error: unknown, signal?: AbortSignal): unknown {
  if (signal?.aborted) return cancelledError()
  return error instanceof Error && error.name === 'AllmendeError' ? error : goneError(error)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function signalOf({ signal }: Context): Context {
  return signal ? { signal } : {}
}

function queryOf(fields: Readonly<Record<string, string | number | undefined>>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) query.set(name, String(value))
  return query.size ? `?${query}` : ''
}
