import type { RecordId } from '@allmende/vocabulary'
import { chooseVersion } from './choose-version.ts'
import type { ActionContext, CircleInfo, ClosureInfo, ExplosionInfo } from './contract.ts'
import { locateGood } from './fork-good.ts'
import type { Parts } from './parts.ts'

type Request = { readonly good: string; readonly version?: string }
type Circle = { readonly path: readonly RecordId[] }

/** Everything a design comes down to, through all its sub-assemblies as far as they are here. Throws VERSION_UNKNOWN. */
export async function explodeGood(
  parts: Parts,
  request: Request,
  context: ActionContext,
): Promise<ExplosionInfo> {
  const { thing } = await locateGood(parts, request.good, context)
  const { id: version } = chooseVersion(thing, request.version)
  const found = await parts.views.explode(version)
  return {
    id: thing.id,
    version,
    title: thing.title,
    parts: found.parts.map((part) => ({
      name: part.name,
      quantity: part.quantity,
      unit: part.unit ?? null,
      good: part.good ?? null,
      unknown: part.unknown ?? false,
      missing: part.missing ?? false,
      lines: part.lines,
    })),
    uses: found.uses.map(({ name, action, quantity }) => ({ name, action, quantity })),
    // The first is the design itself.
    assemblies: found.assemblies.slice(1).map((assembly) => ({
      version: assembly.version,
      title: assembly.title,
      quantity: assembly.quantity,
    })),
    circles: await titled(parts, found.circles),
    unknown: [...found.unknown, ...found.missing],
    cut: found.cut,
  }
}

/** Which parts and tools a design needs, and those in turn, and what is missing to a closed set. Throws VERSION_UNKNOWN. */
export async function closureOf(
  parts: Parts,
  request: Request,
  context: ActionContext,
): Promise<ClosureInfo> {
  const { thing } = await locateGood(parts, request.good, context)
  const { id: version } = chooseVersion(thing, request.version)
  const found = await parts.views.closure(version)
  return {
    id: thing.id,
    version,
    title: thing.title,
    needs: found.needs.map(({ name, kind, state, good, listed, level }) => ({
      name,
      kind,
      state,
      good: good ?? null,
      listed,
      level,
    })),
    closed: found.closed,
    circles: await titled(parts, found.circles),
    cut: found.cut,
  }
}

function titled(parts: Parts, circles: readonly Circle[]): Promise<CircleInfo[]> {
  const named = async (version: RecordId) => ({
    version,
    title: (await parts.views.show(version))?.title ?? null,
  })
  return Promise.all(circles.map(({ path }) => Promise.all(path.map(named))))
}
