import { fileURLToPath } from 'node:url'

/**
 * The folder in which the programs `allmende` and `allmende-bootstrap` lie. Under the runner they are packed, as users
 * have them, which also makes each of their starts cheap; a test file that is run by itself starts those of the checkout.
 */
export function programs(): string {
  const packed = process.env['ALLMENDE_TEST_PROGRAMS']
  return packed === undefined
    ? fileURLToPath(new URL('../../../node_modules/.bin', import.meta.url))
    : `${packed}/bin`
}
