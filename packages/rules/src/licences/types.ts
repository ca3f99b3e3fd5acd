import type { GoodType } from '@allmende/vocabulary'

/** Who says that a licence is free, in the sense of their own published definition. */
export type Authority =
  /** Open Source Initiative, https://opensource.org/licenses */
  | 'OSI'
  /** Free Software Foundation, https://www.gnu.org/licenses/license-list.html */
  | 'FSF'
  /** Definition of Free Cultural Works, https://freedomdefined.org/Licenses */
  | 'DFCW'
  /** Open Definition, https://opendefinition.org/licenses */
  | 'OD'
  /** Open Source Hardware Association, https://www.oshwa.org, and CERN's own pages */
  | 'OSHWA'

export type FreeLicence = {
  /** SPDX identifier. */
  id: string
  name: string
  /** Whether whoever passes a changed copy on must do so under the same terms. */
  shareAlike: boolean
  /** What it was written for; the first is what it is suggested for. Others may use it all the same. */
  types: readonly GoodType[]
  freeBy: readonly Authority[]
}

export type LicenceRefusalCode =
  | 'missing'
  | 'not-spdx'
  | 'unknown'
  | 'deprecated'
  | 'custom'
  | 'non-commercial'
  | 'no-derivatives'
  | 'not-free'
  | 'too-long'

export type LicenceVerdict =
  | {
      ok: true
      /** As it was given. */
      expression: string
      free: true
      shareAlike: boolean
      /** In words: "MIT License or Apache License 2.0". */
      name: string
      /** Something worth knowing that is no reason to refuse. */
      note?: string
    }
  | {
      ok: false
      code: LicenceRefusalCode
      /** A sentence for a person. */
      reason: string
      /** SPDX expressions that may have been meant, the nearest first. Never applied by themselves. */
      suggestions: string[]
    }
