export const anomalyKinds = [
  'guid-missing',
  'guid-not-uuid',
  'guid-twice',
  'id-twice',
  'title-missing',
  'time-missing',
  'time-unreadable',
  'time-not-on-clock',
  'time-differs',
  'duration-missing',
  'duration-too-long',
  'day-differs',
  'past-midnight',
  'room-missing',
  'room-differs',
  'language-missing',
  'language-unknown',
  'person-unnamed',
  'person-ids-unreliable',
  'person-unlisted',
  'html-converted',
  'link-without-address',
  'link-unusable',
  'text-shortened',
  'unknown-elements',
  'attachments-left-out',
  'zone-missing',
  'zone-differs',
  'version-missing',
  'outside-event',
  'room-overlap',
  'speaker-overlap',
  'speaker-twice',
  'row-skipped',
  'row-joined',
  'length-assumed',
  'kind-unknown',
] as const
export type AnomalyKind = (typeof anomalyKinds)[number]

/**
 * Something a document should not hold, once per kind: how many times, and where (the first few). Sentences:
 * `interchange.anomalies.<kind>` with `{count}` and `{examples}`.
 */
export interface Anomaly {
  readonly kind: AnomalyKind
  readonly count: number
  /** Titles, names or values, at most `mostExamples`. */
  readonly examples: readonly string[]
}
export const mostExamples = 5
