import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { BootstrapStatus } from '@allmende/transports/bootstrap'
import type { MeetingPlace } from '@allmende/transports/meeting'

export type Numbers = BootstrapStatus & { meeting: ReturnType<MeetingPlace['status']> | null }

/** Prometheus' text format: https://prometheus.io/docs/instrumenting/exposition_formats/ */
export function metricsText(status: Numbers, memoryBytes: number, upSeconds: number): string {
  const { nodes, requests, relay, meeting } = status
  const lines = [
    ...metric('gauge', 'dht_nodes', 'DHT nodes in the routing table', nodes),
    ...metric('counter', 'dht_requests_received_total', 'Requests of other nodes', requests.received),
    ...metric('counter', 'dht_requests_sent_total', 'Requests to other nodes', requests.sent),
    ...metric('counter', 'dht_requests_answered_total', 'Of those sent, answered', requests.answered),
    ...(relay === null
      ? []
      : [
          ...metric('gauge', 'relay_sessions', 'Computers connected to the relay', relay.sessions),
          ...metric('gauge', 'relay_pairs', 'Connections being relayed', relay.pairs),
          ...metric('gauge', 'relay_limit_computers', 'At most connected', relay.limits.sessions),
          ...metric(
            'gauge',
            'relay_limit_bytes_per_second',
            'At most relayed in a second, steadily',
            relay.limits.bytesPerSecond,
          ),
          ...metric('counter', 'relay_bytes_total', 'Bytes relayed', relay.bytes),
          ...metric('counter', 'relay_refused_total', 'Turned away: too many, or in debt', relay.refused),
          ...metric('counter', 'relay_cut_total', 'Cut off: more than the limits allow', relay.cut),
        ]),
    ...(meeting === null
      ? []
      : [
          ...metric('gauge', 'meeting_present', 'Computers that meet over TCP', meeting.present),
          ...metric('gauge', 'meeting_reservations', 'Of them, reachable through here', meeting.reservations),
          ...metric(
            'gauge',
            'meeting_connections',
            'Connections over TCP and WebSocket',
            meeting.connections,
          ),
          ...metric(
            'gauge',
            'meeting_relayed',
            'Connections being relayed over TCP',
            meeting.carried.relayed,
          ),
          ...metric('counter', 'meeting_bytes_total', 'Bytes relayed over TCP', meeting.carried.bytes),
          ...metric('gauge', 'meeting_slowed', 'Held up: more than the limits allow', meeting.carried.slowed),
        ]),
    ...metric('gauge', 'memory_bytes', 'Memory of the process', memoryBytes),
    ...metric('counter', 'up_seconds_total', 'Seconds since the start', Math.floor(upSeconds)),
  ]
  return `${lines.join('\n')}\n`
}

function metric(type: 'gauge' | 'counter', name: string, help: string, value: number): string[] {
  const full = `allmende_bootstrap_${name}`
  return [`# HELP ${full} ${help}`, `# TYPE ${full} ${type}`, `${full} ${value}`]
}

export type MetricsServer = { address: string; close(): Promise<void> }

/** Whoever may ask needs no more than one answer at a time. */
const MOST_CONNECTIONS = 16

/** Answers GET /metrics. No numbers of anybody: only sums. */
export async function serveMetrics(options: {
  host: string
  port: number
  text: () => string
}): Promise<MetricsServer> {
  const { host, port, text } = options
  const server = createServer((request, response) => {
    const found = request.method === 'GET' && request.url === '/metrics'
    response.writeHead(found ? 200 : 404, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' })
    response.end(found ? text() : 'GET /metrics\n')
  })
  server.maxConnections = MOST_CONNECTIONS
  server.requestTimeout = 5_000
  server.listen(port, host)
  await once(server, 'listening')
  const { port: bound } = server.address() as AddressInfo
  return { address: `${host}:${bound}`, close: () => closed(server) }
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
