import { DownloadInfo, DownloadParams, DownloadRequest, DropDownload } from '../schemas/downloads.ts'
import { FileBytes } from '../schemas/goods.ts'
import { route, type Route } from './route.ts'

/** Bundles, exports and backups for a page: it can't name a folder of this computer, but the browser saves what it is given. */
export const downloadsRoutes: readonly Route[] = [
  route({
    operation: 'makeDownload',
    method: 'POST',
    url: '/v1/downloads',
    summary: 'Makes a bundle, an export or a backup to be saved; it is there for an hour',
    answer: 'action',
    body: DownloadRequest,
    result: DownloadInfo,
    handle: (node, { body }, context) => node.makeDownload(body, context),
  }),
  route({
    operation: 'openDownload',
    method: 'GET',
    url: '/v1/downloads/:download/file',
    summary: 'What was made, as bytes, or a part of it by the header `Range`',
    answer: 'file',
    params: DownloadParams,
    result: FileBytes,
    handle: (node, { params }) => node.openDownload(params),
  }),
  route({
    operation: 'dropDownload',
    method: 'POST',
    url: '/v1/downloads/drop',
    summary: 'Removes it',
    answer: 'json',
    body: DropDownload,
    result: DownloadInfo,
    handle: (node, { body }) => node.dropDownload(body),
  }),
]
