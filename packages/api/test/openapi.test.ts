import Fastify, { type FastifyInstance } from 'fastify'
import test from 'tape'
import { Value } from 'typebox/value'
import type { Static, TSchema } from 'typebox'
import type * as contract from '@allmende/node'
import { buildApp } from '../src/server/app.ts'
import { createActivity } from '../src/server/activity.ts'
import { createEventLog } from '../src/server/event-log.ts'
import { openapi } from '../src/server/openapi.ts'
import type { DraftEvent, DraftInfo, DraftText } from '../src/schemas/drafts.ts'
import type { CommonsInfo } from '../src/schemas/commons.ts'
import type { CheckResult, NodeEvent, NodeStatus } from '../src/schemas/status.ts'
import type * as carry from '../src/schemas/carry.ts'
import type * as keeping from '../src/schemas/keeping.ts'
import type * as suggesting from '../src/schemas/suggesting.ts'
import type * as deeds from '../src/schemas/deeds.ts'
import type * as members from '../src/schemas/members.ts'
import type * as uploads from '../src/schemas/uploads.ts'
import type {
  CopyRequest,
  CopyResult,
  SharePreview,
  ShareRequest,
  ShareResult,
} from '../src/schemas/goods.ts'
import type { Closure, Explosion, Found, ThingInfo } from '../src/schemas/things.ts'
import type { Comparison } from '../src/schemas/compare.ts'
import { ErrorAnswer, type Progress } from '../src/schemas/basics.ts'
import { quietLogger } from '../src/quiet-logger.ts'
import { ask } from './fake/ask.ts'
import { createFakeNode } from './fake/node.ts'
import { examples } from './fake/requests.ts'
import { served } from './fake/served.ts'

type Document = { paths: Record<string, Record<string, Operation>>; openapi: string }
type Operation = {
  operationId: string
  parameters?: { name: string; in: string }[]
  requestBody?: unknown
  responses: { 200: { content: Record<string, { schema: TSchema }> } }
  security?: unknown[]
}

test('the OpenAPI document and the routes of the server are the same', async (t) => {
  const routes: string[] = []
  const { paths } = openapi() as Document
  for (const [path, operations] of Object.entries(paths))
    for (const method of Object.keys(operations)) {
      const url = path.replaceAll(/\{(\w+)\}/g, ':$1')
      routes.push(`${method.toUpperCase()} ${url}`)
    }
  t.equal(routes.length, examples().length, `${routes.length} routes`)
  const real = await routesOfServer()
  t.deepEqual(
    real.toSorted(),
    [...routes, 'GET /', 'HEAD /', 'GET /openapi.json'].toSorted(),
    'and none besides',
  )
})

test('AP55 the OpenAPI document says of the events, and of nothing else, that they come over a WebSocket as well', (t) => {
  const { paths } = openapi() as Document
  const sockets = Object.entries(paths).filter(([, { get }]) => get && 101 in get.responses)
  t.deepEqual(
    sockets.map(([path]) => path),
    ['/v1/events'],
  )
  t.end()
})

const BYTES = { 'content-type': 'application/octet-stream' }

/** What Fastify itself was told, by its own hook. */
async function routesOfServer(): Promise<string[]> {
  const real: string[] = []
  const app = buildApp({
    node: createFakeNode('/nowhere'),
    access: null,
    assets: new Map(),
    callers: new Map(),
    events: createEventLog('0'),
    activity: createActivity(),
    logger: quietLogger,
    daemon: {
      version: '',
      pid: 0,
      prove: () => null,
      pageUrl: () => '',
      pages: {} as never,
      stop: () => {},
      guests: {} as never,
    },
    create: (options) => {
      const made: FastifyInstance = Fastify(options)
      made.addHook('onRoute', ({ method, url }) => void real.push(`${String(method)} ${url}`))
      return made
    },
  })
  await app.ready()
  return real
}

test('every answer is what the OpenAPI document says, in form and content', async (t) => {
  const { port, bearer, server } = await served(t, { peers: true, problems: true })
  const { paths } = openapi() as Document
  let checked = 0
  for (const { route, path, body: example, bytes } of examples()) {
    const body = route.operation === 'enterPage' ? { code: server.pageUrl.split('#code=')[1] } : example
    if (route.answer === 'stream' && route.operation !== 'exportRecords') continue
    if (route.answer === 'file') continue // see file.test.ts
    const how =
      bytes === undefined ? { headers: bearer, body } : { headers: { ...bearer, ...BYTES }, raw: bytes }
    const asked = await ask(port, path, { method: route.method, ...how })
    const url = route.url.replaceAll(/:(\w+)/g, '{$1}')
    const operation = paths[url]?.[route.method.toLowerCase()]
    const content = operation?.responses[200].content ?? {}
    const [type = ''] = Object.keys(content)
    t.equal(asked.status, 200, `${route.operation}: ${asked.status === 200 ? 'answers' : asked.text}`)
    t.ok(asked.headers['content-type']?.startsWith(type), `${route.operation}: ${type}`)
    for (const line of asked.text.trim().split('\n')) {
      checked++
      const value = JSON.parse(line) as unknown
      const schema = content[type]?.schema
      if (!schema || !Value.Check(schema, value)) t.fail(`${route.operation}: ${line.slice(0, 200)}`)
    }
    t.equal(operation?.requestBody !== undefined, (body ?? bytes) !== undefined, `${route.operation}: body`)
  }
  t.ok(checked > 30, `${checked} answers were checked`)
})

