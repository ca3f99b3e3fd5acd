// One Scuttlebutt node (ssb-db2 with EBT), told what to do over the channel to its parent. CommonJS, as all of its stack is.
const path = require('node:path')
const SecretStack = require('secret-stack')
const caps = require('ssb-caps')
const ssbKeys = require('ssb-keys')

const folder = process.argv[2]
const keys = ssbKeys.loadOrCreateSync(path.join(folder, 'secret'))
const ssb = SecretStack({ caps })
  .use(require('ssb-db2'))
  .use(require('ssb-db2/compat/ebt'))
  .use(require('ssb-ebt'))
  .call(null, {
    keys,
    path: folder,
    timeout: 1e9,
    connections: {
      incoming: {
        net: [{ scope: 'private', transform: 'shs', port: Number(process.argv[3]), host: '127.0.0.1' }],
      },
      outgoing: { net: [{ transform: 'shs' }] },
    },
    ebt: { logging: false },
  })

const call = (fn, ...args) =>
  new Promise((resolve, reject) => fn(...args, (error, value) => (error ? reject(error) : resolve(value))))

const orders = {
  // Writes `each` records for every author; texts are the same as those of the other systems.
  async write({ authors, each, size }) {
    const feeds = []
    for (let author = 0; author < authors; author++) {
      const own = ssbKeys.generate()
      feeds.push(own.id)
      for (let index = 0; index < each; index++) {
        const text = `good ${author} ${index} `.padEnd(size, 'abcdefghij klmnopqrst ')
        await call(ssb.db.create, { feedFormat: 'classic', content: { type: 'post', text }, keys: own })
      }
    }
    await call(ssb.db.onDrain)
    return { feeds }
  },
  async follow({ feeds }) {
    for (const feed of feeds) ssb.ebt.request(feed, true)
    ssb.ebt.request(ssb.id, true)
    return {}
  },
  async connect({ address }) {
    await call(ssb.connect, address)
    return {}
  },
  async address() {
    return { address: ssb.getAddress('private') }
  },
  // Waits until so many records are in the log and can be asked for.
  async wait({ count }) {
    const { where, type, count: counted, toPromise } = require('ssb-db2/operators')
    for (;;) {
      await call(ssb.db.onDrain)
      const found = await ssb.db.query(where(type('post')), counted(), toPromise())
      if (found >= count) return { found, memory: process.resourceUsage().maxRSS / 1024 }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  },
}

process.on('message', ({ do: name, ...work }) => {
  orders[name](work).then(
    (answer) => process.send({ answer }),
    (error) => process.send({ error: String(error.stack ?? error) }),
  )
})
process.on('disconnect', () => process.exit(0))
process.send({ answer: 'ready' })
