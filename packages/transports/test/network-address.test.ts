import { networkInterfaces } from 'node:os'
import test from 'tape'
import {
  formatAddress,
  isLocalNetwork,
  nodeKeyPair,
  parseAddress,
  TransportError,
} from '@allmende/transports'
import { isOwnAddress } from '../src/network-address.ts'

test('T23 addresses are read as people write them, and written so that they are read again', (t) => {
  const good: [string, { host: string; port: number }][] = [
    ['192.168.1.20:4977', { host: '192.168.1.20', port: 4977 }],
    ['  Example.ORG:1 ', { host: 'example.org', port: 1 }],
    ['[::1]:65535', { host: '::1', port: 65_535 }],
    ['[fe80::1%eth0]:80', { host: 'fe80::1%eth0', port: 80 }],
  ]
  for (const [text, address] of good) {
    t.deepEqual(parseAddress(text), address, text)
    t.deepEqual(parseAddress(formatAddress(address)), address)
  }
  t.end()
})

test('T23 what is no address is refused with what was found and what to write', (t) => {
  const bad: [string, RegExp][] = [
    ['', /nothing/],
    ['192.168.1.20', /no port/],
    ['::1', /without brackets/],
    ['::1:4977', /without brackets/],
    ['[nonsense]:80', /no IPv6 address/],
    ['host:0', /port 0/],
    ['host:65536', /port 65536/],
    ['host:99999999', /something else/],
    ['http://host:80/', /something else/],
    ['user@host:80', /something else/],
    ['a b:80', /something else/],
  ]
  for (const [text, found] of bad) {
    try {
      parseAddress(text)
      t.fail(`${text} was taken`)
    } catch (error) {
      if (!(error instanceof TransportError)) throw error
      t.equal(error.code, 'PEER_ADDRESS', text)
      t.match(error.found ?? '', found)
      t.equal(error.status, 400)
      t.ok(error.hint)
    }
  }
  t.end()
})

test('T23 the same network is this computer, private and link-local addresses', (t) => {
  for (const host of [
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.178.2',
    '169.254.1.1',
    '::1',
    'fd00::1',
    'fe80::1%eth0',
    '::ffff:192.168.0.1',
  ])
    t.ok(isLocalNetwork(host), host)
  for (const host of ['8.8.8.8', '172.32.0.1', '2001:db8::1', '::ffff:8.8.8.8', 'example.org', ''])
    t.notOk(isLocalNetwork(host), host)
  t.end()
})

test('T24 the same seed gives the same node key, and only 32 bytes are a seed', (t) => {
  const seed = new Uint8Array(32).fill(7)
  t.deepEqual(nodeKeyPair(seed), nodeKeyPair(seed))
  t.equal(nodeKeyPair(seed).publicKey.length, 32)
  t.notDeepEqual(nodeKeyPair(seed), nodeKeyPair(new Uint8Array(32).fill(8)))
  t.throws(() => nodeKeyPair(new Uint8Array(31)), /32 bytes/)
  t.end()
})

test('T40 an address is this computer’s as long as one of its networks has it', (t) => {
  const own = Object.values(networkInterfaces()).flatMap((entries) => entries ?? [])
  for (const { address } of own) t.ok(isOwnAddress(address), address)
  t.ok(
    isOwnAddress('127.0.0.9') && isOwnAddress('::1') && isOwnAddress('::ffff:127.0.0.1'),
    'loopback always',
  )
  t.notOk(isOwnAddress('203.0.113.77') || isOwnAddress('fe80::77:77%eth9'))
  t.end()
})
