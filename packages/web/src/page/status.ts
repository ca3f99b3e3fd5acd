/** The part of the node's state that the page shows. */
export type Status = {
  readonly node: string
  readonly name: string | null
  readonly peers: readonly {
    node: string
    name?: string
    transport: string
    address: string
    rtt: number | null
    since: number
    bytesIn: number
    bytesOut: number
    commons: readonly string[]
  }[]
  readonly network: readonly { hints: readonly { message: string }[] }[]
  readonly commons: readonly {
    id: string
    name: string
    public: boolean
    logs: number
    records: number
    behind: number | null
  }[]
  readonly safeToClose: { readonly answer: string; readonly reasons: readonly string[] }
  readonly findings: readonly { message: string; at: number }[]
  readonly transfers: readonly {
    title: string
    peer: string
    bytes: number
    total: number
    holders: number
    direction: string
  }[]
}

/** The state in one sentence, for the head of the page. */
export function sentence({ peers, commons }: Status): string {
  const connected = peers.length === 0 ? 'nobody else connected' : `${peers.length} connected`
  const behind = commons.filter((one) => (one.behind ?? 0) > 0).length
  const unknown = commons.filter((one) => one.behind === null).length
  if (commons.length === 0) return `${connected}; no commons yet`
  if (behind > 0) return `${connected}; fetching what is new in ${behind} commons`
  if (unknown === commons.length) return `${connected}; whether there is something new is unknown`
  return `${connected}; up to date with those connected`
}

export function behindInWords(behind: number | null): string {
  if (behind === null) return 'whether others have more is unknown: nobody of this commons is connected'
  return behind === 0 ? 'up to date with those connected' : `${behind} blocks are still to come`
}
