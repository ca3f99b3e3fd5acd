import { join } from 'node:path'
import { temporaryFolder } from '@allmende/testkit'
import test from 'tape'
import { replayFollowed } from './followed.ts'
import { readTrace, traceMissing, type TracePatch } from './read.ts'

const EDITS = 1_500
const PER_BATCH = 50
const TRACES = ['automerge-paper', 'rustcode', 'seph-blog1', 'sveltecomponent']

const skip = TRACES.map((name) => traceMissing(`sequential/${name}`)).find((why) => why !== false) ?? false
const options = skip === false ? {} : { skip }

test(
  `D1 D2 the first ${EDITS} edits of real histories, typed through one node and followed live by another: both show what was typed`,
  options,
  async (t) => {
    // One after the other into one draft: each begins where the text begins.
    const patches = TRACES.flatMap((name) =>
      readTrace<{ txns: { patches: TracePatch[] }[] }>(`sequential/${name}`)
        .txns.flatMap((one) => one.patches)
        .slice(0, EDITS),
    )
    let typed = ''
    for (const [at, del, ins] of patches) typed = typed.slice(0, at) + ins + typed.slice(at + del)
    const folder = temporaryFolder(t)
    const { texts, seen } = await replayFollowed((name) => join(folder, name), patches, PER_BATCH)
    t.ok(texts[0] === typed, 'where it was typed')
    t.ok(texts[1] === typed, 'at the one who follows')
    t.ok(seen === typed, 'and from the events, one after the other')
  },
)
