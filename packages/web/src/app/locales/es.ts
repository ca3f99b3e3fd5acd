import { computers } from './es/computers.ts'
import { deeds } from './es/deeds.ts'
import { drafting } from './es/drafting.ts'
import { exchange } from './es/exchange.ts'
import { files } from './es/files.ts'
import { frame } from './es/frame.ts'
import { goods } from './es/goods.ts'
import { people } from './es/people.ts'
import { preview } from './es/preview.ts'
import { refused } from './es/refused.ts'
import { told } from './es/told.ts'
import { welcome } from './es/welcome.ts'
import { work } from './es/work.ts'

/** What the page says, in Spanish, which has a plural form of its own for round millions. */
export const es = {
  ...frame,
  ...welcome,
  ...goods,
  ...work,
  ...drafting,
  ...people,
  ...preview,
  ...computers,
  ...refused,
  ...exchange,
  ...files,
  ...told,
  ...deeds,
}
