import { globSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'tape'
import { parseStory } from './parse.ts'
import { runStory } from './run-story.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const stories = globSync(`${here}*.md`)
  .filter((file) => basename(file) !== 'README.md')
  .toSorted()

for (const file of stories) {
  const story = parseStory(readFileSync(file, 'utf8'))
  test(`story ${basename(file)}: ${story.title}`, async (t) => {
    t.ok(story.questions.length > 0, 'names the questions it answers')
    t.ok(story.steps.length > 0, 'has commands')
    const folder = await mkdtemp(join(tmpdir(), 'allmende-story-'))
    try {
      let done = 0
      for await (const { step, problem } of runStory(story, folder)) {
        done++
        if (problem !== null)
          t.fail(`${basename(file)}:${step.line} ${step.actor}$ ${step.command}\n${problem}`)
      }
      t.equal(done, story.steps.length, 'every command said what the story promises')
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
}
