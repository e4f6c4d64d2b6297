// What `paseto` and libsodium say of tokens. Reads { keys: [k4.public…], cases: [[token, key, machine | null]…] } from stdin; prints one
// character a case: 0 neither accepts it, 1 paseto does, 2 libsodium does, 3 both do.
import sodium from 'libsodium-wrappers'
import { PublicProtocol } from 'paseto'
import { ImportPublicKeyFactory, VerifyFactory } from 'paseto/v4/public'
import { publicBytes } from './document/ed25519.mjs'
import { open } from './document/envelope.mjs'

await sodium.ready
const v4 = new PublicProtocol(VerifyFactory, ImportPublicKeyFactory)

let input = ''
for await (const chunk of process.stdin) input += chunk
const { keys, cases, now } = JSON.parse(input)
const imported = await Promise.all(keys.map((key) => v4.ImportPublicKey(key)))
const raw = keys.map(publicBytes)
const at = new Date(now)

async function byPaseto(token, key, implicitAssertion) {
  try {
    await v4.Verify(imported[key], token, { now: at, implicitAssertion })
    return 1
  } catch {
    return 0
  }
}

function length(bytes) {
  const le = Buffer.alloc(8)
  le.writeBigUInt64LE(BigInt(bytes.length))
  return le
}

function bySodium(token, key, implicitAssertion) {
  try {
    const { payload, signature, footer } = open(token, Infinity)
    const pieces = [Buffer.from('v4.public.'), payload, footer, implicitAssertion]
    const signed = Buffer.concat([Buffer.from([4, 0, 0, 0, 0, 0, 0, 0]), ...pieces.flatMap((piece) => [length(piece), piece])])
    return sodium.crypto_sign_verify_detached(signature, signed, raw[key]) ? 2 : 0
  } catch {
    return 0
  }
}

let verdicts = ''
for (const [token, key, machine] of cases) {
  const assertion = machine === null ? Buffer.alloc(0) : Buffer.from(`bigpicture.machine:${machine}`)
  verdicts += (await byPaseto(token, key, assertion)) + bySodium(token, key, assertion)
}
console.log(verdicts)
