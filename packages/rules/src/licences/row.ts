/** Share-alike: changed copies are passed on under the same terms. */
export const SAME = true
/** Permissive: changed copies may be passed on under other terms. */
export const FREE = false

/** SPDX identifier, name, share-alike, and who calls it free (`Authority`, with blanks between). */
export type Row = readonly [id: string, name: string, shareAlike: boolean, freeBy: string]
