import { OpenBundleResult } from '../schemas/bundle.ts'
import { ImportResult } from '../schemas/carry.ts'
import { BackupInfo, RestoreResult } from '../schemas/devices.ts'
import { BuildResult } from '../schemas/deeds.ts'
import { ShareResult } from '../schemas/goods.ts'
import {
  BeginUpload,
  CancelUpload,
  PutUploadQuery,
  UploadBuildRequest,
  UploadBundleRequest,
  UploadImportRequest,
  UploadInfo,
  UploadParams,
  UploadPreview,
  UploadRestoreRequest,
  UploadShareRequest,
  VerifyUpload,
} from '../schemas/uploads.ts'
import { UPLOAD_PLAN_BYTES } from '../limits.ts'
import { route, type Route } from './route.ts'

/** Folders that come from a page: it can't name a path of this computer. */
export const uploadsRoutes: readonly Route[] = [
  route({
    operation: 'beginUpload',
    method: 'POST',
    url: '/v1/uploads',
    summary: 'Begins to bring a folder in, or goes on with the very same one that was broken off',
    answer: 'json',
    body: BeginUpload,
    bodyLimit: UPLOAD_PLAN_BYTES,
    result: UploadInfo,
    handle: (node, { body }) => node.beginUpload(body),
  }),
  route({
    operation: 'uploadState',
    method: 'GET',
    url: '/v1/uploads/:upload',
    summary: 'How much of a folder has come',
    answer: 'json',
    params: UploadParams,
    result: UploadInfo,
    handle: (node, { params }) => node.uploadState(params.upload),
  }),
  route({
    operation: 'putUpload',
    method: 'POST',
    url: '/v1/uploads/:upload/bytes',
    summary:
      'Takes the bytes of its files from a place on; what it answers is on disk, and so is what came of a broken one',
    answer: 'json',
    takes: 'bytes',
    params: UploadParams,
    query: PutUploadQuery,
    result: UploadInfo,
    handle: (node, { params, query, content }) =>
      node.putUpload({ upload: params.upload, at: Number(query.at) }, content),
  }),
  route({
    operation: 'cancelUpload',
    method: 'POST',
    url: '/v1/uploads/cancel',
    summary: 'Removes what was put aside',
    answer: 'json',
    body: CancelUpload,
    result: UploadInfo,
    handle: (node, { body }) => node.cancelUpload(body),
  }),
  route({
    operation: 'previewUpload',
    method: 'POST',
    url: '/v1/uploads/preview',
    summary:
      'What sharing it would do: what is left out and why, what its manifest says, and what is missing',
    answer: 'json',
    body: UploadShareRequest,
    result: UploadPreview,
    handle: (node, { body }) => node.previewUpload(body),
  }),
  route({
    operation: 'shareUpload',
    method: 'POST',
    url: '/v1/uploads/share',
    summary: 'Shares it as a good, or as a new version of one; what was put aside is gone afterwards',
    answer: 'action',
    body: UploadShareRequest,
    result: ShareResult,
    handle: (node, { body }, context) => node.shareUpload(body, context),
  }),
  route({
    operation: 'buildUpload',
    method: 'POST',
    url: '/v1/uploads/build',
    summary: 'Tells that an exact version was built, with what was brought as its pictures',
    answer: 'action',
    body: UploadBuildRequest,
    result: BuildResult,
    handle: (node, { body }, context) => node.buildUpload(body, context),
  }),
  route({
    operation: 'openUpload',
    method: 'POST',
    url: '/v1/uploads/open',
    summary: 'Takes in what a bundle that was brought brings',
    answer: 'action',
    body: UploadBundleRequest,
    result: OpenBundleResult,
    handle: (node, { body }, context) => node.openUpload(body, context),
  }),
  route({
    operation: 'importUpload',
    method: 'POST',
    url: '/v1/uploads/import',
    summary:
      'Brings in the goods that it describes, as far as they are free; what was put aside is gone afterwards, but for a dry run',
    answer: 'action',
    body: UploadImportRequest,
    result: ImportResult,
    handle: (node, { body }, context) => node.importUpload(body, context),
  }),
  route({
    operation: 'restoreUpload',
    method: 'POST',
    url: '/v1/uploads/restore',
    summary:
      'Makes this computer a further device of the person of the words, from a backup that was brought',
    answer: 'action',
    body: UploadRestoreRequest,
    result: RestoreResult,
    handle: (node, { body }, context) => node.restoreUpload(body, context),
  }),
  route({
    operation: 'verifyUpload',
    method: 'POST',
    url: '/v1/uploads/verify',
    summary: 'Reads a backup of one’s own that was brought to its end, and says what is in it',
    answer: 'action',
    body: VerifyUpload,
    result: BackupInfo,
    handle: (node, { body }, context) => node.verifyUpload(body, context),
  }),
]
