import {
  CreateBundleRequest,
  CreateBundleResult,
  OpenBundleRequest,
  OpenBundleResult,
} from '../schemas/bundle.ts'
import { route, type Route } from './route.ts'

export const bundleRoutes: readonly Route[] = [
  route({
    operation: 'createBundle',
    method: 'POST',
    url: '/v1/bundles',
    summary: 'Writes one file with what another node lacks, to be carried there on a stick',
    answer: 'action',
    body: CreateBundleRequest,
    result: CreateBundleResult,
    handle: (node, { body }, context) => node.createBundle(body, context),
  }),
  route({
    operation: 'openBundle',
    method: 'POST',
    url: '/v1/bundles/opened',
    summary: 'Takes in what such a file brings that is missing here',
    answer: 'action',
    body: OpenBundleRequest,
    result: OpenBundleResult,
    handle: (node, { body }, context) => node.openBundle(body, context),
  }),
]
