import { tendersOf } from '@allmende/rules'
import type { Fields, PartLine, PersonId } from '@allmende/vocabulary'
import type { StatementSync } from 'node:sqlite'
import { aliveness } from './aliveness.ts'
import type { Builds } from './build-fold.ts'
import { createScores, type ScoreOf } from './completeness.ts'
import type { Parts } from './engine.ts'
import { plainText } from './plain-text.ts'
import type { GatheredThing } from './thing-records.ts'

/** The columns of `things` that only goods have and that are known from a first record; see schema.ts. */
export type GoodColumns = [
  type: number | null,
  complete: number | null,
  needs: number | null,
  alive: number | null,
]

export const NO_GOOD: GoodColumns = [null, null, null, null]

const NO_LINES: readonly PartLine[] = []
const NO_TOOLS: ReadonlySet<string> = new Set()

/** What only goods have: what they are narrowed and ordered by, and the tools they need. */
export class Goods {
  readonly #parts: Parts
  readonly #builds: Builds
  readonly #score: ScoreOf
  readonly #update: StatementSync
  readonly #addTool: StatementSync
  readonly #dropTools: StatementSync

  constructor(parts: Parts, builds: Builds) {
    const { db } = parts
    this.#parts = parts
    this.#builds = builds
    this.#score = createScores()
    this.#update = db.prepare(
      'UPDATE things SET type = ?, complete = ?, needs = ?, works = ?, others = ?, alive = ? WHERE id = ?',
    )
    this.#addTool = db.prepare('INSERT INTO tools VALUES(?, ?)')
    this.#dropTools = db.prepare('DELETE FROM tools WHERE thing = ?')
  }

  /** The columns of a good that has one record so far. Its builds, if some came before it, are for `again`. */
  first(number: number, body: Fields, listed: number): GoodColumns {
    const lines = (body['parts'] as { lines: PartLine[] } | undefined)?.lines ?? NO_LINES
    const tools = toolsOf(body, lines)
    for (const tool of tools) this.#addTool.run(number, tool)
    const image = imageOf(body) !== undefined
    const alive = image ? aliveness({ listed, image, works: 0, others: 0, lastBuilt: 0 }) : null
    const [type, complete, needs] = this.#said(body, lines, tools)
    return [type, complete, needs, alive]
  }

  /** Writes the columns of a good again, with all of its records and builds. */
  again(thing: GatheredThing, listed: number): void {
    const { number, commons, merged } = thing
    const { fields } = merged
    const { lines } = this.#parts.readLines(commons, fields)
    const tools = toolsOf(fields, lines)
    this.#dropTools.run(number)
    for (const tool of tools) this.#addTool.run(number, tool)
    const tenders = new Set(tendersOf(merged).map((person: PersonId) => this.#parts.names.number(person)))
    const { works, others, lastBuilt } = this.#builds.claim(number, commons, merged.order, tenders)
    const alive = aliveness({ listed, image: imageOf(fields) !== undefined, works, others, lastBuilt })
    this.#update.run(...this.#said(fields, lines, tools), works || null, others || null, alive, number)
  }

  #said(
    fields: Fields,
    lines: readonly PartLine[],
    tools: ReadonlySet<string>,
  ): [type: number, complete: number, needs: number | null] {
    const needs = lines.length > 0 || tools.size > 0 ? tools.size : null
    return [this.#parts.names.number(String(fields['type'])), this.#score(fields, lines), needs]
  }
}

/** The tools that a good says it needs, each once, to be compared with what somebody has. */
function toolsOf(fields: Fields, lines: readonly PartLine[]): ReadonlySet<string> {
  const named = (fields['design'] as { tools?: string[] } | undefined)?.tools ?? []
  const used = lines.filter(({ action }) => action === 'use')
  if (named.length === 0 && used.length === 0) return NO_TOOLS
  return new Set([...named, ...used.map(({ name }) => name)].map(plainText))
}

/** The picture of a good: what the first of its roles `image` names. */
export function imageOf(fields: Fields): string | undefined {
  const roles = fields['roles'] as { role: string; at: string }[] | undefined
  return roles?.find(({ role }) => role === 'image')?.at
}
