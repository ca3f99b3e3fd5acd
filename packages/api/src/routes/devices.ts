import {
  DeviceList,
  Renamed,
  RenameRequest,
  RestoreRequest,
  RestoreResult,
  WordsRequest,
  WordsTaken,
} from '../schemas/devices.ts'
import { route, type Route } from './route.ts'

export const devicesRoutes: readonly Route[] = [
  route({
    operation: 'listDevices',
    method: 'GET',
    url: '/v1/devices',
    summary: 'The devices of this person, and who keeps the list of their commons',
    answer: 'json',
    result: DeviceList,
    handle: (node) => node.listDevices(),
  }),
  route({
    operation: 'renameDevice',
    method: 'POST',
    url: '/v1/devices/name',
    summary: 'Calls one of one’s devices otherwise; only one’s own devices get to know',
    answer: 'json',
    body: RenameRequest,
    result: Renamed,
    handle: (node, { body }) => node.renameDevice(body),
  }),
  route({
    operation: 'takeWords',
    method: 'POST',
    url: '/v1/account',
    summary: 'Takes the 24 words once, in a home from before one could be found by them; they are not kept',
    answer: 'json',
    body: WordsRequest,
    result: WordsTaken,
    handle: (node, { body }) => node.takeWords(body),
  }),
  route({
    operation: 'restore',
    method: 'POST',
    url: '/v1/restores',
    summary:
      'Makes this computer a further device of the person of the words, and brings back what can be found',
    answer: 'action',
    body: RestoreRequest,
    result: RestoreResult,
    handle: (node, { body }, context) => node.restore(body, context),
  }),
]
