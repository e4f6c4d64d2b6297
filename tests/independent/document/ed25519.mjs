// docs/token-format.md, section 2: what is refused before the library is asked, and PASERK.
import { createHash } from 'node:crypto'
import sodium from 'libsodium-wrappers'
import { PublicProtocol } from 'paseto'
import { ImportPublicKeyFactory, VerifyFactory } from 'paseto/v4/public'
import { decode } from './envelope.mjs'

await sodium.ready

export const v4 = new PublicProtocol(VerifyFactory, ImportPublicKeyFactory)

const p = 2n ** 255n - 19n
const L = 2n ** 252n + 27742317777372353535851937790883648493n
const smallOrder = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
])

const number = (bytes) => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)

function withoutSign(point) {
  const bytes = Buffer.from(point)
  bytes[31] &= 0x7f
  return bytes
}

const isPoint = (bytes) => number(withoutSign(bytes)) < p && !smallOrder.has(withoutSign(bytes).toString('hex'))

export const isSignature = (bytes) => isPoint(bytes.subarray(0, 32)) && number(bytes.subarray(32)) < L

const mod = (n, m = p) => ((n % m) + m) % m

function power(base, exponent) {
  let result = 1n
  for (base = mod(base); exponent > 0n; exponent >>= 1n, base = mod(base * base)) if (exponent & 1n) result = mod(result * base)
  return result
}

const inverse = (n) => power(n, p - 2n)
const d = mod(-121665n * inverse(121666n))

function add([x1, y1], [x2, y2]) {
  const product = mod(d * x1 * x2 * y1 * y2)
  return [mod((x1 * y2 + x2 * y1) * inverse(1n + product)), mod((y1 * y2 + x1 * x2) * inverse(1n - product))]
}

/** On the curve, and L times it is the neutral element. */
function isOfPrimeOrder(bytes) {
  const y = number(withoutSign(bytes))
  const square = mod((y * y - 1n) * inverse(d * y * y + 1n))
  let x = power(square, (p + 3n) / 8n)
  if (mod(x * x - square) !== 0n) x = mod(x * power(2n, (p - 1n) / 4n))
  if (mod(x * x - square) !== 0n) return false
  if ((x & 1n) !== BigInt(bytes[31] >> 7)) x = mod(-x)
  let [sum, point] = [
    [0n, 1n],
    [x, y],
  ]
  for (let times = L; times > 0n; times >>= 1n, point = add(point, point)) if (times & 1n) sum = add(sum, point)
  return sum[0] === 0n && sum[1] === 1n
}

/** The 32 bytes of `k4.public`, or null. */
export function publicBytes(paserk) {
  const bytes = paserk.startsWith('k4.public.') ? decode(paserk.slice('k4.public.'.length)) : null
  return bytes?.length === 32 ? bytes : null
}

export const isKeyId = (text) => text.startsWith('k4.pid.') && decode(text.slice('k4.pid.'.length))?.length === 33

const known = new Map()

/** A key that may be used, with its id, or null. Judged once. */
export async function key(paserk) {
  if (!known.has(paserk)) {
    const bytes = publicBytes(paserk)
    const isFit = bytes !== null && isPoint(bytes) && isOfPrimeOrder(bytes)
    const id = `k4.pid.${Buffer.from(sodium.crypto_generichash(33, `k4.pid.${paserk}`)).toString('base64url')}`
    known.set(paserk, isFit ? { paserk, id, imported: await v4.ImportPublicKey(paserk) } : null)
  }
  return known.get(paserk)
}

/** Whether the key signed the token: the library's word, once the signature was found to have one spelling. */
export async function signed(signer, token, signature, implicitAssertion = new Uint8Array()) {
  if (!isSignature(signature)) return false
  try {
    await v4.Verify(signer.imported, token, { implicitAssertion, allowNonExpiring: true })
    return true
  } catch (refusal) {
    // What it says of claims comes after the signature was found good; claims are judged by the document's rules.
    return !/signature verification failed|Truncated/.test(refusal.message)
  }
}

export const sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('base64url')
