/** Processor time of one request or mail, in milliseconds. */
export interface Cost {
  readonly server: number
  readonly database: number
}

/** What the work of an opening costs, as measured. */
export interface Costs {
  /** A registration: POST → committed with its mail → 303. */
  readonly registration: Cost
  /** The form or the page that thanks, while places change. */
  readonly page: Cost
  /** A look at a page that has not changed: 304. */
  readonly look: Cost
  /** A style sheet, a script, a font. */
  readonly asset: Cost
  /** A mail written and handed over by a worker. */
  readonly mail: Cost
  /** Server time with several processes by that with one. */
  readonly severalProcesses: number
}

/** How people behave when a registration opens; to be argued with, therefore in one place. */
export const crowd = {
  people: 100_000,
  /** Looks at the page before it opens and while it does, each. */
  looks: 4,
  /** Pages drawn for each: the form, and the thanks. */
  pages: 2,
  /** Of the first visit; none reach the application behind a CDN. */
  assets: 6,
  /** One in ten sends the form twice. */
  posts: 1.1,
  /** Seconds in which 63 of 100 have sent the form, 95 within three times as many. */
  haste: 20,
} as const

/** Of all the time of a processor, what is planned with. */
const usable = 0.7

/** How a queue fared that people joined in haste and that was worked off at a steady pace. */
export interface Queue {
  /** The longest that anybody waited, in seconds. */
  readonly longestWait: number
  /** Seconds until the last was answered. */
  readonly end: number
}

/**
 * Works off what arrives: `count` arrive with the haste of the crowd, `perSecond` are done. By steps of a tenth of a
 * second; who comes waits for all that stand before.
 */
export function workOff(count: number, perSecond: number, haste: number = crowd.haste): Queue {
  const step = 0.1
  let [waiting, longestWait, second] = [0, 0, 0]
  const arrivedBy = (time: number) => count * (1 - Math.exp(-time / haste))
  for (; ; second += step) {
    waiting += arrivedBy(second + step) - arrivedBy(second)
    longestWait = Math.max(longestWait, waiting / perSecond)
    waiting = Math.max(0, waiting - perSecond * step)
    const left = count - arrivedBy(second + step) + waiting
    if (left < 0.5) return { longestWait: Math.max(0, longestWait - step), end: second + step }
  }
}

/** What an opening needs. */
export interface Needs {
  readonly requests: number
  /** Seconds of the processors of servers, by what they are for. */
  readonly work: {
    readonly registering: number
    readonly pages: number
    readonly looks: number
    readonly assets: number
  }
  /** Processes, each with a core of its own, so that nobody waits longer than asked. */
  readonly processes: number
  /** Cores of the database while they work at full pace. */
  readonly databaseCores: number
  /** Registrations a second that so many processes take. */
  readonly perSecond: number
  /** Registrations a second that one event can take: its rows are written one batch after the other, by one core. */
  readonly perSecondOfOneEvent: number
}

/** Calculates what the opening of the crowd needs. */
export function needsOf(costs: Costs, mostWait: number): Needs {
  const { people, looks, pages, assets, posts } = crowd
  const several = costs.severalProcesses / 1_000
  const each = {
    registering: posts * costs.registration.server * several,
    pages: pages * costs.page.server * several,
    looks: looks * costs.look.server * several,
    assets: assets * costs.asset.server * several,
  }
  const perPerson = each.registering + each.pages + each.looks + each.assets
  let processes = 1
  while (workOff(people, (processes * usable) / perPerson).longestWait > mostWait) processes += 1
  const perSecond = (processes * usable) / perPerson
  const database = posts * costs.registration.database + pages * costs.page.database + looks * costs.look.database
  const work = {
    registering: each.registering * people,
    pages: each.pages * people,
    looks: each.looks * people,
    assets: each.assets * people,
  }
  return {
    requests: people * (looks + pages + assets + posts),
    work,
    processes,
    databaseCores: Math.ceil((perSecond * database) / 1_000 / usable),
    perSecond,
    perSecondOfOneEvent: 1_000 / costs.registration.database,
  }
}

/** Seconds until the mails of all are out at the pace that receiving domains bear (`MAIL_RATES`). */
export function secondsAtRates(
  mails: number,
  shares: Readonly<Record<string, number>>,
  rates: Readonly<Record<string, number>>,
): number {
  return Math.max(
    ...Object.entries(shares).map(([domain, share]) => (mails * share) / (rates[domain] ?? rates['*'] ?? 2)),
  )
}
