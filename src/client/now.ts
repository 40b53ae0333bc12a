/**
 * Marks what is running on the pages of the programme, offers the reader's own time zone, and keeps “now and next”
 * fresh. The server marks nothing itself: a page that said what is running would change every minute.
 */

const agenda = document.querySelector<HTMLElement>('#agenda')

/** When a session begins and ends, in milliseconds: its slot says the one, itself how long it is. */
function timesOf(item: HTMLElement): { start: number; end: number } {
  const start = Date.parse(item.closest('.slot')?.querySelector('time')?.dateTime ?? '')
  return { start, end: start + Number(item.dataset['min'] ?? 0) * 60_000 }
}

function mark(item: HTMLElement): void {
  const { start, end } = timesOf(item)
  const isRunning = start <= Date.now() && Date.now() < end
  item.classList.toggle('running-now', isRunning)
  const said = item.querySelector('.live')
  if (!isRunning) said?.remove()
  else if (said === null) item.querySelector('.meta')?.append(label())
}

function label(): HTMLElement {
  const live = document.createElement('span')
  live.className = 'live'
  live.textContent = ` · ${agenda?.dataset['live'] ?? ''}`
  return live
}

function markAll(): void {
  for (const item of agenda?.querySelectorAll<HTMLElement>('.session[data-min]') ?? []) mark(item)
}

/** How far a zone is ahead of UTC at a moment, in minutes. */
function offsetOf(zone: string, at: number): number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  const parts = /(\d+)\/(\d+)\/(\d+), (\d+):(\d+):(\d+)/.exec(format.format(at))
  const [, day, month, year, hour, minute, second] = (parts ?? []).map(Number)
  const wall = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second)
  return Math.round((wall - at) / 60_000)
}

/** Whoever reads on another clock is offered theirs. */
function offerZone(shown: string, { zoneOffer = '', zoneHref = '' }: DOMStringMap): void {
  const mine = Intl.DateTimeFormat().resolvedOptions().timeZone
  const first = Date.parse(agenda?.querySelector('time')?.dateTime ?? '')
  if (!mine || mine === shown || Number.isNaN(first) || offsetOf(mine, first) === offsetOf(shown, first)) return
  const link = document.createElement('a')
  link.href = zoneHref.replace('ZONE', encodeURIComponent(mine))
  const offered = document.querySelector<HTMLOptionElement>(`#agenda-zone option[value="${CSS.escape(mine)}"]`)
  const city = offered?.text ?? mine.slice(mine.lastIndexOf('/') + 1).replaceAll('_', ' ')
  link.textContent = zoneOffer.replace('#', city)
  link.className = 'more zone-offer'
  document.querySelector('.release')?.append(' ', link)
}

/** Whoever comes back to the page reads what is on by then. */
function keepFresh(): void {
  const drawn = Date.now()
  const refresh = () => {
    if (document.visibilityState === 'visible' && navigator.onLine && Date.now() - drawn > 60_000) location.reload()
  }
  document.addEventListener('visibilitychange', refresh)
}

if (agenda !== null) {
  markAll()
  setInterval(markAll, 30_000)
  const { zone } = agenda.dataset
  if (zone !== undefined) offerZone(zone, agenda.dataset)
}
if (document.querySelector('[data-refresh]') !== null) keepFresh()
