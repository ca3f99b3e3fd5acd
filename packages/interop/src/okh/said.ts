import { type Credit, type FileAndRole, type FileRole, type GoodFields } from '@allmende/vocabulary'
import type { Described } from '../contract.ts'
import type { Table } from '../plain.ts'
import { isAddress } from './addresses.ts'

/** What writers of both versions ask of a good. */
export type Said = {
  good: Described
  roles(role: FileRole): FileAndRole[]
  /** The first address of a role, on the web if so asked. */
  first(role: FileRole, web?: 'web'): string | undefined
  people(role: Credit['roles'][number]): Credit[]
  design: NonNullable<GoodFields['design']>
}

export function saidOf(good: Described): Said {
  // What is no address in the eyes of the readers would come back as a finding; our own table has it.
  const roles = (role: FileRole) =>
    (good.fields.roles ?? []).filter((one) => one.role === role && isAddress(one.at))
  return {
    good,
    roles,
    first: (role, web) => roles(role).find(({ at }) => web === undefined || isWeb(at))?.at,
    people: (role) => (good.fields.credits ?? []).filter((one) => one.roles.includes(role)),
    design: good.fields.design ?? {},
  }
}

export const isWeb = (at: string) => /^https?:\/\//i.test(at)

/** Without the keys that say nothing. */
export function filled(table: Table): Table {
  return Object.fromEntries(
    Object.entries(table).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  )
}

/** One value as itself, several as a list. */
export function oneOrList<T>(values: readonly T[]): T | readonly T[] | undefined {
  return values.length === 1 ? values[0] : values.length === 0 ? undefined : values
}
