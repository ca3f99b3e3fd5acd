import type { AllmendeNode, ThingInfo } from '@allmende/node'

/** Everything a node shows of a commons, but for what is only so here: who holds what. */
export async function stateOf(node: AllmendeNode): Promise<Record<string, unknown>> {
  const { results, total } = await node.find({ limit: 200 })
  const ids = [...new Set(results.filter(({ kind }) => kind !== 'comment').map(({ id }) => id))].toSorted()
  const things = await Promise.all(ids.map(async (id) => whatIsShown(await node.show(id))))
  const { drafts } = await node.listDrafts({})
  const texts = await Promise.all(
    drafts
      .map(({ id }) => id)
      .toSorted()
      .map(async (id) => [id, (await node.draftText(id)).text] as const),
  )
  const records = new Map<string, string>()
  const [commons] = await node.listCommons()
  for await (const { id, bytes } of node.exportRecords(commons?.id ?? ''))
    records.set(id, Buffer.from(bytes).toString('base64'))
  const found = results.map(({ id, title, kind, licence, author, authorName }) =>
    JSON.stringify([id, title, kind, licence, author, authorName]),
  )
  return {
    total,
    found: found.toSorted(),
    things,
    texts: Object.fromEntries(texts),
    records: [...records].toSorted(([a], [b]) => (a < b ? -1 : 1)),
  }
}

function whatIsShown({ versions, ...thing }: ThingInfo): unknown {
  const named = versions.map(({ id, label, at, author, authorName, files, bytes }) => {
    return { id, label, at, author, authorName, files, bytes }
  })
  return { ...thing, versions: named }
}
