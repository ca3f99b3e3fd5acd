const DOI = /^10\.\d{4,9}(\.\d+)*\/\S+$/

/** A DOI without address and prefix, in lower case (they are compared without regard to case: DOI Handbook, 2.4); null if it is none. */
export function normalDoi(text: string): string | null {
  const bare = text
    .trim()
    .replace(/^(?:https?:\/\/)?(?:dx\.)?doi\.org\//i, '')
    .replace(/^doi:\s*/i, '')
    .toLowerCase()
  return DOI.test(bare) && bare.length <= 2_000 && bare.isWellFormed() ? bare : null
}
