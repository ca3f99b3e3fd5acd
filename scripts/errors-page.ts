/** Writes docs/errors.md from the error tables; a test holds the page to them. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { errorsPage } from './documents/errors-page.ts'

writeFileSync(fileURLToPath(new URL('../docs/errors.md', import.meta.url)), await errorsPage())
