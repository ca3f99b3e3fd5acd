/** A number in a query is text on the wire. */
type Asked = { readonly limit?: string | undefined; readonly after?: string | undefined }

/** What a query asks of a list that comes in pages. */
export function pageIn({ limit, after }: Asked): { limit?: number; after?: string } {
  return { ...(limit !== undefined && { limit: Number(limit) }), ...(after !== undefined && { after }) }
}

/** The same beside what else is asked. */
export function withPage<Query extends Asked>({
  limit,
  after,
  ...query
}: Query): Omit<Query, keyof Asked> & ReturnType<typeof pageIn> {
  return { ...query, ...pageIn({ limit, after }) }
}
