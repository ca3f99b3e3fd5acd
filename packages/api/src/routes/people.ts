import {
  Connected,
  ConnectRequest,
  Profile,
  ProfileRequest,
  Vouched,
  VouchRequest,
} from '../schemas/people.ts'
import { route, type Route } from './route.ts'

export const peopleRoutes: readonly Route[] = [
  route({
    operation: 'profile',
    method: 'POST',
    url: '/v1/profile',
    summary: 'Sets the fields given, and answers with the profile as it then is',
    answer: 'json',
    body: ProfileRequest,
    result: Profile,
    handle: (node, { body }) => node.profile(body),
  }),
  route({
    operation: 'vouch',
    method: 'POST',
    url: '/v1/vouches',
    summary: 'Vouches for a person: their records are then carried beyond the quota of newcomers',
    answer: 'json',
    body: VouchRequest,
    result: Vouched,
    handle: (node, { body }) => node.vouch(body),
  }),
  route({
    operation: 'connect',
    method: 'POST',
    url: '/v1/connections',
    summary: 'Connects to a node whose address one knows',
    answer: 'json',
    body: ConnectRequest,
    result: Connected,
    handle: (node, { body }) => node.connect(body.address),
  }),
]
