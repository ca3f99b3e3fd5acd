import { stateOf } from './commons-state.ts'
import type { ActionContext, CheckResult } from './contract.ts'
import { valuesOf } from './findings.ts'
import type { Parts } from './parts.ts'

/** Reads everything that lies here and says what is wrong with it; with `rebuild` the views are folded anew from the logs. */
export async function checkHome(
  parts: Parts,
  options: { rebuild?: boolean },
  context: ActionContext,
): Promise<CheckResult> {
  const problems: CheckResult['problems'][number][] = []
  if (options.rebuild) {
    context.onProgress?.({ phase: 'folding all records anew', done: 0, unit: 'records' })
    await parts.views.rebuild()
    for (const { follower } of parts.book.all()) await follower.resume()
  }
  context.onProgress?.({ phase: 'reading all logs', done: 0, unit: 'blocks' })
  const logs = await parts.logs.check()
  problems.push(
    ...logs.problems.map(({ code, message, fields }) => ({ code, message, values: valuesOf(fields) })),
  )
  await Promise.all(parts.book.all().map(({ follower }) => follower.allSettled()))
  const views = await parts.views.check()
  const hint = 'allmende check --rebuild makes the search tables anew from the logs'
  const damaged = views.problems.map((message) => ({
    code: 'VIEWS_DAMAGED',
    message,
    values: { found: message },
    hint,
  }))
  problems.push(...damaged)
  const counts = await Promise.all(parts.book.all().map(({ id }) => parts.views.counts(id)))
  return {
    ok: problems.length === 0,
    problems,
    checked: {
      logs: logs.cores,
      records: counts.reduce((sum, { records }) => sum + records, 0),
      files: parts.book.all().reduce((sum, { id }) => sum + parts.holdings.of(id).length, 0),
    },
    state: parts.book
      .members()
      .map(({ id, entry, logs: its }) => ({ commons: id, name: entry.name, hash: stateOf(its) })),
    ...(options.rebuild ? { rebuilt: true } : {}),
  }
}
