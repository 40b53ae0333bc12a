/** Draws the page anew from the server, around whatever the organiser is looking at. */
import { forgetGhosts } from './ghosts.ts'
import { tell } from './saying.ts'
import { chosenReferences, choose, markChosen } from './selection.ts'
import { hold, itemOf, items, known, minuteSize, readAgain, scroller, sessionOf } from './store.ts'
import { say } from './words.ts'

/** What an edit can change. Their children are replaced, so that they keep their place and scroll. */
const parts = [
  'ed-state',
  'ed-notes',
  'ed-empty',
  'ed-days',
  'ed-pool',
  'ed-board',
  'ed-lines',
  'ed-removed',
  'ed-data',
]

let request: XMLHttpRequest | undefined
let isWanted: 'own' | 'others' | undefined

/** The versions that are this organiser's own doing: what differs from them was somebody else. */
const own = new Map<string, number>()

export function remember(sessions: readonly { readonly reference: string; readonly lockVersion: number }[]): void {
  for (const { reference, lockVersion } of sessions) own.set(reference, lockVersion)
}

/** The newest version known of a session: edits in a row need not wait for the page. */
export function versionOf(reference: string): number {
  return Math.max(own.get(reference) ?? 0, sessionOf(reference)?.version ?? 0)
}

/** Fetches the page again; when something is held, as soon as it is let go. */
export function refresh(because: 'own' | 'others'): void {
  isWanted = because
  if (hold.isHeld) return
  request?.abort()
  request = new XMLHttpRequest()
  request.open('GET', known().urls.page)
  request.responseType = 'document'
  const asked = request
  asked.addEventListener('load', () => {
    const page = asked.responseXML
    // Signed out, or no longer allowed: the whole page says so better than a part of it.
    if (asked.status !== 200 || !page?.getElementById('ed-data')) return location.reload()
    if (hold.isHeld) return
    isWanted = undefined
    swap(page, because === 'others')
  })
  asked.send()
}

/** What was held is let go. */
export function release(): void {
  hold.isHeld = false
  if (isWanted !== undefined) refresh(isWanted)
}

function swap(page: Document, areOthers: boolean): void {
  const before = new Map(known().sessions.map(session => [session.reference, session.version]))
  const chosen = chosenReferences()
  const focused = focus()
  const { first } = known()
  const open = openDetails()
  for (const id of parts) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)]
    if (old === null || fresh === null) continue
    old.replaceChildren(...[...fresh.childNodes].map(node => document.adoptNode(node)))
  }
  // Boxes that stand for what no list shows know old versions.
  for (const box of document.querySelectorAll('input[name="session"][hidden]')) box.remove()
  forgetGhosts()
  readAgain()
  // An hour more above the first session must not push everything down under the eyes.
  scroller()?.scrollBy(0, (first - known().first) * minuteSize())
  choose(chosen)
  markChosen()
  for (const details of document.querySelectorAll<HTMLDetailsElement>('#ed-notes details')) details.open = open
  focused()
  if (areOthers) tellOthers(before)
}

function openDetails(): boolean {
  return document.querySelector('#ed-notes details[open]') !== null
}

/** Remembers what has the focus, and gives it back to what stands there afterwards. */
function focus(): () => void {
  const active = document.activeElement
  const reference = active?.closest<HTMLElement>('li[data-ref]')?.dataset['ref']
  const line = active?.closest<HTMLElement>('tr[data-line]')?.dataset['line']
  const step = active?.closest<HTMLElement>('form[data-step]')?.dataset['step']
  return () => {
    if (active?.isConnected && active !== document.body) return
    if (reference !== undefined) focusItem(reference)
    else if (line !== undefined) document.querySelector<HTMLElement>(`tr[data-line="${CSS.escape(line)}"] a`)?.focus()
    else if (step !== undefined)
      document.querySelector<HTMLElement>(`form[data-step="${step}"] button, form[data-step] button`)?.focus()
  }
}

export function focusItem(reference: string): void {
  itemOf(reference)?.querySelector('a')?.focus({ preventScroll: false })
}

function tellOthers(before: ReadonlyMap<string, number>): void {
  const differs = ({ reference, version }: { reference: string; version: number }) =>
    before.get(reference) !== version && own.get(reference) !== version
  const changed = known().sessions.filter(differs)
  const references = new Set(changed.map(({ reference }) => reference))
  for (const item of items()) item.classList.toggle('fresh', references.has(item.dataset['ref'] ?? ''))
  const [first] = changed
  if (first === undefined) return
  const isOne = changed.length === 1
  tell(isOne ? say(known(), 'others', { title: first.title }) : say(known(), 'othersMany', { n: changed.length }))
}
