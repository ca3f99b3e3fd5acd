import type { AllmendeNode, CommonsInfo, FileRequest } from '@allmende/node'
import { bytesOf, callsOver, type Context, queryOf, signalOf, streamed } from './asking.ts'
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
import { invitesOver } from './invites.ts'
import { suggestingOver } from './suggesting.ts'
import { keepingOver } from './keeping.ts'
import { liveOver } from './live.ts'
import { membersOver } from './members.ts'
import { mirrorOver } from './mirror.ts'
import { uploadsOver, type UploadCalls } from './uploads.ts'
import type { ClientTransport } from './transport.ts'

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
    listAbout: ({ thing: reference, ...query }) => get(`${thing(reference)}/about${queryOf(query)}`),
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
