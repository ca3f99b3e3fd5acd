import { Type } from 'typebox'
import { nullable, Reference, request, text } from './basics.ts'
import { ImportRequest } from './carry.ts'
import { BuildRequest } from './deeds.ts'
import { RestoreRequest } from './devices.ts'
import { SharePreview, ShareRequest } from './goods.ts'

const Id = Type.String({ pattern: '^[0-9a-f]{32}$', description: 'As `beginUpload` answered' })
const Path = text(4096, 'Within the folder, with / between its parts')

export const BeginUpload = request({
  name: text(1000, 'What the folder, or the single file, is called'),
  files: Type.Array(
    request({
      path: Path,
      bytes: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
      modified: Type.Optional(Type.Number({ description: 'Milliseconds since 1970' })),
    }),
    { maxItems: 20_000, description: 'Their bytes come one after another in this order' },
  ),
  folders: Type.Optional(
    Type.Array(Path, { maxItems: 20_000, description: 'There, and not looked into: never shared anyway' }),
  ),
})

export const UploadInfo = Type.Object({
  id: Type.String(),
  name: Type.String(),
  files: Type.Number(),
  bytes: Type.Number(),
  have: Type.Number({ description: 'So many bytes are on disk: the next ones go here' }),
})

export const UploadParams = request({ upload: Id })

export const PutUploadQuery = request({
  at: Type.String({
    pattern: '^[0-9]{1,16}$',
    description: 'Which byte, counted over all files, comes first',
  }),
})

export const CancelUpload = request({ upload: Id })

const { path: _path, asNew: _asNew, over: _over, ...shared } = ShareRequest.properties

export const UploadShareRequest = request({ ...shared, upload: Id, of: Type.Optional(Reference) })

const { photos: _photos, ...built } = BuildRequest.properties

export const UploadBuildRequest = request({ ...built, upload: Id })

export const UploadBundleRequest = request({
  upload: Id,
  files: Type.Optional(Type.Union([Type.Literal('all'), Type.Literal('none')])),
})

const { path: _source, bom: _bom, ...imported } = ImportRequest.properties

export const UploadImportRequest = request({ ...imported, upload: Id })

const { from: _from, ...restored } = RestoreRequest.properties

export const UploadRestoreRequest = request({ ...restored, upload: Id })

export const VerifyUpload = request({ upload: Id })

export const UploadPreview = Type.Object({
  ...SharePreview.properties,
  manifest: nullable(
    Type.Object({
      from: Type.String(),
      title: nullable(Type.String()),
      description: nullable(Type.String()),
      licence: nullable(Type.String()),
      version: nullable(Type.String()),
    }),
  ),
  missing: Type.Array(Type.Object({ field: Type.String(), why: Type.String() })),
})
