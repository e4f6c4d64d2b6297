// Checks documents against JSON Schemas with the npm library `ajv`. Reads { schemas, documents } from stdin, each document to be valid by every
// schema; prints what is wrong, an empty list when nothing is.
import Ajv from 'ajv'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

let input = ''
for await (const chunk of process.stdin) input += chunk
const { schemas, documents } = JSON.parse(input)

const checks = schemas.map(schema => {
  const ajv = new (schema.$schema.includes('2020-12') ? Ajv2020 : Ajv)({ strict: false, allErrors: true })
  addFormats(ajv)
  return ajv.compile(schema)
})
const wrong = []
for (const document of documents)
  for (const check of checks)
    if (!check(document)) wrong.push({ document, errors: check.errors.map(error => `${error.instancePath} ${error.message}`) })
console.log(JSON.stringify(wrong))
