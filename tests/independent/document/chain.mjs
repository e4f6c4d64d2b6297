// docs/token-format.md, section 3: certificates, from the signing key up to a pinned root.
import { isKeyId, key, publicBytes, signed } from './ed25519.mjs'
import { json, Members, open, refuse } from './envelope.mjs'

const uses = ['lease', 'bundle', 'revocation', 'report', 'delegate']
export const tokenLengthMax = 16384

const areNames = (names) =>
  names === undefined || (names.length >= 1 && names.every((name) => name.length > 0) && new Set(names).size === names.length)

async function read(text) {
  let parts
  try {
    parts = open(text, tokenLengthMax)
  } catch {
    refuse('CertificateMalformed')
  }
  const [payload, footer] = [json(parts.payload), json(parts.footer)]
  if (!payload || !footer) refuse('CertificateMalformed')
  const below = new Members(footer)
  const parent = below.text('kid')
  if (!below.all || !isKeyId(parent)) refuse('CertificateMalformed')

  const members = new Members(payload)
  const [typ, paserk] = [members.text('typ'), members.text('key')]
  if (typ !== 'bp-key' || !publicBytes(paserk)) refuse('CertificateMalformed')
  const own = (await key(paserk)) ?? refuse('CertificateKeyUnfit')
  const certificate = {
    text,
    parent,
    signature: parts.signature,
    key: own,
    use: members.text('use'),
    iat: members.time('iat'),
    nbf: members.time('nbf'),
    exp: members.time('exp'),
    series: members.text('series'),
    server: members.optionalText('server'),
    tenants: members.optionalTexts('tenants', 16),
    products: members.optionalTexts('products', 16),
    mayCertify: members.optionalTexts('may_certify', 16),
    maxLeaseSeconds: members.optionalNumber('max_lease_seconds', 1),
    pathLen: members.optionalNumber('path_len', 0),
  }
  const { use, iat, nbf, exp, series, server, tenants, products, mayCertify, pathLen } = certificate
  const isSound =
    members.all &&
    uses.includes(use) &&
    nbf <= iat &&
    iat <= exp &&
    series.length >= 1 &&
    series.length <= 128 &&
    server !== '' &&
    areNames(tenants) &&
    areNames(products) &&
    Buffer.byteLength(JSON.stringify({ tenants, products })) <= 1024 &&
    (use === 'delegate'
      ? mayCertify?.length > 0 && mayCertify.every((name) => uses.includes(name))
      : mayCertify === undefined && pathLen === undefined)
  if (!isSound) refuse('CertificateMalformed')
  return certificate
}

const isWithin = (names, limit) => limit === undefined || (names !== undefined && names.every((name) => limit.includes(name)))

/** What the chain of a footer certifies for a use: { key, nbf, exp, tenants, products, maxLeaseSeconds, keyIds }. */
export async function certified(footerBytes, roots, use) {
  const footer = json(footerBytes) ?? refuse('FooterMalformed')
  const members = new Members(footer)
  const [kid, texts] = [members.text('kid'), members.texts('chain', 3)]
  if (!members.all || texts.length === 0 || !isKeyId(kid)) refuse('FooterMalformed')
  const chain = []
  for (const text of texts) chain.push(await read(text))

  if (chain[0].key.id !== kid) refuse('KeyIdMismatch')
  const top = chain.at(-1)
  const root = roots.find((pinned) => pinned.id === top.parent) ?? refuse('RootUnknown')
  if (!(await signed(root, top.text, top.signature))) refuse('CertificateSignatureInvalid')
  for (let i = chain.length - 2; i >= 0; i--) {
    const [child, parent] = [chain[i], chain[i + 1]]
    if (child.parent !== parent.key.id) refuse('ChainBroken')
    if (!(await signed(parent.key, child.text, child.signature))) refuse('CertificateSignatureInvalid')
    if (!parent.mayCertify?.includes(child.use)) refuse('CertificateNotAllowed')
    if (child.mayCertify?.some((passedOn) => !parent.mayCertify.includes(passedOn))) refuse('CertificateNotAllowed')
    if (parent.server !== undefined && child.server !== parent.server) refuse('CertificateNotAllowed')
    if (child.nbf < parent.nbf || child.exp > parent.exp) refuse('CertificateDatesExceeded')
    if (!isWithin(child.tenants, parent.tenants)) refuse('CertificateTenantsExceeded')
    if (!isWithin(child.products, parent.products)) refuse('CertificateProductsExceeded')
    if (parent.pathLen !== undefined && i > parent.pathLen) refuse('CertificatePathTooLong')
  }
  if (chain[0].use !== use) refuse('KeyUseMismatch')
  return {
    ...chain[0],
    maxLeaseSeconds: Math.min(...chain.map((certificate) => certificate.maxLeaseSeconds ?? Infinity)),
    keyIds: [kid, ...chain.map((certificate) => certificate.parent)],
  }
}
