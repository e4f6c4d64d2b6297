// Verifies a webhook's call with the npm library `standardwebhooks`. Reads { secret, headers, body, now? } from stdin; prints the body, or ends
// with 1. `now` is the receiver's clock.
import { Webhook } from 'standardwebhooks'

let input = ''
for await (const chunk of process.stdin) input += chunk
const { secret, headers, body, now } = JSON.parse(input)
if (now) Date.now = () => new Date(now).getTime()

try {
  console.log(JSON.stringify(new Webhook(secret).verify(body, headers)))
} catch (refusal) {
  console.error(`refused: ${refusal.message}`)
  process.exitCode = 1
}
