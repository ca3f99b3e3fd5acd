import { computers } from './en/computers.ts'
import { deeds } from './en/deeds.ts'
import { drafting } from './en/drafting.ts'
import { exchange } from './en/exchange.ts'
import { files } from './en/files.ts'
import { frame } from './en/frame.ts'
import { goods } from './en/goods.ts'
import { people } from './en/people.ts'
import { preview } from './en/preview.ts'
import { refused } from './en/refused.ts'
import { told } from './en/told.ts'
import { welcome } from './en/welcome.ts'
import { work } from './en/work.ts'

/** What the page says, in English. The other catalogues have the same keys; a test holds them together. */
export const en = {
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
