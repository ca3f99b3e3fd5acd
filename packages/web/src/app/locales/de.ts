import { computers } from './de/computers.ts'
import { deeds } from './de/deeds.ts'
import { drafting } from './de/drafting.ts'
import { exchange } from './de/exchange.ts'
import { files } from './de/files.ts'
import { frame } from './de/frame.ts'
import { goods } from './de/goods.ts'
import { people } from './de/people.ts'
import { preview } from './de/preview.ts'
import { refused } from './de/refused.ts'
import { told } from './de/told.ts'
import { welcome } from './de/welcome.ts'
import { work } from './de/work.ts'

/** What the page says, in German. */
export const de = {
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
