import type { Finding, FindingCode } from '@allmende/interop'

/** What is found when goods come in: by a reader of a format, or by what puts them together. */
export type Found = Omit<Finding, 'code'> & {
  code: FindingCode | 'IMPORT_LICENCE_OF_WHOLE' | 'IMPORT_MANY'
}
