import { readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import * as atcute from '@atcute/cbor'
import * as dagCbor from '@ipld/dag-cbor'
import { CarReader } from '@ipld/car'

const folder = process.argv[2]
const read = name => new Uint8Array(readFileSync(`${folder}/${name}`))

/** Median CPU microseconds a call, of seven rounds of 0.7 s after two to get warm. */
async function measure (name, size, work) {
  const round = async () => {
    let calls = 0
    const end = performance.now() + 700
    const before = process.cpuUsage()
    do {
      await work()
      calls++
    } while (performance.now() < end)
    const used = process.cpuUsage(before)
    return (used.user + used.system) / calls
  }
  await round()
  await round()
  const rounds = []
  for (let i = 0; i < 7; i++) rounds.push(await round())
  const micros = rounds.sort((a, b) => a - b)[3]
  console.log(`${name.padEnd(40)} ${micros.toFixed(3).padStart(12)} us ${(size / micros).toFixed(1).padStart(9)} MB/s`)
}

for (const [name, codec] of [['@ipld/dag-cbor', dagCbor], ['@atcute/cbor', atcute]]) {
  for (const input of ['a', 'b', 'c']) {
    const bytes = read(`${input}.cbor`)
    const value = codec.decode(bytes)
    await measure(`${name} decode ${input}`, bytes.length, () => codec.decode(bytes))
    await measure(`${name} encode ${input}`, bytes.length, () => codec.encode(value))
  }
}
for (const size of [4096, 262144]) {
  const bytes = read(`${size}.car`)
  await measure(`@ipld/car, every hash checked, ${size}`, bytes.length, async () => {
    const car = await CarReader.fromBytes(bytes)
    for await (const { cid, bytes: block } of car.blocks()) {
      const hash = createHash('sha256').update(block).digest()
      if (hash.compare(cid.multihash.digest) !== 0) throw new Error('mismatch')
    }
  })
}
