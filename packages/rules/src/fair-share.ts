/** Of something limited: what one of many has, and what nobody has. */
type Share = { used: number; free: number }

/**
 * Whether somebody may have more of what all draw on: as long as they have less than is free. Whoever comes alone gets half;
 * `n` who all want more end with a part in n + 1 each, and there is always one part left for whoever comes next. Nothing
 * has to be taken away from anybody, which with logs would mean to delete what people have read. (Known from
 * switches as dynamic thresholds: Choudhury and Hahne 1998.)
 */
export function withinShare({ used, free }: Share): boolean {
  return used < free
}
