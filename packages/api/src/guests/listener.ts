import type { AddressInfo } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AllmendeError } from '@allmende/vocabulary'
import { fail } from '../errors.ts'
import { strictServer } from '../server/strict-server.ts'
import { BODY_BYTES, MAX_CONNECTIONS, PARAMETER_CHARACTERS } from './limits.ts'
import { guestRoutes, type RouteParts } from './routes.ts'

export type Listening = {
  readonly address: string
  readonly port: number
  readonly close: () => Promise<void>
}

/** Listens on one address of this computer. Throws GUEST_PORT. */
export async function listenForGuests(parts: RouteParts, address: string, port: number): Promise<Listening> {
  const at = { origin: '' }
  const app = guestApp(parts, () => at.origin)
  try {
    await app.listen({ host: address, port })
  } catch (error) {
    await app.close()
    const { code = '' } = error as NodeJS.ErrnoException
    throw fail('GUEST_PORT', { found: `${address}:${port} (${code})`, cause: error })
  }
  const taken = (app.server.address() as AddressInfo).port
  at.origin = `${address.includes(':') ? `[${address}]` : address}${taken === 80 ? '' : `:${taken}`}`
  return { address: at.origin, port: taken, close: () => app.close() }
}

function guestApp(parts: RouteParts, origin: () => string): FastifyInstance {
  const app = strictServer({
    logger: parts.logger,
    bodyLimit: BODY_BYTES,
    maxParamLength: PARAMETER_CHARACTERS,
    maxConnections: MAX_CONNECTIONS,
    refusal: (request) => refuseOtherNames(request, origin()),
    unknown: () => 'this address',
  })
  for (const { method, url, body, query, bodyLimit, before, handle } of guestRoutes(parts))
    app.route({
      method,
      url,
      exposeHeadRoute: false,
      ...(bodyLimit === undefined ? {} : { bodyLimit }),
      ...(before && { onRequest: async (request: FastifyRequest) => before(request) }),
      schema: { ...(body && { body }), ...(query && { querystring: query }) },
      handler: handle,
    })
  return app
}

/** By another name than the link's a page of somebody else could speak with us (DNS rebinding). */
function refuseOtherNames({ headers }: FastifyRequest, origin: string): AllmendeError | null {
  if (headers.host !== origin)
    return fail('HOST_REFUSED', { expected: origin, found: headers.host ?? 'no Host' })
  if (headers.origin !== undefined && headers.origin !== `http://${origin}`)
    return fail('ORIGIN_REFUSED', { expected: `http://${origin}`, found: headers.origin })
  return null
}
