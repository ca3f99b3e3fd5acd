/** `node build.ts ENTRY FOLDER`: builds one of the pages into a folder, which is emptied first. */
import { buildPage } from './build-page.ts'

const [entry, folder] = process.argv.slice(2)
if (entry === undefined || folder === undefined) throw new Error('expected: build.ts ENTRY FOLDER')
await buildPage(entry, folder)
