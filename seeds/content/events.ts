import { burgas, digitour, ictGreeningUp } from './events/burgas.ts'
import { benchmarking, infoDays } from './events/clusters-cord.ts'
import { twinning } from './events/twinning.ts'
import type { EventContent } from './types.ts'

/** The events of the documents; a satellite stands after its parent. */
export const events: readonly EventContent[] = [...infoDays, benchmarking, twinning, burgas, digitour, ictGreeningUp]
