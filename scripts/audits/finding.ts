/** What a look at the dependencies has come to. */
export type Finding = {
  name: string
  state: 'passed' | 'failed' | 'skipped'
  /** In one line: what was looked at, or why it couldn't be. */
  says: string
  problems: readonly string[]
}
