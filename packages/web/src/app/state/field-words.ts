import type { TFunction } from 'i18next'
import { goods } from '../locales/en/goods.ts'
import { told } from '../locales/en/told.ts'
import { isIn } from './word-trees.ts'

/** `design.size.width` of what stands in such a tree. */
type Path<Of> = {
  [Name in keyof Of & string]: Of[Name] extends string ? Name : `${Name}.${Path<Of[Name]>}`
}[keyof Of & string]

type Field = Path<typeof told.said>
type LineField = Path<typeof told.line>

/** What a field of a good is called. Of a standard that has no place here, as the standard calls it. */
export function fieldWords(name: string, t: TFunction): string {
  return isIn<Field>(told.said, name) ? t(`said.${name}`) : name
}

/** What a field of a line of a parts list is called. */
export function lineFieldWords(name: string, t: TFunction): string {
  return isIn<LineField>(told.line, name) ? t(`line.${name}`) : name
}

/** A value that is one of few: the kind of a good, what happens to a part, yes or no. All others are as people wrote them. */
export function valueWords(name: string, value: string, t: TFunction): string {
  if (name === 'type' && isIn<keyof typeof goods.type>(goods.type, value)) return t(`type.${value}`)
  if (name === 'action' && isIn<keyof typeof told.action>(told.action, value)) return t(`action.${value}`)
  if (TRUTHS.has(name) && isIn<keyof typeof told.truth>(told.truth, value)) return t(`truth.${value}`)
  return value
}

/** What somebody had to do with a good. */
export function roleWords(role: string, t: TFunction): string {
  return isIn<keyof typeof told.role>(told.role, role) ? t(`role.${role}`) : role
}

const TRUTHS = new Set(['design.made', 'design.madeByOthers', 'missing'])
