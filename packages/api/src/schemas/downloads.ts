import { Type } from 'typebox'
import { nullable, request } from './basics.ts'
import { CreateBundleRequest, CreateBundleResult } from './bundle.ts'
import { BackupInfo, BackupRequest } from './devices.ts'
import { ExportCommonsRequest, ExportGoodRequest, ExportResult } from './carry.ts'

const Id = Type.String({ pattern: '^[0-9a-f]{32}$', description: 'As `makeDownload` answered' })

const { file: _file, replace: _replace, ...bundled } = CreateBundleRequest.properties
const { to: _good, ...good } = ExportGoodRequest.properties
const { to: _commons, ...commons } = ExportCommonsRequest.properties
const { file: _backup, ...backup } = BackupRequest.properties

/** Exactly one of them. */
export const DownloadRequest = request({
  bundle: Type.Optional(request(bundled)),
  good: Type.Optional(request(good)),
  commons: Type.Optional(request(commons)),
  backup: Type.Optional(request(backup)),
})

export const DownloadInfo = Type.Object({
  id: Type.String(),
  name: Type.String(),
  bytes: Type.Number(),
  bundle: nullable(CreateBundleResult),
  export: nullable(ExportResult),
  backup: nullable(BackupInfo),
})

export const DownloadParams = request({ download: Id })
export const DropDownload = request({ download: Id })
