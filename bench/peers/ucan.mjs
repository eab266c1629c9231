// A chain of three delegations with two statements each, and an invocation: issued and checked by
// others, as bench/run UcanBench does it. Prints median CPU microseconds of the process.
import { Delegation } from 'iso-ucan/delegation'
import { Invocation } from 'iso-ucan/invocation'
import { EdDSASigner } from 'iso-signatures/signers/eddsa.js'
import { Resolver } from 'iso-signatures/verifiers/resolver.js'
import * as EdDSA from 'iso-signatures/verifiers/eddsa.js'
import * as ucanto from '@ucanto/core'
import { ed25519 } from '@ucanto/principal'
import { Verifier } from '@ucanto/principal'
import { measure } from './measure.mjs'
import { access, capability, DID, Schema } from '@ucanto/validator'

async function show (name, work) {
  console.log(`${name.padEnd(52)} ${(await measure(work)).toFixed(1).padStart(10)} us`)
}

const soon = Math.floor(Date.now() / 1000) + 3600

{ // UCAN 1.0 (release candidate), iso-ucan
  const [root, a, b, invoker] = await Promise.all([1, 2, 3, 4].map(() => EdDSASigner.generate()))
  const pol = [['<=', '.limits.gas', 1000000000], ['==', '.mod', 'bafy']]
  const resolver = new Resolver({ ...EdDSA.verifier })
  const link = (iss, aud) => Delegation.create({ iss, aud: aud.did, sub: root.did, cmd: '/wasm/run', pol, exp: soon })
  const chain = [await link(root, a), await link(a, b), await link(b, invoker)]
  const args = { mod: 'bafy', fun: 'f', params: [1], limits: { gas: 1000 } }
  const invocation = await Invocation.create({ iss: invoker, sub: root.did, cmd: '/wasm/run', args, prf: chain, exp: soon, verifierResolver: resolver })
  const tokens = new Map(chain.map(d => [d.cid.toString(), d.bytes]))
  const resolveProof = async cid => Delegation.from({ bytes: tokens.get(cid.toString()), verifierResolver: resolver })
  await show('iso-ucan: issue a delegation', () => link(root, a))
  await show('iso-ucan: check invocation and three delegations', () => Invocation.from({ bytes: invocation.bytes, audience: root, verifierResolver: resolver, resolveProof }))
}

{ // UCAN 0.9, @ucanto
  const [root, a, b, invoker] = await Promise.all([1, 2, 3, 4].map(() => ed25519.generate()))
  const run = capability({
    can: 'wasm/run',
    with: DID.match({ method: 'key' }),
    nb: Schema.struct({ mod: Schema.string(), gas: Schema.integer() }),
    derives: (claim, from) => claim.with !== from.with || claim.nb.gas > from.nb.gas || claim.nb.mod !== from.nb.mod
      ? { error: new Error('widened') } : { ok: {} }
  })
  const att = [{ can: 'wasm/run', with: root.did(), nb: { mod: 'bafy', gas: 1000000000 } }]
  const link = (issuer, audience, proofs) => ucanto.delegate({ issuer, audience, capabilities: att, expiration: soon, proofs })
  const first = await link(root, a, [])
  const chain = await link(b, invoker, [await link(a, b, [first])])
  const make = () => run.invoke({ issuer: invoker, audience: root, with: root.did(), nb: { mod: 'bafy', gas: 1000 }, proofs: [chain], expiration: soon }).delegate()
  const invocation = await make()
  const archive = (await invocation.archive()).ok
  await show('@ucanto: issue a delegation', () => link(root, a, []))
  await show('@ucanto: archive to verdict, three delegations', async () => {
    const read = (await ucanto.Delegation.extract(archive)).ok
    const result = await access(read, { capability: run, principal: Verifier, authority: root, validateAuthorization: () => ({ ok: {} }) })
    if (result.error) throw result.error
  })
}
