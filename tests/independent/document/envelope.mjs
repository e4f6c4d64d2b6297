// docs/token-format.md, section 1: the envelope, JSON with one meaning, and the pieces that payloads are made of.

export class Refusal extends Error {}

export const refuse = (name) => {
  throw new Refusal(name)
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Bytes of strict base64url, or null. */
export function decode(text) {
  if (text.length % 4 === 1 || [...text].some((c) => !alphabet.includes(c))) return null
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : null
}

/** { payload, signature, footer } of a token that is as long as allowed; nothing is verified. */
export function open(token, lengthMax) {
  if (typeof token === 'string' && token.length > lengthMax) refuse('TooLong')
  if (typeof token !== 'string' || !token.startsWith('v4.public.')) refuse('HeaderUnknown')
  const parts = token.slice('v4.public.'.length).split('.')
  const [body, footer] = parts.map(decode)
  if (parts.length > 2 || parts[1] === '' || !body || footer === null || body.length < 64) refuse('Malformed')
  return { payload: body.subarray(0, -64), signature: body.subarray(-64), footer: footer ?? Buffer.alloc(0) }
}

/** The object that the bytes are the JSON of, or null when they have not exactly one meaning. */
export function json(bytes) {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const value = JSON.parse(text)
    const isObject = value !== null && typeof value === 'object' && !Array.isArray(value)
    return isObject && hasOneMeaning(text) ? mark(value, text) : null
  } catch {
    return null
  }
}

// JSON.parse has found the text to be JSON, so what is left to see is what it lets pass: a member twice, half a pair of surrogates, depth.
function hasOneMeaning(text) {
  const names = []
  let isName = false
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]/g)) {
    if (token === '{' || token === '[') names.push(token === '{' ? new Set() : null)
    else if (token === '}' || token === ']') names.pop()
    else if (token.startsWith('"')) {
      const string = JSON.parse(token)
      if (!string.isWellFormed()) return false
      if (isName && names.at(-1).has(string)) return false
      if (isName) names.at(-1).add(string)
    }
    if (names.length > 8) return false
    isName = token === '{' || (token === ',' && names.at(-1) !== null)
  }
  return true
}

// JSON.parse tells 1 from 1.0 no more, and the format does.
const sources = new WeakMap()
const mark = (value, text) => {
  sources.set(value, text)
  return value
}

/** Takes the members of an object one by one, and knows in the end whether all were as they should be. */
export class Members {
  sound = true
  #taken = 0

  constructor(object, root = object) {
    this.object = object
    this.root = root
  }

  get all() {
    return this.sound && this.#taken === Object.keys(this.object).length
  }

  #take(name, test) {
    if (!Object.hasOwn(this.object, name)) return undefined
    this.#taken++
    const value = this.object[name]
    if (test(value)) return value
    this.sound = false
    return undefined
  }

  #need(value) {
    if (value === undefined) this.sound = false
    return value
  }

  optionalText = (name) => this.#take(name, (value) => typeof value === 'string')
  text = (name) => this.#need(this.optionalText(name)) ?? ''

  optionalTime(name) {
    const text = this.optionalText(name)
    if (text === undefined) return undefined
    const match = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) && !text.startsWith('0000')
    const time = match ? new Date(text) : undefined
    const isTime = time && !Number.isNaN(time.valueOf()) && time.toISOString() === text.replace('Z', '.000Z')
    if (!isTime) this.sound = false
    return isTime ? time.valueOf() / 1000 : undefined
  }
  time = (name) => this.#need(this.optionalTime(name)) ?? 0

  /** Without fraction or exponent, which is looked for in the text itself. */
  optionalNumber(name, min, max = 2 ** 31 - 1) {
    const isWhole = (value) => typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
    const value = this.#take(name, isWhole)
    if (value !== undefined && new RegExp(`"${name}"\\s*:\\s*-?\\d+\\s*[.eE]`).test(sources.get(this.root))) this.sound = false
    return value
  }
  number = (name, min, max) => this.#need(this.optionalNumber(name, min, max)) ?? 0

  flag = (name) => this.#take(name, (value) => value === true) === true

  optionalTexts = (name, countMax) =>
    this.#take(name, (v) => Array.isArray(v) && v.length <= countMax && v.every((item) => typeof item === 'string'))
  texts = (name, countMax) => this.#need(this.optionalTexts(name, countMax)) ?? []

  objects(name, countMax, read) {
    const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value)
    const values = this.#need(this.#take(name, (v) => Array.isArray(v) && v.length <= countMax && v.every(isObject))) ?? []
    return values.map((value) => {
      const members = new Members(value, this.root)
      const result = read(members)
      this.sound &&= members.all
      return result
    })
  }

  object_(name) {
    const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value)
    return new Members(this.#need(this.#take(name, isObject)) ?? {}, this.root)
  }
}