test('the document is served to everybody on this computer, and the errors fit it', async (t) => {
  const { port } = await served(t)
  const asked = await ask(port, '/openapi.json')
  t.equal((asked.json as Document).openapi, '3.1.0')
  t.ok(Value.Check(ErrorAnswer, (await ask(port, '/v1/status')).json))
})

/** Compiles only while the schemas say what the contract says. */
type Says<_Schema extends Contract, Contract> = true
export type Held = [
  Says<Static<typeof NodeStatus>, contract.NodeStatus>,
  Says<Static<typeof CheckResult>, contract.CheckResult>,
  Says<Static<typeof NodeEvent>, contract.NodeEvent>,
  Says<Static<typeof CommonsInfo>, contract.CommonsInfo>,
  Says<Static<typeof SharePreview>, contract.SharePreview>,
  Says<Static<typeof ShareRequest>, contract.ShareRequest>,
  Says<Static<typeof uploads.UploadPreview>, contract.UploadPreview>,
  Says<Static<typeof uploads.UploadShareRequest>, contract.UploadShareRequest>,
  Says<Static<typeof uploads.UploadInfo>, contract.UploadInfo>,
  Says<Static<typeof ShareResult>, contract.ShareResult>,
  Says<Static<typeof Found>['results'][number], contract.FindResult>,
  Says<Static<typeof ThingInfo>, contract.ThingInfo>,
  Says<Static<typeof CopyRequest>, contract.CopyRequest>,
  Says<Static<typeof CopyResult>, contract.CopyResult>,
  Says<Static<typeof deeds.ForkRequest>, contract.ForkRequest>,
  Says<Static<typeof deeds.ForkResult>, contract.ForkResult>,
  Says<Static<typeof deeds.PullRequest>, contract.PullRequest>,
  Says<Static<typeof deeds.PullResult>, contract.PullResult>,
  Says<Static<typeof deeds.SuggestRequest>, contract.SuggestRequest>,
  Says<Static<typeof deeds.SuggestResult>, contract.SuggestResult>,
  Says<Static<typeof deeds.AcceptRequest>, contract.AcceptRequest>,
  Says<Static<typeof deeds.AcceptResult>, contract.AcceptResult>,
  Says<Static<typeof deeds.DeclineResult>, contract.DeclineResult>,
  Says<Static<typeof deeds.BuildRequest>, contract.BuildRequest>,
  Says<Static<typeof deeds.BuildResult>, contract.BuildResult>,
  Says<Static<typeof deeds.UseRequest>, contract.OutsideUseRequest>,
  Says<Static<typeof deeds.MaintainRequest>, contract.MaintainRequest>,
  Says<Static<typeof deeds.MaintainResult>, contract.MaintainResult>,
  Says<Static<typeof Explosion>, contract.ExplosionInfo>,
  Says<Static<typeof Closure>, contract.ClosureInfo>,
  Says<Static<typeof Comparison>, contract.CompareInfo>,
  Says<Static<typeof carry.ImportRequest>, contract.ImportRequest>,
  Says<Static<typeof carry.ImportResult>, contract.ImportResult>,
  Says<Static<typeof carry.ExportGoodRequest>, contract.ExportGoodRequest>,
  Says<Static<typeof carry.ExportCommonsRequest>, contract.ExportCommonsRequest>,
  Says<Static<typeof carry.ExportResult>, contract.ExportResult>,
  Says<Static<typeof deeds.DeclineRequest>, contract.DeclineRequest>,
  Says<Static<typeof suggesting.DraftComments>, contract.DraftComments>,
  Says<Static<typeof suggesting.DraftSuggestions>, contract.DraftSuggestions>,
  Says<Static<typeof suggesting.DraftSuggested>, contract.DraftSuggested>,
  Says<Static<typeof keeping.KeeperList>, contract.KeeperList>,
  Says<Static<typeof keeping.KeepingInfo>, contract.KeepingInfo>,
  Says<Static<typeof members.BlockInfo>, contract.BlockInfo>,
  Says<Static<typeof members.MembersResult>, contract.MembersInfo>,
  Says<Static<typeof members.ExclusionRequest>, contract.ExclusionRequest>,
  Says<Static<typeof members.ExclusionResult>, contract.ExclusionResult>,
  Says<Static<typeof keeping.PinInfo>, contract.PinInfo>,
  Says<Static<typeof keeping.Forgotten>, contract.Forgotten>,
  Says<Static<typeof members.NewKeyResult>, contract.NewKeyResult>,
  Says<Static<typeof DraftInfo>, contract.DraftInfo>,
  Says<Static<typeof DraftText>, contract.DraftText>,
  Says<Static<typeof DraftEvent>, contract.DraftEvent>,
  Says<Static<typeof Progress>, contract.Progress>,
]
