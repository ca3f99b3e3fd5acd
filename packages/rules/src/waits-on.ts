/** How things stand while something is waited for that others have. All in milliseconds. */
export type Prospect = {
  /** Since something last came; or since it was asked for, if nothing has. */
  readonly quiet: number
  /** Since their connections last brought as much as a slow line does, of whatever it was; null: not since this was asked for. */
  readonly flow: number | null
  /** Nodes of the commons that are connected, and those of them that have said what they have. */
  readonly peers: number
  readonly told: number
  /** Since one of them last came, or had said all it has; null: nobody did since this was asked for. */
  readonly met: number | null
  /** Since the last of them left; null: nobody did since this was asked for. */
  readonly lost: number | null
  /** One of those that are connected says that it has all that is waited for. */
  readonly holder: boolean
}

export type WaitLimits = {
  /** For somebody to come, and for whoever is there to send. */
  readonly look: number
  /** For another way, when the last node was lost while something was waited for. */
  readonly gap: number
  /** In silence, for whoever is there to say what they have. */
  readonly word: number
  /** Since something last came, while the line of somebody who is there brings bytes. */
  readonly slow: number
}

/** What is waited for: anybody at all, another way to somebody, what is there to be said, to be sent. */
export type WaitsFor = 'anybody' | 'another-way' | 'word' | 'delivery'

/** What there is to wait for, or null: nobody who is there has it, and nobody comes. */
export function waitsFor(
  { quiet: since, flow, peers, told, met, lost, holder }: Prospect,
  limits: WaitLimits,
): WaitsFor | null {
  if (peers === 0) {
    if (lost !== null && lost < limits.gap) return 'another-way'
    return since < limits.look ? 'anybody' : null
  }
  // Nothing is whole yet, and yet it comes: that is no silence, as long as it may be true.
  const quiet = flow !== null && since < limits.slow ? Math.min(since, flow) : since
  // Who came a moment before the time was over has had no time yet.
  if (told < peers && quiet < limits.word) return 'word'
  return quiet < (holder ? limits.word : limits.look) || (met !== null && met < limits.look)
    ? 'delivery'
    : null
}
