/** One page of a long list, as a view draws it. */
export interface Pager {
  readonly from: number
  readonly to: number
  readonly total: number
  readonly previous: string | undefined
  readonly next: string | undefined
}

export interface PageRequest {
  readonly number: number
  readonly size: number
  readonly offset: number
}

/** Reads `?page=`: a number from 1 to 1,000, else 1. Deep offsets are nobody's honest wish. */
export function pageRequest(typed: string, size = 50): PageRequest {
  const asked = /^\d{1,4}$/.test(typed) ? Number(typed) : 1
  const number = Math.min(Math.max(asked, 1), 1_000)
  return { number, size, offset: (number - 1) * size }
}

/** The pager of a list: `link` makes the address of a page number, keeping every filter. */
export function pager(request: PageRequest, total: number, link: (page: number) => string): Pager {
  const from = total === 0 ? 0 : Math.min(request.offset + 1, total)
  const to = Math.min(request.offset + request.size, total)
  return {
    from,
    to,
    total,
    previous: request.number > 1 ? link(request.number - 1) : undefined,
    next: to < total ? link(request.number + 1) : undefined,
  }
}
