/** The deeds around a good that is there, each in a module of its own. */
export { accept, decline, withdraw } from './answer-suggestion.ts'
export { closureOf, explodeGood } from './explode-good.ts'
export { forkGood } from './fork-good.ts'
export { maintainGood } from './maintain-good.ts'
export { pullInto } from './pull-into.ts'
export { reportBuild } from './report-build.ts'
export { reportUse } from './report-use.ts'
export { suggestChange } from './suggest-change.ts'
