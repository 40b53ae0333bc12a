import { formatDate, formatDayAndMonth } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import { type Chart, chartSize, weeksOf } from '../rules/chart.ts'

/** A word of the chart and where it stands. */
interface Mark {
  readonly x: number
  readonly y: number
  readonly label: string
}

/** The chart with its words, ready to draw. */
export interface ChartModel {
  readonly viewBox: string
  readonly description: string
  readonly left: number
  readonly right: number
  readonly line: string
  readonly area: string
  readonly dot: { readonly x: number; readonly y: number }
  readonly value: Mark & { readonly anchor: 'start' | 'end' }
  readonly limit: { readonly y: number; readonly label: string; readonly word: string } | undefined
  readonly across: readonly Mark[]
  readonly up: readonly Mark[]
  /** `Za posledních sedm dní 34, o šest víc než týden předtím.` */
  readonly weeks: string | undefined
  readonly table: readonly {
    readonly day: string
    readonly taken: number
    readonly freed: number
    readonly total: number
  }[]
}

/** Puts the words to the drawing. `isLive`: registration still runs, so that “today” and the last weeks mean something. */
export function chartModel(context: FrameContext, chart: Chart, { isLive }: { isLive: boolean }): ChartModel {
  const { locale } = context
  return {
    viewBox: `0 0 ${chartSize.width} ${chartSize.height}`,
    description: describe(context, chart),
    left: chart.left,
    right: chart.right,
    line: chart.line,
    area: chart.area,
    dot: chart.dot,
    value: valueMark(context, chart, isLive),
    limit: chart.limit && {
      y: chart.limit.at,
      label: String(chart.limit.value),
      word: context.t('desk.chart.capacity'),
    },
    across: chart.across.map(({ value, at }) => ({
      x: at,
      y: chartSize.height - 8,
      label: formatDayAndMonth(value, locale),
    })),
    up: chart.up.map(({ value, at }) => ({ x: chart.left - 8, y: at, label: String(value) })),
    weeks: isLive ? weeksText(context, chart) : undefined,
    table: chart.days
      .map(({ day, taken, freed, total }) => ({ day: formatDate(day, locale), taken, freed, total }))
      .toReversed(),
  }
}

/** The number stands beside the point, where neither the line nor the edge is. */
function valueMark({ t }: FrameContext, { dot, total }: Chart, isLive: boolean): ChartModel['value'] {
  const label = isLive ? t('desk.chart.today', { n: total }) : String(total)
  const y = dot.y > 160 ? dot.y - 12 : dot.y + 18
  return dot.isLate ? { x: dot.x - 4, y: y + 8, label, anchor: 'end' } : { x: dot.x + 10, y, label, anchor: 'start' }
}

function describe({ t, locale }: FrameContext, { from, until, total, limit }: Chart): string {
  const values = { from: formatDate(from, locale), until: formatDate(until, locale), n: total }
  return limit === undefined
    ? t('desk.chart.description', values)
    : t('desk.chart.descriptionOf', { ...values, capacity: limit.value })
}

function weeksText({ t }: FrameContext, { days, until }: Chart): string {
  const { last, before } = weeksOf(days, until)
  if (before === 0) return t('desk.chart.week', { n: last })
  if (last === before) return t('desk.chart.weekSame', { n: last })
  const difference = Math.abs(last - before)
  return t(last > before ? 'desk.chart.weekMore' : 'desk.chart.weekLess', { n: last, difference })
}
