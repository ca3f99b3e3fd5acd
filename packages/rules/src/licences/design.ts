import { FREE, type Row, SAME } from './row.ts'

/**
 * Licences written for hardware. The CERN licences 2.0 are approved by the OSI (https://opensource.org/licenses);
 * the others are those that the Open Source Hardware Association names in its FAQ (https://www.oshwa.org/faq/).
 * Solderpad 2.x is in SPDX an exception to Apache-2.0, and passes as `Apache-2.0 WITH SHL-2.1`.
 */
export const DESIGN: readonly Row[] = [
  ['CERN-OHL-S-2.0', 'CERN Open Hardware Licence 2.0 – Strongly Reciprocal', SAME, 'OSI OSHWA'],
  ['CERN-OHL-W-2.0', 'CERN Open Hardware Licence 2.0 – Weakly Reciprocal', SAME, 'OSI OSHWA'],
  ['CERN-OHL-P-2.0', 'CERN Open Hardware Licence 2.0 – Permissive', FREE, 'OSI OSHWA'],
  ['CERN-OHL-1.2', 'CERN Open Hardware Licence 1.2', SAME, 'OSHWA'],
  ['CERN-OHL-1.1', 'CERN Open Hardware Licence 1.1', SAME, 'OSHWA'],
  ['TAPR-OHL-1.0', 'TAPR Open Hardware License 1.0', SAME, 'OSHWA'],
  ['SHL-0.51', 'Solderpad Hardware License 0.51', FREE, 'OSHWA'],
  ['SHL-0.5', 'Solderpad Hardware License 0.5', FREE, 'OSHWA'],
]
