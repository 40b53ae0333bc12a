/**
 * A screen of the venue. Marks by its own clock what is running, loads the page again each minute, keeps what it has
 * when the network is gone, and leaves out what does not fit: nobody scrolls on a wall. Parses with XMLHttpRequest: the content security policy (Trusted Types) allows no HTML
 * from strings.
 */

const markEvery = 10_000 // ms
const loadEvery = 60_000 // ms

let loadedAt = Date.now()
let isLost = false

const screen = () => document.querySelector<HTMLElement>('#screen')

function timeOf(moment: number): string {
  const { zone = 'UTC', locale = 'cs' } = screen()?.dataset ?? {}
  const format = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    hour: 'numeric',
    minute: '2-digit',
    timeZone: zone,
  })
  const text = format.format(moment)
  return locale === 'cs' ? text.replace(':', '.') : text
}

function mark(): void {
  const now = Date.now()
  for (const clock of document.querySelectorAll('[data-clock]')) clock.textContent = timeOf(now)
  for (const list of document.querySelectorAll('#screen ol')) {
    let isNextTaken = false
    for (const entry of list.querySelectorAll<HTMLElement>('li')) {
      const [start, end] = [Date.parse(entry.dataset['start'] ?? ''), Date.parse(entry.dataset['end'] ?? '')]
      const isRunning = start <= now && now < end
      const isPast = end <= now
      const state = isPast ? 'past' : isRunning ? 'now' : isNextTaken ? 'later' : 'next'
      if (state === 'next') isNextTaken = true
      entry.className = state
    }
  }
  const message = document.querySelector<HTMLElement>('#screen .message')
  // Loaded the evening before: what it announced has begun.
  if (message !== null) message.hidden = document.querySelector('#screen li.now') !== null
  sayLost()
  fit()
}

/** Less and smaller (screen.css), step by step, until everything is on the screen. A page in the hand may be long. */
function fit(): void {
  const [main, page] = [screen(), document.documentElement]
  if (main === null) return
  for (let step = 0; step <= 4; step += 1) {
    main.dataset['fit'] = String(step)
    if (page.clientWidth < 700 || page.scrollHeight <= page.clientHeight) return
  }
}

function sayLost(): void {
  const note = document.querySelector<HTMLElement>('#screen .offline')
  if (note === null) return
  note.hidden = !isLost
  note.textContent = (screen()?.dataset['offline'] ?? '').replace('#', timeOf(loadedAt))
}

function load(): void {
  const request = new XMLHttpRequest()
  request.open('GET', location.href)
  request.responseType = 'document'
  request.timeout = loadEvery / 2
  const lose = () => {
    isLost = true
    mark()
  }
  request.addEventListener('load', () => {
    const fresh = request.responseXML?.querySelector('#screen')
    if (request.status !== 200 || !fresh) return lose()
    screen()?.replaceWith(document.adoptNode(fresh))
    loadedAt = Date.now()
    isLost = false
    mark()
  })
  request.addEventListener('error', lose)
  request.addEventListener('timeout', lose)
  request.send()
}

mark()
void document.fonts.ready.then(fit)
addEventListener('resize', fit)
setInterval(mark, markEvery)
setInterval(load, loadEvery)
// A tablet that slept shows the present at once.
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && load())
window.addEventListener('online', load)
