import type { AllmendeError } from '@allmende/vocabulary'
import { fail } from '../errors.ts'

/** What of a request decides whether it is let in. */
export type Knock = {
  readonly host: string | undefined
  readonly origin: string | undefined
  /** `Sec-Fetch-Site`: browsers send it, pages can't forge it. */
  readonly site: string | undefined
  readonly authorization: string | undefined
}

/**
 * Refuses whatever came by another name than ours (DNS rebinding) or from a page of another origin (any web page can
 * send requests to 127.0.0.1). A page on another loopback port is another origin too. Applies to everything, the page's
 * own files included. Returns the refusal, or null.
 */
export function refuseStranger({ host, origin }: Knock, port: number): AllmendeError | null {
  const names = [`127.0.0.1:${port}`, `localhost:${port}`]
  if (host === undefined || !names.includes(host))
    return fail('HOST_REFUSED', { expected: names.join(' or '), found: host ?? 'no Host' })
  if (origin !== undefined && origin !== `http://${host}`)
    return fail('ORIGIN_REFUSED', { expected: `http://${host}`, found: origin })
  return null
}

/** Refuses what a browser says a foreign page caused. Returns the refusal, or null. */
export function refuseForeign({ site }: Knock): AllmendeError | null {
  if (site === undefined || site === 'same-origin' || site === 'none') return null
  return fail('ORIGIN_REFUSED', { expected: 'a request of our own page', found: `a ${site} request` })
}

/** Who asks, by the token: one of the names that `whose` knows. Otherwise the refusal. */
export function proven(
  { authorization }: Knock,
  whose: (token: string) => string | null,
): { readonly who: string } | AllmendeError {
  const token = /^Bearer ([A-Za-z0-9_-]{1,200})$/.exec(authorization ?? '')?.[1]
  if (token === undefined)
    return fail('TOKEN_MISSING', {
      expected: 'Authorization: Bearer TOKEN',
      found: authorization === undefined ? 'no Authorization' : 'another form of Authorization',
    })
  const who = whose(token)
  return who === null ? fail('TOKEN_WRONG') : { who }
}
