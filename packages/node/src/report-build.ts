import { checkLicence } from '@allmende/rules'
import { type Fields, MAX_GRADE, OUTCOMES } from '@allmende/vocabulary'
import { chooseVersion, numberOf } from './choose-version.ts'
import type { ActionContext, BuildRequest, BuildResult } from './contract.ts'
import { fail } from './errors.ts'
import { locateGood } from './fork-good.ts'
import type { Parts } from './parts.ts'
import { bringPhotos, NO_TRACES } from './photos/photos.ts'
import { mustBeMember } from './rights.ts'
import { oneOf } from './words.ts'

/** What pictures of a build are put under when nothing is said: whoever shows what they built wants it seen. */
export const PHOTO_LICENCE = 'CC-BY-SA-4.0'
const DAY = /^\d{4}-\d{2}-\d{2}$/

/**
 * Tells that an exact version of a good was built, and how it came out. Anybody may. Resolves when report and pictures
 * are on disk. Throws WORD_UNKNOWN, NUMBER_RANGE, VERSION_UNKNOWN, LICENCE_REFUSED, PHOTO_TELLS and the errors of `files`.
 * @param uploaded the pictures were brought by a page
 */
export async function reportBuild(
  parts: Parts,
  request: BuildRequest,
  context: ActionContext,
  uploaded?: true,
): Promise<BuildResult> {
  const { commons, thing } = await locateGood(parts, request.good, context)
  const version = chooseVersion(thing, request.version)
  const outcome = oneOf(OUTCOMES, request.outcome, 'the outcome')
  const body = bodyOf(request)
  const licence = licenceOf(request)
  mustBeMember(commons, 'telling of a build')
  const words = await parts.writer.ensureIdentity()
  const photos = await bringPhotos(
    parts,
    commons,
    {
      paths: request.photos ?? [],
      ...(uploaded && { uploaded }),
      ...(request.photosAsTheyAre && { asTheyAre: true }),
    },
    context,
  )
  const [image] = photos?.paths ?? []
  const id = await parts.writer.write(commons, {
    kind: 'build',
    body: {
      about: version.id,
      outcome,
      ...body,
      ...(photos ? { files: photos.files } : {}),
      ...(image === undefined ? {} : { image }),
      ...(licence === null ? {} : { licence }),
    },
  })
  if (photos) await parts.holdings.add(commons.id, id)
  return {
    id,
    good: thing.id,
    title: thing.title,
    version: version.id,
    number: numberOf(thing, version.id) ?? 1,
    outcome,
    files: photos?.files.count ?? 0,
    bytes: photos?.files.bytes ?? 0,
    licence,
    traces: photos?.traces ?? NO_TRACES,
    ...(words === undefined ? {} : { words }),
  }
}

/** The fields that are taken as they were said, and those whose numbers are looked at first. */
function bodyOf(request: BuildRequest): Fields {
  const { repairability, modularity, ease, amount, effort, finished } = request
  for (const [what, grade] of Object.entries({ repairability, modularity, ease })) {
    if (grade !== undefined && !(Number.isInteger(grade) && grade >= 1 && grade <= MAX_GRADE))
      throw fail('NUMBER_RANGE', { expected: `1 to ${MAX_GRADE}`, what, found: String(grade) })
  }
  for (const [what, number] of Object.entries({ amount, effort })) {
    if (number !== undefined && !(number > 0))
      throw fail('NUMBER_RANGE', { expected: 'more than 0', what, found: String(number) })
  }
  if (finished !== undefined && !(DAY.test(finished) && !Number.isNaN(Date.parse(finished))))
    throw fail('WORD_UNKNOWN', { expected: 'YYYY-MM-DD', what: 'the day it was finished', found: finished })
  const { title, unit, text, problems, changes, materials, commercial, place } = request
  const equipment = request.equipment?.map((name) => ({ name }))
  const said = {
    title,
    amount,
    unit,
    text,
    changes,
    effort,
    repairability,
    modularity,
    ease,
    commercial,
    place,
    finished,
    problems: some(problems),
    equipment: some(equipment),
    materials: some(materials),
  }
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined))
}

function some<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list && list.length > 0 ? list : undefined
}

function licenceOf({ licence, photos = [] }: BuildRequest): string | null {
  if (licence === undefined) return photos.length > 0 ? PHOTO_LICENCE : null
  const verdict = checkLicence(licence, 'media')
  if (verdict.ok) return verdict.expression
  throw fail('LICENCE_REFUSED', {
    found: licence,
    reason: verdict.reason,
    suggestions: PHOTO_LICENCE,
    expected: 'a free licence as an SPDX expression',
  })
}
