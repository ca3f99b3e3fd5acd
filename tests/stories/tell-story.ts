import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'tape'
import { parseStory } from './parse.ts'
import { runStory } from './run-story.ts'

/**
 * Makes a test of a story: each of its commands is run and must say what is promised. `name`: the path of the page,
 * seen from this folder. Each story has a test file of its own, so that several are told at once.
 */
export function tellStory(name: string): void {
  const file = fileURLToPath(new URL(name, import.meta.url))
  const story = parseStory(readFileSync(file, 'utf8'))
  test(`story ${basename(file)}: ${story.title}`, async (t) => {
    t.ok(basename(file) === 'README.md' || story.questions.length > 0, 'names the questions it answers')
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
