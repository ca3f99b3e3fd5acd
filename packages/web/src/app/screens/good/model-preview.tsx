import { useQuery } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import type { AllmendeClient, FileInfo, ThingInfo } from '@allmende/api/client'
import { besidePath } from '../../../model/beside.ts'
import { modelKind } from '../../../model/kinds.ts'
import { loadModel } from '../../../model/load-model.ts'
import { type Model, ModelError, sizeOf } from '../../../model/model.ts'
import { showModel, type Viewer } from '../../../model/viewer.ts'
import { Problem } from '../../parts/problem.tsx'
import { Progress } from '../../parts/progress.tsx'
import { useClient } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { NoPreview } from './no-preview.tsx'

type Of = { readonly thing: ThingInfo; readonly file: FileInfo }

/** A model in 3D: fetched, read in a thread of its own, and drawn to be turned. */
export function ModelPreview({ thing, file }: Of) {
  const { t } = useWords()
  const client = useClient()
  const [done, setDone] = useState(0)
  const { data, error } = useQuery({
    queryKey: ['model', thing.id, file.path, file.hash],
    queryFn: ({ signal }) => fetched(client, { thing, file }, signal, setDone),
    // Some hundred megabytes are not kept for somebody who looks elsewhere.
    gcTime: 0,
  })
  if (error instanceof ModelError)
    return (
      <NoPreview
        thing={thing.id}
        file={file}
        why={t(`model.problem.${error.problem}`)}
        found={error.found.slice(0, 200)}
      />
    )
  if (error) return <Problem error={error} again={false} />
  if (!data) {
    const report = { phase: '', done, total: file.bytes, unit: 'bytes' } as const
    return <Progress report={report} label={t(done < file.bytes ? 'model.fetching' : 'model.reading')} />
  }
  return <Drawn thing={thing} file={file} model={data} />
}

function fetched(
  client: AllmendeClient,
  { thing, file }: Of,
  signal: AbortSignal,
  onBytes: (count: number) => void,
): Promise<Model> {
  return loadModel({
    kind: modelKind(file.path) ?? 'stl',
    bytes: file.bytes,
    signal,
    onBytes,
    worker: () => new Worker(new URL('../../../model/model-worker.ts', import.meta.url), { type: 'module' }),
    fetch(beside) {
      const path = beside === null ? file.path : besidePath(file.path, beside)
      if (!thing.files?.some((one) => one.path === path)) throw new ModelError('files', beside ?? file.path)
      return client.file({ thing: thing.id, path: path ?? '' }, { signal })
    },
  })
}

const CLOSER = 0.8

function Drawn({ thing, file, model }: Of & { readonly model: Model }) {
  const { t } = useWords()
  const viewer = useRef<Viewer>(null)
  const [problem, setProblem] = useState<ModelError | null>(null)
  const draw = useCallback(
    (canvas: HTMLCanvasElement) => {
      try {
        viewer.current = showModel(canvas, model)
      } catch (error) {
        setProblem(error instanceof ModelError ? error : new ModelError('noDrawing', String(error)))
      }
      return () => viewer.current?.close()
    },
    [model],
  )
  if (problem)
    return (
      <div className="stack">
        <NoPreview
          thing={thing.id}
          file={file}
          why={t(`model.problem.${problem.problem}`)}
          found={problem.found}
        />
        <Told model={model} />
      </div>
    )
  return (
    <div className="model" role="group" aria-label={t('model.of', { path: file.path })}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a picture that is turned by keys needs the focus */}
      <canvas ref={draw} className="model-canvas" role="img" aria-label={t('model.canvas')} tabIndex={0} />
      <div className="row">
        <button type="button" className="button button-small" onClick={() => viewer.current?.zoom(CLOSER)}>
          {t('model.closer')}
        </button>
        <button
          type="button"
          className="button button-small"
          onClick={() => viewer.current?.zoom(1 / CLOSER)}
        >
          {t('model.farther')}
        </button>
        <button type="button" className="button button-small" onClick={() => viewer.current?.reset()}>
          {t('model.reset')}
        </button>
      </div>
      <Told model={model} />
      <p className="soft">{t('model.keys')}</p>
    </div>
  )
}

/** What the form is in words: for those who don't see it, and for all who want to print it. */
function Told({ model }: { readonly model: Model }) {
  const { t, language, number } = useWords()
  const side = new Intl.NumberFormat(language, { maximumSignificantDigits: 4 })
  const [width, depth, height] = sizeOf(model)
  const size = t('model.size', {
    width: side.format(width),
    depth: side.format(depth),
    height: side.format(height),
  })
  return (
    <p>
      {size} · {t('model.triangles', { count: model.triangles, triangles: number(model.triangles) })}
      {!model.unitKnown && <span className="soft"> {t('model.unit')}</span>}
      {model.leftOut > 0 &&
        ` ${t('model.leftOut', { count: model.leftOut, triangles: number(model.leftOut) })}`}
    </p>
  )
}
