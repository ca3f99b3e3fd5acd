import type { CommonsId, LogKey } from '@allmende/vocabulary'
import type { Engine } from '../engine.ts'
import { createAbout } from './about.ts'
import { createAboutPage } from './about-page.ts'
import { createChangedBy } from './changed-by.ts'
import { createCheck } from './check.ts'
import { createDump } from './dump.ts'
import { createClosure, createExplode } from './explode.ts'
import { createFind } from './find.ts'
import { createLineage } from './lineage.ts'
import { createList } from './list.ts'
import { createPartsOf } from './parts-of.ts'
import { createCounts, createPeopleList, createVouchList } from './people.ts'
import { createExportPage, createRecordView } from './records.ts'
import { createStatementList } from './statements.ts'
import { createHistory, createShow } from './show.ts'

/** Everything that can be asked of the tables, by name. */
export type Questions = ReturnType<typeof createQuestions>

export function createQuestions(engine: Engine) {
  const { parts } = engine
  return {
    find: createFind(parts),
    show: createShow(parts),
    about: createAbout(parts),
    aboutPage: createAboutPage(parts),
    parts: createPartsOf(parts),
    explode: createExplode(parts),
    closure: createClosure(parts),
    lineage: createLineage(parts),
    history: createHistory(parts),
    list: createList(parts),
    changedBy: createChangedBy(parts),
    people: createPeopleList(parts),
    vouches: createVouchList(parts),
    statements: createStatementList(parts),
    counts: createCounts(parts),
    record: createRecordView(parts),
    exportPage: createExportPage(parts),
    dump: createDump(parts),
    check: createCheck(parts),
    position: (commons: CommonsId, log: LogKey) => engine.position(commons, log),
    positions: (commons: CommonsId) => engine.positions(commons),
  }
}
