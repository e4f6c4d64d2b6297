// Verifies a lease token and its certificates with the npm library `paseto`: nothing here was written for Big Picture but the walk
// along the chain. Reads { token, root, product, machine?, now? } from stdin; prints { lease, certificates }, or ends with 1.
import { InspectFooter, PublicProtocol } from 'paseto'
import { ImportPublicKeyFactory, VerifyFactory } from 'paseto/v4/public'

const v4 = new PublicProtocol(VerifyFactory, ImportPublicKeyFactory)
const utf8 = new TextEncoder()

let input = ''
for await (const chunk of process.stdin) input += chunk
const { token, root, product, machine, now } = JSON.parse(input)
const at = { now: now ? new Date(now) : new Date(), clockTolerance: 60 }

try {
  const { chain } = JSON.parse(new TextDecoder().decode(InspectFooter(token)))
  const certificates = []
  let key = await v4.ImportPublicKey(root)
  // The root signed the last one, each one's key the one before it, the first one's key the token.
  for (const certificate of [...chain].reverse()) {
    const { claims } = await v4.Verify(key, certificate, at)
    if (claims.typ !== 'bp-key') throw new Error(`a certificate of type ${claims.typ}`)
    certificates.unshift(claims)
    key = await v4.ImportPublicKey(claims.key)
  }
  if (certificates[0].use !== 'lease') throw new Error(`a key for ${certificates[0].use}`)

  const implicitAssertion = machine === undefined ? undefined : utf8.encode(`bigpicture.machine:${machine}`)
  const { claims: lease } = await v4.Verify(key, token, { ...at, audience: product, ...(implicitAssertion && { implicitAssertion }) })
  if (lease.typ !== 'bp-lease') throw new Error(`a token of type ${lease.typ}`)
  console.log(JSON.stringify({ lease, certificates }))
} catch (refusal) {
  console.error(`refused: ${refusal.message}`)
  process.exitCode = 1
}
