/** The baseline of the start bench: the same store and the same tables, opened with nothing around them. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import Corestore from 'corestore'

const home = process.argv[2] ?? ''
const store = new Corestore(join(home, 'store'))
await store.ready()
const tables = new DatabaseSync(join(home, 'index.sqlite'), { readOnly: true })
tables.prepare('select count(*) from sqlite_master').get()
console.log('ready')
process.once('SIGTERM', () => {
  tables.close()
  void store.close().then(() => process.exit(0))
})
setInterval(() => undefined, 1_000)
