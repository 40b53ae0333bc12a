/**
 * The agenda editor under the hand: drag, resize, keyboard, and what others do. The server has drawn everything, judges
 * everything and draws it again; without this the forms of the page do the same.
 */
import { listenToKeys } from './editor/keys.ts'
import { listenToPointer } from './editor/pointer.ts'
import { step } from './editor/sending.ts'
import { markChosen } from './editor/selection.ts'
import { root, scroller } from './editor/store.ts'
import { listen } from './editor/stream.ts'

/** The first session of the day, not the hour of space above it. */
function showFirst(): void {
  const grid = scroller()
  const first = [...(grid?.querySelectorAll<HTMLElement>('li[data-ref]') ?? [])].map(item => item.offsetTop)
  if (grid !== null && first.length > 0) grid.scrollTop = Math.max(0, Math.min(...first) - 24)
}

/** The buttons post by themselves; this spares the page. */
function stepByButton(event: SubmitEvent): void {
  const which = event.target instanceof HTMLFormElement ? event.target.dataset['step'] : undefined
  if (which !== 'undo' && which !== 'redo') return
  event.preventDefault()
  step(which)
}

if (root !== null) {
  root.classList.add('ed-live')
  listenToPointer(root)
  listenToKeys(root)
  document.addEventListener('submit', stepByButton)
  root.addEventListener('change', markChosen)
  showFirst()
  markChosen()
  listen()
}
