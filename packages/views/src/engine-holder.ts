import { beginAnew, openDatabase, type OpenedDatabase } from './database.ts'
import { createParts, Engine } from './engine.ts'
import { createFold } from './fold.ts'
import { createQuestions, type Questions } from './questions/index.ts'

/** The engine of a file, which is another one after the file had to be begun anew. */
export interface EngineHolder {
  readonly engine: Engine
  readonly questions: Questions
  /** Why the file was begun anew at opening, if it was. */
  readonly begun: string | undefined
  /** Deletes the file and begins an empty one. */
  beginAnew(reason: string): void
}

/** Opens the file with all that is prepared on it. Throws what `openDatabase` throws. */
export function openEngine(file: string): EngineHolder {
  let held = prepare(openDatabase(file))
  return {
    get engine() {
      return held.engine
    },
    get questions() {
      return held.questions
    },
    get begun() {
      return held.begun
    },
    beginAnew(reason) {
      held.engine.parts.db.close()
      held = prepare(beginAnew(file, reason))
    },
  }
}

function prepare({ db, begun }: OpenedDatabase) {
  const parts = createParts(db)
  const engine = new Engine(parts, createFold(parts))
  return { engine, questions: createQuestions(engine), begun }
}
