import type { TSchema } from 'typebox'
import type { AnyRecord, Fields, ValidationIssue } from '../record.ts'

/** Brings a body from version `from` to `from + 1`. Pure: it returns a new body and keeps fields it does not know. */
export type UpgradeStep = {
  from: number
  /** What changes, in a few words; a test must call every step. */
  what: string
  body(fields: Fields, record: AnyRecord): Fields
}

/** All that is known of one kind of record. */
export type KindDefinition = {
  kind: string
  /** Raised only for changes that an older program would misread; a new optional field is none. */
  version: number
  /** The body of a record that makes a thing. */
  schema: TSchema
  /** The body of a record that changes a thing (`of`); without it the kind knows no changes. */
  change?: TSchema
  upgrades: readonly UpgradeStep[]
  /**
   * Not a thing to look at but something said about people, devices or nodes, which few records are: all of a kind are
   * read together, and `rules` say what they come to.
   */
  statement?: true
  /** Turns compact ids in a freshly decoded body into texts, in place. Leaves alone what has another shape. */
  unpack?(body: Fields): void
  /** The reverse, into a new body. Called after validation. */
  pack?(body: Fields): Fields
  /** Conditions that a schema cannot say. Called only if the schema found nothing. */
  check?(body: Fields): ValidationIssue[]
}
