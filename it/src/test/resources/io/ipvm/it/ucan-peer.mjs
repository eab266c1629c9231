// Other libraries of UCAN, asked by UcanPeer: the request as JSON on standard input, the answer as
// JSON on standard output. Bytes are hexadecimal.
import { EdDSASigner } from 'iso-signatures/signers/eddsa.js'
import { ECDSASigner } from 'iso-signatures/signers/ecdsa.js'
import { RSASigner } from 'iso-signatures/signers/rsa.js'
import * as EdDSAVerifier from 'iso-signatures/verifiers/eddsa.js'
import * as ECDSAVerifier from 'iso-signatures/verifiers/ecdsa.js'
import * as RSAVerifier from 'iso-signatures/verifiers/rsa.js'
import { Resolver } from 'iso-signatures/verifiers/resolver.js'
import { Delegation } from 'iso-ucan/delegation'
import { Invocation } from 'iso-ucan/invocation'
import * as Ucanto from '@ucanto/core'
import { ed25519 } from '@ucanto/principal'

const hex = (bytes) => Buffer.from(bytes).toString('hex')
const unhex = (text) => new Uint8Array(Buffer.from(text, 'hex'))
const verifierResolver = new Resolver({
  ...EdDSAVerifier.verifier,
  ...ECDSAVerifier.verifier,
  ...RSAVerifier.verifier,
})

const signers = {
  Ed25519: () => EdDSASigner.generate(),
  ES256: () => ECDSASigner.generate('P-256'),
  ES384: () => ECDSASigner.generate('P-384'),
  ES512: () => ECDSASigner.generate('P-521'),
  RS256: () => RSASigner.generate(),
}

// A grant by a key of that algorithm and its use: what iso-ucan writes.
async function isoWrite({ algorithm, nbf }) {
  const owner = await signers[algorithm]()
  const holder = await EdDSASigner.generate()
  const grant = await Delegation.create({
    iss: owner,
    aud: holder.did,
    sub: owner.did,
    cmd: '/wasm/run',
    pol: [['<=', '.limits.gas', 1000000000]],
    exp: 4102444800,
    nbf: 1,
    meta: { why: 'interop' },
  })
  const demand = await Invocation.create({
    iss: holder,
    sub: owner.did,
    cmd: '/wasm/run',
    args: { fun: 'add_one', limits: { gas: 1000 } },
    prf: [grant],
    exp: 4102444800,
    nbf,
    verifierResolver,
    isRevoked: async () => false,
  })
  return {
    owner: owner.did,
    holder: holder.did,
    delegation: hex(grant.bytes),
    delegationCid: grant.cid.toString(),
    invocation: hex(demand.bytes),
    invocationCid: demand.cid.toString(),
  }
}

// Whether iso-ucan takes an invocation with its chain, and what it calls them.
async function isoRead({ invocation, delegations }) {
  try {
    const known = new Map()
    for (const token of delegations) {
      const grant = await Delegation.from({
        bytes: unhex(token),
        verifierResolver,
        isRevoked: async () => false,
      })
      known.set(grant.cid.toString(), grant)
    }
    const demand = await Invocation.from({
      bytes: unhex(invocation),
      verifierResolver,
      isRevoked: async () => false,
      resolveProof: async (cid) => {
        const found = known.get(cid.toString())
        if (!found) throw new Error(`no proof ${cid}`)
        return found
      },
    })
    return { ok: true, invocation: demand.cid.toString(), delegations: [...known.keys()] }
  } catch (error) {
    return { ok: false, error: error.message, cause: String(error.cause ?? '') }
  }
}

// Tokens of ucanto, as archives.
async function ucantoWrite() {
  const owner = await ed25519.generate()
  const holder = await ed25519.generate()
  const service = await ed25519.generate()
  const grant = await Ucanto.delegate({
    issuer: owner,
    audience: holder,
    capabilities: [{ with: owner.did(), can: 'wasm/run', nb: { fun: 'add_one', gas: 7 } }],
    expiration: 4102444800,
    facts: [{ why: 'interop' }],
    nonce: 'once',
  })
  const demand = await Ucanto.invoke({
    issuer: holder,
    audience: service.withDID('did:web:example.com'),
    capability: { with: owner.did(), can: 'wasm/run', nb: { fun: 'add_one' } },
    proofs: [grant],
    expiration: Infinity,
  }).buildIPLDView()
  const receipt = await Ucanto.Receipt.issue({
    issuer: service,
    ran: demand,
    result: { ok: { value: 42 } },
    fx: { fork: [] },
    meta: { took: 3 },
  })
  const car = async (root, blocks) => {
    const all = new Map()
    for (const block of blocks) all.set(block.cid.toString(), block)
    return hex(Ucanto.CAR.encode({ roots: [root], blocks: all }))
  }
  const archive = await grant.archive()
  return {
    owner: owner.did(),
    holder: holder.did(),
    service: service.did(),
    delegation: hex(archive.ok),
    delegationCid: grant.cid.toString(),
    invocation: await car(demand.root, demand.iterateIPLDBlocks()),
    invocationCid: demand.cid.toString(),
    receipt: await car(receipt.root, receipt.iterateIPLDBlocks()),
    receiptCid: receipt.root.cid.toString(),
  }
}

let input = ''
for await (const chunk of process.stdin) input += chunk
const request = JSON.parse(input)
const answer = await { isoWrite, isoRead, ucantoWrite }[request.ask](request)
process.stdout.write(JSON.stringify(answer))
