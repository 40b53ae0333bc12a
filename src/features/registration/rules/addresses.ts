/** Providers that people mean, with the endings they have; typed wrong, the mail never comes. */
const providers: Readonly<Record<string, readonly string[]>> = {
  gmail: ['com'],
  googlemail: ['com'],
  outlook: ['com', 'cz', 'sk', 'de'],
  hotmail: ['com', 'cz', 'sk', 'de', 'it', 'fr', 'co.uk'],
  live: ['com', 'de', 'it', 'fr', 'co.uk'],
  yahoo: ['com', 'de', 'it', 'fr', 'co.uk', 'cz'],
  icloud: ['com'],
  protonmail: ['com', 'ch'],
  seznam: ['cz'],
  email: ['cz', 'com'],
  centrum: ['cz', 'sk'],
  atlas: ['cz', 'sk'],
  volny: ['cz'],
  post: ['cz', 'sk'],
  tiscali: ['cz', 'it'],
  quick: ['cz'],
  azet: ['sk'],
  zoznam: ['sk'],
  gmx: ['de', 'net', 'at', 'ch', 'com'],
  web: ['de'],
  freenet: ['de'],
  onet: ['pl', 'eu'],
  interia: ['pl', 'eu'],
  libero: ['it'],
  abv: ['bg'],
  mail: ['com', 'bg', 'ru', 'de', 'ee'],
  siol: ['net'],
}

/** Of these there is one only, whatever the ending; `post.at` or `hotmail.se` may well be somebody's. */
const unique = new Set(['gmail', 'googlemail', 'icloud', 'seznam', 'volny', 'azet', 'zoznam'])

/** Honest domains that look like a slip of the hand. */
const honest = new Set([
  'ymail.com',
  'gmx.cz',
  'hmail.com',
  'fmail.com',
  'live.cz',
  'web.cz',
  'ok.de',
  'mail.cz',
  'post.com',
  'atlas.com',
  'quick.com',
])

/** Endings that do not exist, and the one that was meant. */
const endings: Readonly<Record<string, string>> = {
  con: 'com',
  cmo: 'com',
  ocm: 'com',
  comm: 'com',
  coom: 'com',
  vom: 'com',
  xom: 'com',
  czz: 'cz',
  ccz: 'cz',
  xz: 'cz',
  skk: 'sk',
  dee: 'de',
  ogr: 'org',
  orgg: 'org',
  ner: 'net',
  nte: 'net',
  euu: 'eu',
}

const known = Object.entries(providers).flatMap(([name, ends]) => ends.map(end => `${name}.${end}`))

/**
 * The domain somebody probably meant, when the one they typed is a well-known one with one slip (a letter too many,
 * missing, wrong or swapped, or another ending). It is a question to the person, never a refusal: `undefined` when
 * there is nothing to ask.
 * @param address a valid e-mail address
 */
export function likelyDomain(address: string): string | undefined {
  const typed = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  if (known.includes(typed) || honest.has(typed)) return undefined
  const [name = '', ...rest] = typed.split('.')
  // seznam.com, gmail.cz: the name is right, the ending is another's.
  if (unique.has(name) && rest.length < 2) return `${name}.${providers[name]?.[0]}`
  const mended = endings[rest.at(-1) ?? '']
  const candidate = mended === undefined ? typed : [name, ...rest.slice(0, -1), mended].join('.')
  const meant = known.includes(candidate) ? candidate : known.find(domain => isOneSlip(candidate, domain))
  return meant ?? (mended === undefined ? undefined : candidate)
}

/** Whether one domain comes from the other by one letter added, left out, changed, or swapped with its neighbour. */
function isOneSlip(typed: string, meant: string): boolean {
  const dot = meant.indexOf('.')
  // Of short names everything is one slip away: post.cz is neither most.cz nor host.cz.
  if (dot < 5 || Math.abs(typed.length - meant.length) > 1 || !typed.endsWith(meant.slice(dot))) return false
  const start = prefixLength(typed, meant)
  const [a, b] = [typed.slice(start), meant.slice(start)]
  if (a.length > b.length) return a.slice(1) === b
  if (a.length < b.length) return a === b.slice(1)
  return a.slice(1) === b.slice(1) || (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2))
}

function prefixLength(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}
