/** Sends edits to the server, one after the other, and says what became of them. */
import { clearGhosts } from './ghosts.ts'
import { refresh, remember, versionOf } from './refreshing.ts'
import { tell } from './saying.ts'
import { choose } from './selection.ts'
import { known } from './store.ts'
import type { Change, Deed } from './types.ts'
import { say } from './words.ts'

interface Versioned {
  readonly reference: string
  readonly lockVersion: number
}

type Answer =
  | { readonly kind: 'saved'; readonly editId: number; readonly sessions: readonly Versioned[]; readonly said: string }
  | { readonly kind: 'nothing'; readonly said: string }
  | { readonly kind: 'refused'; readonly lines: readonly string[] }
  | { readonly kind: 'stale'; readonly lines: readonly Told[]; readonly mine: unknown }

interface Told {
  readonly text: string
  readonly by: string
}

/** Edits of this page, so that hearing of them again changes nothing. */
const ownEdits = new Set<number>()
let queue: Promise<void> = Promise.resolve()

export function isOwn(editId: number): boolean {
  return ownEdits.has(editId)
}

/** When everything that was sent is answered. */
export function settled(): Promise<void> {
  return queue
}

/** Several changes that stand or fall together; `said` is told when they stand. */
export function send(changes: readonly Change[], deed: Deed, said: string): void {
  if (changes.length === 0) return
  later(async () => {
    // What was sent just before has moved the versions on.
    const current = changes.map(change =>
      'lockVersion' in change
        ? { ...change, lockVersion: Math.max(change.lockVersion, versionOf(change.reference)) }
        : change,
    )
    const outcome = await post(known().urls.changes, { batch: JSON.stringify({ deed, changes: current }) })
    if (outcome?.kind === 'saved' && deed === 'copied') choose([])
    finish(outcome, said)
  })
}

/** Undo or redo. */
export function step(which: 'undo' | 'redo'): void {
  later(async () => finish(await post(known().urls[which], {}), undefined))
}

function later(work: () => Promise<void>): void {
  queue = queue.then(work).catch(() => {
    tell(say(known(), 'failed'), 'bad')
    clearGhosts()
    refresh('own')
  })
}

async function post(address: string, fields: Readonly<Record<string, string>>): Promise<Answer | undefined> {
  const view = new URL(known().urls.page, location.href).search
  const body = new URLSearchParams({ ...fields, view })
  const response = await fetch(address, { method: 'POST', body, headers: { Accept: 'application/json' } })
  const isAnswer = response.headers.get('Content-Type')?.startsWith('application/json') ?? false
  return isAnswer ? response.json() : undefined
}

function finish(outcome: Answer | undefined, said: string | undefined): void {
  if (outcome?.kind === 'stale') return ask(outcome)
  if (outcome?.kind === 'saved') {
    ownEdits.add(outcome.editId)
    remember(outcome.sessions)
    tell(said ?? outcome.said)
  } else if (outcome?.kind === 'nothing') tell(outcome.said)
  else tell(outcome === undefined ? say(known(), 'failed') : outcome.lines.join(' '), 'bad')
  if (outcome?.kind !== 'saved') clearGhosts()
  refresh('own')
}

/** Somebody else was there first: who, where, when; mine or theirs. */
function ask({ lines, mine }: Extract<Answer, { kind: 'stale' }>): void {
  const dialog = document.querySelector<HTMLDialogElement>('#ed-conflict')
  const list = dialog?.querySelector('[data-conflicts]')
  const [insist, leave] = [
    dialog?.querySelector<HTMLButtonElement>('[data-mine]'),
    dialog?.querySelector<HTMLElement>('[data-theirs]'),
  ]
  if (!dialog || !list || !insist || !leave) return location.reload()
  list.replaceChildren(...lines.map(entry))
  insist.hidden = mine === null
  const once = new AbortController()
  const listen = { signal: once.signal }
  const close = () => {
    once.abort()
    dialog.close()
    clearGhosts()
    refresh('own')
  }
  dialog.addEventListener('cancel', close, listen)
  leave.addEventListener('click', close, listen)
  insist.addEventListener(
    'click',
    () => {
      close()
      later(async () => finish(await post(known().urls.changes, { batch: JSON.stringify(mine) }), undefined))
    },
    listen,
  )
  dialog.showModal()
}

function entry({ text, by }: Told): HTMLElement {
  const [item, what, who] = [document.createElement('li'), document.createElement('p'), document.createElement('p')]
  what.textContent = text
  who.textContent = by
  who.className = 'quiet'
  item.append(what, who)
  return item
}
