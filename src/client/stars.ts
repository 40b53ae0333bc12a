/**
 * Stars: a reader's own programme without an account, kept in this browser. The server draws it from the references in
 * the address (`?my=…`), so it can be sent, printed, and read where scripts do not run.
 */
import { offerToKeep } from './programme/keeping.ts'
import { clashesOf, readStars, type Star, type Stars, toggled, writeStars } from './programme/storage.ts'

const shape = 'm8 1.9 1.9 3.9 4.3.6-3.1 3 .7 4.3L8 11.7l-3.8 2 .7-4.3-3.1-3 4.3-.6z'
const programme = document.querySelector<HTMLElement>('#agenda')
const session = document.querySelector<HTMLElement>('#session-actions')
const words = (programme ?? session)?.dataset ?? {}
const event = words['event'] ?? ''

let stars: Stars = readStars(event)
const redraws: (() => void)[] = []
const live = document.createElement('p')

function icon(): SVGSVGElement {
  const namespace = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(namespace, 'svg')
  const path = document.createElementNS(namespace, 'path')
  svg.setAttribute('viewBox', '0 0 16 16')
  svg.setAttribute('class', 'icon')
  svg.setAttribute('aria-hidden', 'true')
  path.setAttribute('d', shape)
  svg.append(path)
  return svg
}

function quoted(title: string): string {
  return document.documentElement.lang === 'cs' ? `„${title}“` : `“${title}”`
}

/** What else of the reader's own programme is at the same time; '' without a star or a clash. */
function clashOf(reference: string, star: Star): string {
  const titles = stars[reference] === undefined ? [] : clashesOf(stars, reference, star).map(quoted)
  return titles.length === 0 ? '' : (words['clash'] ?? '').replace('#', titles.join(', '))
}

function toggle(reference: string, star: Star): void {
  stars = toggled(readStars(event), reference, star)
  writeStars(event, stars)
  live.textContent = clashOf(reference, star)
  for (const redraw of redraws) redraw()
}

/** A button that is pressed while its session has a star. */
function button(reference: string, star: Star, draw: (element: HTMLButtonElement, isStarred: boolean) => void) {
  const element = document.createElement('button')
  element.type = 'button'
  const redraw = () => {
    const isStarred = stars[reference] !== undefined
    element.setAttribute('aria-pressed', String(isStarred))
    draw(element, isStarred)
  }
  element.addEventListener('click', () => toggle(reference, star))
  redraws.push(redraw)
  redraw()
  return element
}

function addToItem(item: HTMLElement): void {
  const link = item.querySelector<HTMLAnchorElement>('h4 a')
  const reference = link?.pathname.split('/').pop() ?? ''
  const start = Date.parse(item.closest('.slot')?.querySelector('time')?.dateTime ?? '')
  if (link === null || reference === '' || Number.isNaN(start)) return
  const title = link.textContent ?? ''
  const star = { start, end: start + Number(item.dataset['min'] ?? 0) * 60_000, title }
  const made = button(reference, star, () => warn(item, clashOf(reference, star)))
  made.className = 'star'
  made.setAttribute('aria-label', `${words['star'] ?? ''}: ${title}`)
  made.append(icon())
  item.append(made)
}

/** Says on a session what else is at its time. */
function warn(item: HTMLElement, words: string): void {
  const said = item.querySelector('.clash') ?? document.createElement('p')
  said.className = 'state warn clash'
  said.textContent = words
  if (words === '') said.remove()
  else item.append(said)
}

function addToPage(place: HTMLElement): void {
  const { reference = '', start, end, title = '' } = place.dataset
  const star = { start: Number(start), end: Number(end), title }
  const made = button(reference, star, (element, isStarred) => {
    element.replaceChildren(icon(), (isStarred ? words['starred'] : words['star']) ?? '')
    warn(place, clashOf(reference, star))
  })
  made.className = 'button second star-button'
  place.prepend(made, ' ')
}

/** The way to the programme of one's own, with the number of stars; hidden while there are none. */
function linkToMine(place: HTMLElement, tag: 'li' | 'span'): void {
  const entry = document.createElement(tag)
  const link = document.createElement('a')
  const redraw = () => {
    const references = Object.keys(stars)
    entry.hidden = references.length === 0
    link.href = (words['mineHref'] ?? '').replace('MINE', references.join('.'))
    link.textContent = (words['mine'] ?? '').replace('#', String(references.length))
  }
  entry.append(link)
  place.append(entry)
  redraws.push(redraw)
  redraw()
}

function begin(): void {
  live.className = 'hidden'
  live.setAttribute('role', 'status')
  const take = document.querySelector<HTMLElement>('#agenda-take')
  if (programme !== null) {
    for (const item of programme.querySelectorAll<HTMLElement>('.session[data-min]')) addToItem(item)
    if (take !== null) linkToMine(take, 'li')
    programme.before(live)
  }
  if (session !== null) {
    addToPage(session)
    linkToMine(session, 'span')
    session.before(live)
  }
  // Another window of the same reader changed them.
  addEventListener('storage', () => {
    stars = readStars(event)
    for (const redraw of redraws) redraw()
  })
}

if (event !== '') begin()
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-keep-stars]')) offerToKeep(form)
