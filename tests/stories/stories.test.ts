import { globSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'tape'
import { parseStory } from './parse.ts'
import { runStory } from './run-story.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const readme = fileURLToPath(new URL('../../README.md', import.meta.url))
const stories = globSync(`${here}*.md`).toSorted()

/** The first minute of the README is a story too: what a newcomer types first must say what they were promised. */
for (const file of [readme, ...stories]) {
  const story = parseStory(readFileSync(file, 'utf8'))
  test(`story ${basename(file)}: ${story.title}`, async (t) => {
    t.ok(file === readme || story.questions.length > 0, 'names the questions it answers')
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
