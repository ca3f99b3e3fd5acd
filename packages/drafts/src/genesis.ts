/**
 * The first changes of every draft: one makes the text object, the next the maps beside it. Nobody writes them into a
 * log; all nodes begin with the same bytes, since two texts made apart would stand beside each other in one document and never
 * merge. The second came later: changes of older drafts rest on the first only, and stay good.
 *
 * WARNING: stored. Every change of every draft names one of these, directly or through others. Never alter them.
 */
export const GENESIS = Buffer.from(
  '856f4a83ae2d83ba0120000100010100000005150634014202560270027f0474657874017f047f007f00',
  'hex',
)
export const GENESIS_HASH = 'ae2d83ba49ba3da829ff7fae54ab7e399f6a1d7a62591d4431e11a3e2f483019'
export const GENESIS_ACTOR = '00'
export const GENESIS_TEXT_COUNTER = 1

export const GENESIS_PARTS = Buffer.from(
  '856f4a83d4c4ba47014e01ae2d83ba49ba3da829ff7fae54ab7e399f6a1d7a62591d4431e11a3e2f4830190100020200000005' +
    '151434014202560270027d066669656c6473056c696e65730566696c657303030003000300',
  'hex',
)
export const GENESIS_PARTS_HASH = 'd4c4ba47b91c1e449ec07d9ae8723bbf49e3461f61fa3e300aed5b739d6f9db2'
export const GENESIS_FIELDS_COUNTER = 2
export const GENESIS_LINES_COUNTER = 3
export const GENESIS_FILES_COUNTER = 4

/** Automerge's names for the objects. */
export const TEXT_OBJECT = `${GENESIS_TEXT_COUNTER}@${GENESIS_ACTOR}`
export const FIELDS_OBJECT = `${GENESIS_FIELDS_COUNTER}@${GENESIS_ACTOR}`
export const LINES_OBJECT = `${GENESIS_LINES_COUNTER}@${GENESIS_ACTOR}`
export const FILES_OBJECT = `${GENESIS_FILES_COUNTER}@${GENESIS_ACTOR}`
