/** Hears of what others do, within a moment (server-sent events). */
import { refresh } from './refreshing.ts'
import { tell } from './saying.ts'
import { isOwn, settled } from './sending.ts'
import { known } from './store.ts'
import { say } from './words.ts'

/** A hiccup is nobody's business. */
const patience = 5_000

let source: EventSource | undefined
let timer = 0

/** Browsers keep few connections to one server: a page that nobody looks at gives its own back. */
export function listen(): void {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') close()
    else open(true)
  })
  if (document.visibilityState !== 'hidden') open(false)
}

function close(): void {
  clearTimeout(timer)
  source?.close()
  source = undefined
}

function open(isAgain: boolean): void {
  if (source !== undefined) return
  let mayHaveMissed = isAgain
  source = new EventSource(known().urls.stream)
  source.addEventListener('ready', () => {
    clearTimeout(timer)
    if (mayHaveMissed) refresh('others')
    mayHaveMissed = true
  })
  source.addEventListener('changed', event => void hear(Number(event.data)))
  source.addEventListener('error', () => {
    clearTimeout(timer)
    timer = setTimeout(() => tell(say(known(), 'lost'), 'bad'), patience)
  })
}

/** The answer to an edit of this page may come after the news of it. */
async function hear(editId: number): Promise<void> {
  await settled()
  if (!isOwn(editId)) refresh('others')
}
