import {
  BringOverRequest,
  BringOverResult,
  ExportCommonsRequest,
  ExportGoodRequest,
  ExportResult,
  ImportRequest,
  ImportResult,
} from '../schemas/carry.ts'
import { route, type Route } from './route.ts'

export const carryRoutes: readonly Route[] = [
  route({
    operation: 'importGoods',
    method: 'POST',
    url: '/v1/imports',
    summary: 'Brings in goods that others described elsewhere, as far as they are free',
    answer: 'action',
    body: ImportRequest,
    result: ImportResult,
    handle: (node, { body }, context) => node.importGoods(body, context),
  }),
  route({
    operation: 'exportGood',
    method: 'POST',
    url: '/v1/exports/good',
    summary: 'Writes a version of a good to this computer, in a format of others',
    answer: 'action',
    body: ExportGoodRequest,
    result: ExportResult,
    handle: (node, { body }, context) => node.exportGood(body, context),
  }),
  route({
    operation: 'exportCommons',
    method: 'POST',
    url: '/v1/exports/commons',
    summary: 'Writes a whole commons to this computer: a site to read, or a graph',
    answer: 'action',
    body: ExportCommonsRequest,
    result: ExportResult,
    handle: (node, { body }, context) => node.exportCommons(body, context),
  }),
  route({
    operation: 'bringOver',
    method: 'POST',
    url: '/v1/carries',
    summary: 'Carries what one wrote in one commons into another',
    answer: 'action',
    body: BringOverRequest,
    result: BringOverResult,
    handle: (node, { body }, context) => node.bringOver(body, context),
  }),
]
