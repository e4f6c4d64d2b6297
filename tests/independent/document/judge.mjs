// Judges the vectors by docs/token-format.md and nothing else of this project. Reads a file of tests/vectors/lease-tokens or revocation-lists
// from stdin; prints { verdicts: [...], ... } in the file's order.
import { key } from './ed25519.mjs'
import { Refusal } from './envelope.mjs'
import { judgeLease } from './lease.mjs'
import { find, isNewer, judgeList } from './revocations.mjs'

let input = ''
for await (const chunk of process.stdin) input += chunk
const file = JSON.parse(input)
const pins = { roots: [await key(file.root)], audience: file.audience, issuer: file.issuer }
const seconds = (text) => new Date(text).valueOf() / 1000

async function verdictOf(judge) {
  try {
    return await judge()
  } catch (refusal) {
    if (refusal instanceof Refusal) return refusal.message
    throw refusal
  }
}

const lease = (one) => judgeLease(one.token, pins, seconds(one.at), one.machine_id)
const list = (one) => judgeList(one.token.padEnd(one.pad_to ?? 0, 'A'), pins, file.tenant, seconds(one.at))

const answer = { verdicts: [] }
for (const one of file.cases) {
  const judge = file.tenant === undefined ? async () => (await lease(one)).verdict : async () => (await list(one), 'accepted')
  answer.verdicts.push(await verdictOf(judge))
}
if (file.tenant !== undefined) {
  answer.newer = []
  for (const { held, offered } of file.newer) answer.newer.push(isNewer(await list(offered), await list(held)))
  answer.found = []
  for (const one of file.found) {
    const { lease: found, keyIds } = await lease({ token: one.lease, at: one.list.at })
    answer.found.push(find(await list(one.list), found, keyIds))
  }
}
console.log(JSON.stringify(answer))
