/**
 * The first change of every draft: it makes the text object. Nobody writes it into a log; all nodes begin with the
 * same bytes, since two texts made apart would stand beside each other in one document and never merge.
 *
 * WARNING: stored. Every change of every draft names this one, directly or through others. Never alter it.
 */
export const GENESIS = Buffer.from(
  '856f4a83ae2d83ba0120000100010100000005150634014202560270027f0474657874017f047f007f00',
  'hex',
)
export const GENESIS_HASH = 'ae2d83ba49ba3da829ff7fae54ab7e399f6a1d7a62591d4431e11a3e2f483019'
export const GENESIS_ACTOR = '00'
export const GENESIS_TEXT_COUNTER = 1

/** Automerge's name for the text object. */
export const TEXT_OBJECT = `${GENESIS_TEXT_COUNTER}@${GENESIS_ACTOR}`
