import { beginning } from '../../../core/typography.ts'
import { type Anomaly, anomalyKinds, type AnomalyKind, mostExamples } from '../types/anomalies.ts'

/** Gathers what a document should not hold, once per kind. */
export interface AnomalyLog {
  /** One more of that kind; `example` says where, shown once. */
  note(kind: AnomalyKind, example?: string): void
  /** In the order of `anomalyKinds`. */
  list(): Anomaly[]
}

/** An empty log. */
export function startAnomalies(): AnomalyLog {
  const found = new Map<AnomalyKind, { count: number; examples: Set<string> }>()
  return {
    note(kind, example = '') {
      const entry = found.get(kind) ?? { count: 0, examples: new Set<string>() }
      entry.count += 1
      if (example !== '' && entry.examples.size < mostExamples) entry.examples.add(shortened(example))
      found.set(kind, entry)
    },
    list() {
      return anomalyKinds.flatMap(kind => {
        const entry = found.get(kind)
        return entry ? [{ kind, count: entry.count, examples: [...entry.examples] }] : []
      })
    },
  }
}

/** Two lists as one, kinds in their order; of a kind in both, the counts add up. */
export function withAnomalies(one: readonly Anomaly[], other: readonly Anomaly[]): Anomaly[] {
  return anomalyKinds.flatMap(kind => {
    const both = [...one, ...other].filter(anomaly => anomaly.kind === kind)
    const examples = [...new Set(both.flatMap(anomaly => anomaly.examples))].slice(0, mostExamples)
    return both.length === 0 ? [] : [{ kind, count: both.reduce((sum, { count }) => sum + count, 0), examples }]
  })
}

function shortened(text: string): string {
  return text.length > 80 ? `${beginning(text, 79)}…` : text
}
