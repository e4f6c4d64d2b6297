// docs/token-format.md, section 5: revocation lists.
import { certified } from './chain.mjs'
import { isKeyId, signed } from './ed25519.mjs'
import { json, Members, open, refuse } from './envelope.mjs'

const listLengthMax = 4194304
const isText = (text) => text.length >= 1 && text.length <= 128

/** @returns {Promise<object>} the list, or throws a Refusal with the name of the check. */
export async function judgeList(token, { roots, audience, issuer }, tenant, now) {
  const parts = open(token, listLengthMax)
  const chain = await certified(parts.footer, roots, 'revocation')
  if (!(await signed(chain.key, token, parts.signature))) refuse('SignatureInvalid')

  const payload = json(parts.payload) ?? refuse('PayloadMalformed')
  if (payload.typ !== 'bp-revocations') refuse('TypeMismatch')
  const members = new Members(payload)
  members.text('typ')
  const list = {
    iss: members.text('iss'),
    tenant: members.text('tenant'),
    series: members.text('series'),
    epoch: members.number('epoch', 0, Number.MAX_SAFE_INTEGER),
    iat: members.time('iat'),
    exp: members.time('exp'),
    leases: members.texts('leases', 50000),
    entitlements: members.objects('entitlements', 10000, (it) => ({ id: it.text('id'), issuedBefore: it.time('issued_before') })),
    keys: members.texts('keys', 256),
  }
  const areSound =
    list.iat <= list.exp &&
    isText(list.series) &&
    list.leases.every(isText) &&
    list.entitlements.every((entry) => isText(entry.id)) &&
    list.keys.every(isKeyId)
  if (!members.all || !areSound) refuse('PayloadMalformed')

  if (issuer !== undefined && list.iss !== issuer) refuse('IssuerMismatch')
  if (list.tenant !== tenant) refuse('TenantMismatch')
  if (list.iat > now + 60) refuse('IssuedInFuture')
  if (chain.tenants?.includes(list.tenant) === false) refuse('TenantNotCertified')
  if (chain.products?.includes(audience) === false) refuse('ProductNotCertified')
  if (list.iat < chain.nbf || list.iat > chain.exp) refuse('IssuedOutsideCertificate')
  if (list.exp > chain.exp) refuse('OutlivesCertificate')
  return list
}

export function isNewer(list, other) {
  if (list.iss !== other.iss || list.tenant !== other.tenant) return false
  return list.series === other.series && list.epoch !== other.epoch ? list.epoch > other.epoch : list.iat > other.iat
}

/** The entry that a lease falls under: `lease`, `entitlement`, `key` or `nothing`. */
export function find(list, lease, keyIds) {
  if (list.tenant !== lease.tenant) return 'nothing'
  if (list.leases.includes(lease.jti)) return 'lease'
  if (list.entitlements.some((entry) => entry.id === lease.entitlement && lease.iat < entry.issuedBefore)) return 'entitlement'
  return keyIds.some((id) => list.keys.includes(id)) ? 'key' : 'nothing'
}
