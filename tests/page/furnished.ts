import { crc32, deflateSync } from 'node:zlib'
import type { Test } from 'tape'
import { until } from '@allmende/testkit'
import type { AllmendeNode } from '@allmende/node'
import { connect, PATIENCE_MS, type Scene, scene, shown } from '../scene.ts'
import { binaryStl, pdfSaying } from './looked-at.ts'

const TEXT = 'Saturdays from two.\n\nBring a cake, and four screws.\n'

export type Furnished = Scene & {
  readonly anna: AllmendeNode
  readonly ben: AllmendeNode
  /** A node with nothing yet. */
  readonly fresh: AllmendeNode
  readonly good: string
  readonly fork: string
  readonly draft: string
  readonly commons: string
  readonly words: string
}

/** Anna and Ben with something on every screen, and a node of somebody who has just come. */
export async function furnished(t: Test): Promise<Furnished> {
  const stage = scene(t)
  const [anna, ben, fresh] = [await stage.open('anna'), await stage.open('ben'), await stage.open('fresh')]
  const { id: commons, link, words = '' } = await anna.createCommons({ name: 'Repair Café', public: true })
  await anna.profile({ name: 'Anna' })
  await ben.joinCommons({ link })
  await ben.profile({ name: 'Ben' })
  await connect(ben, anna)
  const good = await planter(anna, stage)
  const { id: draft } = await anna.createDraft({ editors: 'commons', title: 'Opening hours', text: TEXT })
  await shown(ben, good)
  await until(async () => (await ben.draftText(draft).catch(() => null))?.text === TEXT, {
    what: 'the draft at the other',
    deadlineMs: PATIENCE_MS,
  })
  await ben.comment({ on: good, text: 'I will build one.' })
  await ben.reportBuild({ good, outcome: 'works', text: 'It took an afternoon.' })
  const fork = await ben.fork({ good, title: 'Long planter' })
  const { id } = await ben.suggest({ fork: fork.id, title: 'Longer boards', text: 'They are sold so.' })
  await ben.draftSuggest({ draft, text: TEXT.replace('cake', 'pie'), title: 'Pie' })
  await ben.addKeeper({ who: anna.id })
  await ben.pin({ good, background: true })
  await shown(anna, fork.id)
  await until(async () => (await anna.show(good)).suggestions.some((one) => one.id === id), {
    what: 'the suggestion at the other',
    deadlineMs: PATIENCE_MS,
  })
  return { ...stage, anna, ben, fresh, good, fork: fork.id, draft, commons, words }
}

/** Each of the two keeps something for the other without being able to read it. */
export async function mirrored({ anna, ben, commons }: Furnished): Promise<void> {
  for (const [owner, keeper] of [
    [anna, ben],
    [ben, anna],
  ] as const) {
    const { id } = await owner.createCommons({
      name: `Board of ${owner === anna ? 'Anna' : 'Ben'}`,
      public: false,
    })
    await owner.useCommons(commons)
    await keeper.keepMirror(await owner.mirrorLink({ commons: id }))
  }
  await until(async () => (await ben.mirrors()).mirrors.length > 0 || null, {
    what: 'the word of a mirror',
    deadlineMs: PATIENCE_MS,
  })
}

async function planter(node: AllmendeNode, { files }: Scene): Promise<string> {
  const path = files('planter', {
    'README.md': '# Planter\n\nFour boards.\n',
    'bom.csv': 'Part,Quantity,Unit\nBoard,4,one\nScrew,24,one\n',
    'photo.png': picture(80, 60),
    'board.stl': binaryStl(12),
    'plan.pdf': pdfSaying('Four boards'),
    'notes.step': 'ISO-10303-21;',
  })
  const { id } = await node.share({
    path,
    title: 'Planter',
    licence: 'CERN-OHL-S-2.0',
    type: 'design',
    tags: ['wood'],
    description: 'It **drains well**.\n\n### How\n\n- saw\n- glue\n\n| a | b |\n|---|---|\n| 1 | 2 |\n',
  })
  return id
}

/** A green PNG. */
export function picture(width: number, height: number): Uint8Array {
  const rows = Buffer.alloc((width * 3 + 1) * height)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rows[y * (width * 3 + 1) + 2 + x * 3] = 160
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2], 8)
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
