import { scroller } from './store.ts'

/** Pixels from an edge where a drag begins to scroll, and at most so many a frame. */
const reach = 48
const fastest = 14

/** Scrolls the grid, and the window, while a drag stays near an edge. */
export function edgeScroll(pointer: () => PointerEvent, moved: () => void, signal: AbortSignal): void {
  const frame = () => {
    if (signal.aborted) return
    const { clientX, clientY } = pointer()
    const grid = scroller()
    if (grid !== null) {
      const box = grid.getBoundingClientRect()
      const isInside =
        clientX > box.left && clientX < box.right && clientY > box.top - reach && clientY < box.bottom + reach
      const [x, y] = [speed(clientX, box.left, box.right), speed(clientY, box.top, box.bottom)]
      if (isInside && (x !== 0 || y !== 0)) {
        grid.scrollBy(x, y)
        moved()
      }
    }
    const down = speed(clientY, 0, innerHeight)
    if (down !== 0) scrollBy(0, down)
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
}

function speed(at: number, low: number, high: number): number {
  if (at < low + reach) return -Math.min(fastest, (low + reach - at) / 4)
  if (at > high - reach) return Math.min(fastest, (at - high + reach) / 4)
  return 0
}
