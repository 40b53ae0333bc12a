import { setTimeout as sleep } from 'node:timers/promises'
import { formOf } from '../../tests/factories/registration.ts'
import type { Entrance } from './entrance.ts'
import { answers, type Attempt, type History, type Outcome } from './history.ts'
import { type Answer, type Ask, ask, wasRefused } from './http.ts'

/** A server of the product as clients see it. */
export interface Node {
  readonly name: string
  readonly port: number
}

/** How patient somebody is. */
export interface Patience {
  /** Attempts at most; usual: 8. */
  readonly tries?: number
  /** Of one attempt, in milliseconds; usual: 40,000. */
  readonly timeoutMs?: number
  /** The longest pause between attempts in milliseconds, whatever Retry-After says: an experiment is short; usual: 1,000. */
  readonly pauseMs?: number
  /** The server of the first attempt; usual: any. Each further attempt goes to the next. */
  readonly first?: Node
  /** Further fields of the form. */
  readonly fields?: Readonly<Record<string, string>>
}

/** Somebody sends the form until told where they stand, or out of patience. Every attempt is in the history. */
export async function registerSomebody(
  scene: { readonly nodes: readonly Node[]; readonly host: string; readonly history: History; since(): number },
  entrance: Entrance,
  who: string,
  { tries = 8, timeoutMs = 40_000, pauseMs = 1_000, first, fields = {} }: Patience = {},
): Promise<Attempt> {
  const form = formOf(entrance.category, who, { ...fields })
  const start = first ? scene.nodes.indexOf(first) : Math.floor(Math.random() * scene.nodes.length)
  for (let attempt = 0; ; attempt++) {
    const node = scene.nodes[(start + attempt) % scene.nodes.length]
    if (node === undefined) throw new Error('nobody serves')
    const asked = scene.since()
    const { path } = entrance
    const said = await outcomeOf(ask(node.port, scene.host, { method: 'POST', path, form, timeoutMs }))
    const made = { ...said, email: form.email, node: node.name, asked, answered: scene.since() }
    scene.history.add(made)
    if (answers.has(made.outcome) || attempt + 1 >= tries) return made
    await sleep(Math.min(pauseMs, 100 * 2 ** attempt) * (0.5 + Math.random()))
  }
}

type Said = Pick<Attempt, 'outcome' | 'status' | 'retryAfter'>

async function outcomeOf(answering: Promise<Answer>): Promise<Said> {
  try {
    const { status, headers } = await answering
    return { status, outcome: meaningOf(status, headers.location), retryAfter: headers['retry-after'] }
  } catch (error) {
    return { status: undefined, outcome: wasRefused(error) ? 'refused' : 'unknown', retryAfter: undefined }
  }
}

function meaningOf(status: number, location = ''): Outcome {
  if (status === 303)
    return /state=waiting/.test(location) ? 'waiting' : /state=place/.test(location) ? 'place' : 'failed'
  if (status === 409) return 'full'
  if (status === 422) return 'invalid'
  return status === 503 ? 'busy' : 'failed'
}

/** A form sent, and whatever came back; undefined when nothing did. */
export async function tryAsk(node: Node, host: string, what: Ask): Promise<Answer | undefined> {
  return ask(node.port, host, what).catch(() => undefined)
}
