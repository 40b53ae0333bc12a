import { setTimeout as sleep } from 'node:timers/promises'
import { createHistogram } from './histogram.ts'
import { type Answer, Lane } from './lane.ts'
import type { Order, Report } from './load.ts'
import { requestWriter } from './requests.ts'

/** An answer that takes longer counts as none. */
const patienceMs = 30_000

/** One load, from its first request to its last answer. */
export class Run {
  readonly #order: Order
  readonly #targets
  readonly #countBy: RegExp | undefined
  readonly #lanes: readonly Lane[]
  readonly #times = createHistogram()
  readonly #counts: Record<string, number> = {}
  /** Moments at which requests of an open loop were due and found no free connection. */
  readonly #due: number[] = []
  #sent = 0
  #answered = 0
  #failures = 0
  #bytes = 0
  #began = 0
  #lastAnswer = 0
  #finish: () => void = () => undefined

  constructor(order: Order) {
    if (order.seconds === undefined && order.requests === undefined) throw new Error('a load needs an end')
    const url = new URL(order.url)
    this.#order = order
    this.#targets = order.targets.map(target => ({ ...target, write: requestWriter(url.host, target) }))
    this.#countBy = order.countBy === undefined ? undefined : new RegExp(order.countBy)
    this.#lanes = Array.from({ length: order.connections }, () => new Lane(url))
  }

  async report(): Promise<Report> {
    await Promise.all(this.#lanes.map(lane => lane.open()))
    const cpu = process.cpuUsage()
    this.#began = this.#lastAnswer = performance.now()
    const finished = new Promise<void>(resolve => void (this.#finish = resolve))
    const patience = setInterval(() => this.#giveUpOld(), 1_000)
    const pace = this.#order.rate === undefined ? undefined : setInterval(() => this.#offer(), 1)
    if (pace === undefined) for (const lane of this.#lanes) this.#next(lane)
    await finished
    clearInterval(patience)
    clearInterval(pace)
    const { user, system } = process.cpuUsage(cpu)
    for (const lane of this.#lanes) lane.close()
    return this.#summary((user + system) / 1e6)
  }

  /** Nothing more is sent from this moment on, or after so many requests. */
  #isOver(): boolean {
    const { seconds, requests } = this.#order
    if (requests !== undefined && this.#sent + this.#due.length >= requests) return true
    return seconds !== undefined && performance.now() >= this.#began + seconds * 1_000
  }

  /** Open loop: what is due by now waits for a free connection, and its time runs. */
  #offer(): void {
    const { rate = 1, seconds = Number.POSITIVE_INFINITY, requests = Number.POSITIVE_INFINITY } = this.#order
    const until = Math.min(performance.now(), this.#began + seconds * 1_000)
    for (let offered = this.#sent + this.#due.length; offered < requests; offered++) {
      const at = this.#began + (offered * 1_000) / rate
      if (at >= until) break
      this.#due.push(at)
    }
    for (const lane of this.#lanes) if (lane.since === undefined) this.#next(lane)
  }

  /** Gives a free connection its next request; ends the load when nothing is left and nothing under way. */
  #next(lane: Lane): void {
    if (this.#order.rate === undefined) {
      if (!this.#isOver()) return this.#send(lane, undefined)
    } else {
      const due = this.#due.shift()
      if (due !== undefined) return this.#send(lane, due)
      if (!this.#isOver()) return
    }
    if (this.#lanes.every(({ since }) => since === undefined)) this.#finish()
  }

  #send(lane: Lane, due: number | undefined): void {
    const target = this.#targets[this.#sent % this.#targets.length]
    if (target === undefined) throw new Error('a load needs a target')
    const request = target.write(this.#order.firstNumber + this.#sent++)
    const from = due ?? performance.now()
    lane.ask(request, target.method === 'HEAD', answer => {
      this.#settle(answer, target.expect, from)
      lane.since = undefined
      // A server that refuses connections is not asked in a busy loop.
      if (answer.error === undefined) this.#next(lane)
      else void sleep(20).then(() => this.#next(lane))
    })
  }

  #settle({ status, head, bytes, error }: Answer, expect: readonly number[], from: number): void {
    this.#lastAnswer = performance.now()
    this.#times.add(this.#lastAnswer - from)
    this.#answered++
    this.#bytes += bytes
    if (status === undefined || !expect.includes(status)) this.#failures++
    this.#count(error ?? String(status))
    const found = this.#countBy?.exec(head)?.[1]
    if (found !== undefined) this.#count(found)
  }

  #count(what: string): void {
    this.#counts[what] = (this.#counts[what] ?? 0) + 1
  }

  #giveUpOld(): void {
    const oldest = performance.now() - patienceMs
    for (const lane of this.#lanes) if (lane.since !== undefined && lane.since < oldest) lane.fail('no answer in time')
  }

  #summary(generatorCpu: number): Report {
    const seconds = (this.#lastAnswer - this.#began) / 1_000
    const times = this.#times
    return {
      requests: this.#answered,
      failures: this.#failures,
      seconds,
      perSecond: this.#answered / Math.max(seconds, 0.000_001),
      p50: times.quantile(0.5),
      p95: times.quantile(0.95),
      p99: times.quantile(0.99),
      longest: times.longest(),
      counts: this.#counts,
      bytes: this.#bytes,
      generatorCpu,
      nextNumber: this.#order.firstNumber + this.#sent,
    }
  }
}
