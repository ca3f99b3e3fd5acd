import { CommonsName, request } from '../schemas/basics.ts'
import {
  CommonsInfo,
  CommonsList,
  CreateCommons,
  Exported,
  ExportedRecord,
  JoinCommons,
  UseCommons,
} from '../schemas/commons.ts'
import { route, type Route } from './route.ts'

export const commonsRoutes: readonly Route[] = [
  route({
    operation: 'listCommons',
    method: 'GET',
    url: '/v1/commons',
    summary: 'The commons this node has, each with the link that opens it',
    answer: 'json',
    result: CommonsList,
    handle: async (node) => ({ commons: await node.listCommons() }),
  }),
  route({
    operation: 'createCommons',
    method: 'POST',
    url: '/v1/commons',
    summary: 'Makes a commons',
    answer: 'json',
    body: CreateCommons,
    result: CommonsInfo,
    handle: (node, { body }) => node.createCommons(body),
  }),
  route({
    operation: 'joinCommons',
    method: 'POST',
    url: '/v1/commons/join',
    summary: 'Joins a commons by its link. Never changes where one writes',
    answer: 'json',
    body: JoinCommons,
    result: CommonsInfo,
    handle: (node, { body }) => node.joinCommons(body),
  }),
  route({
    operation: 'useCommons',
    method: 'POST',
    url: '/v1/commons/use',
    summary: 'Chooses the commons that writes go to when none is named',
    answer: 'json',
    body: UseCommons,
    result: CommonsInfo,
    handle: (node, { body }) => node.useCommons(body.commons),
  }),
  route({
    operation: 'createStarter',
    method: 'POST',
    url: '/v1/commons/starter',
    summary:
      'Makes the starter commons: a few goods and the manual as a draft. Does nothing when it is there',
    answer: 'json',
    body: request({}),
    result: CommonsInfo,
    handle: (node) => node.createStarter(),
  }),
  route({
    operation: 'exportRecords',
    method: 'GET',
    url: '/v1/commons/:commons/records',
    summary: 'Every record of a commons as it was written, unknown kinds and fields too',
    answer: 'stream',
    params: request({ commons: CommonsName }),
    event: ExportedRecord,
    result: Exported,
    handle: async (node, { params }, { emit, ready, signal }) => {
      let records = 0
      for await (const { id, kind, known, bytes } of node.exportRecords(params.commons)) {
        signal.throwIfAborted()
        emit({ id, kind, known, bytes: Buffer.from(bytes).toString('base64') })
        records++
        await ready()
      }
      return { records }
    },
  }),
]
