import { readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import * as atcute from '@atcute/cbor'
import * as dagCbor from '@ipld/dag-cbor'
import { CarReader } from '@ipld/car'
import { measure } from './measure.mjs'

const folder = process.argv[2]
const read = name => new Uint8Array(readFileSync(`${folder}/${name}`))

async function show (name, size, work) {
  const micros = await measure(work)
  console.log(`${name.padEnd(40)} ${micros.toFixed(3).padStart(12)} us ${(size / micros).toFixed(1).padStart(9)} MB/s`)
}

for (const [name, codec] of [['@ipld/dag-cbor', dagCbor], ['@atcute/cbor', atcute]]) {
  for (const input of ['a', 'b', 'c']) {
    const bytes = read(`${input}.cbor`)
    const value = codec.decode(bytes)
    await show(`${name} decode ${input}`, bytes.length, () => codec.decode(bytes))
    await show(`${name} encode ${input}`, bytes.length, () => codec.encode(value))
  }
}
for (const size of [4096, 262144]) {
  const bytes = read(`${size}.car`)
  await show(`@ipld/car, every hash checked, ${size}`, bytes.length, async () => {
    const car = await CarReader.fromBytes(bytes)
    for await (const { cid, bytes: block } of car.blocks()) {
      const hash = createHash('sha256').update(block).digest()
      if (hash.compare(cid.multihash.digest) !== 0) throw new Error('mismatch')
    }
  })
}
