// docs/token-format.md, section 4: lease tokens.
import { certified, tokenLengthMax } from './chain.mjs'
import { signed } from './ed25519.mjs'
import { json, Members, open, refuse } from './envelope.mjs'

function claims(payload) {
  const members = new Members(payload)
  const bp = members.object_('bp')
  const read = {
    typ: members.text('typ'),
    iss: members.text('iss'),
    sub: members.text('sub'),
    aud: members.text('aud'),
    jti: members.text('jti'),
    iat: members.time('iat'),
    nbf: members.time('nbf'),
    exp: members.time('exp'),
    v: bp.number('v', 1),
    tenant: bp.text('tenant'),
    entitlement: bp.text('entitlement'),
    type: bp.text('type'),
    features: bp.texts('features', 2048),
    generation: bp.number('generation', 1),
    renewAfter: bp.time('renew_after'),
    graceUntil: bp.optionalTime('grace_until'),
    session: bp.optionalText('session'),
    bind: bp.optionalText('bind'),
    usageSignals: bp.flag('usage_signals'),
    overdraft: bp.flag('overdraft'),
  }
  const isSound =
    members.all &&
    bp.sound &&
    (read.bind ?? 'machine') === 'machine' &&
    /^(user|machine):[^]/.test(read.sub) &&
    read.iat <= read.exp &&
    read.nbf <= read.exp &&
    (read.graceUntil ?? read.exp) >= read.exp
  return isSound ? read : refuse('PayloadMalformed')
}

/** @returns {Promise<{ verdict: 'valid' | 'valid_in_grace', lease, keyIds }>} or throws a Refusal with the name of the check. */
export async function judgeLease(token, { roots, audience, issuer }, now, machineId) {
  const parts = open(token, tokenLengthMax)
  const chain = await certified(parts.footer, roots, 'lease')

  const payload = json(parts.payload)
  const bp = payload?.bp
  const isBound = bp !== null && typeof bp === 'object' && !Array.isArray(bp) && bp.bind === 'machine'
  if (isBound && machineId === undefined) refuse('MachineIdMissing')
  const assertion = isBound ? Buffer.from(`bigpicture.machine:${machineId}`) : undefined
  if (!(await signed(chain.key, token, parts.signature, assertion))) refuse(isBound ? 'MachineMismatch' : 'SignatureInvalid')

  if (!payload) refuse('PayloadMalformed')
  if (payload.typ !== 'bp-lease') refuse('TypeMismatch')
  if (issuer !== undefined && payload.iss !== issuer) refuse('IssuerMismatch')
  if (payload.aud !== audience) refuse('AudienceMismatch')
  const lease = (() => {
    const v = bp !== null && typeof bp === 'object' && !Array.isArray(bp) ? new Members(bp, payload).optionalNumber('v', -(2 ** 31)) : undefined
    return v !== undefined && v !== 1 ? refuse('VersionUnsupported') : claims(payload)
  })()

  if (lease.iat > now + 60) refuse('IssuedInFuture')
  if (lease.nbf > now + 60) refuse('NotYetValid')
  if (chain.tenants?.includes(lease.tenant) === false) refuse('TenantNotCertified')
  if (chain.products?.includes(lease.aud) === false) refuse('ProductNotCertified')
  if (lease.iat < chain.nbf || lease.iat > chain.exp) refuse('IssuedOutsideCertificate')
  if ((lease.graceUntil ?? lease.exp) > chain.exp) refuse('OutlivesCertificate')
  if (lease.exp - lease.iat > chain.maxLeaseSeconds) refuse('LeaseTooLong')

  if (now < lease.exp) return { verdict: 'valid', lease, keyIds: chain.keyIds }
  if (now < (lease.graceUntil ?? lease.exp)) return { verdict: 'valid_in_grace', lease, keyIds: chain.keyIds }
  refuse('Expired')
}
