import { burgasAgenda, digitourAgenda, ictGreeningUpAgenda } from './agendas/burgas.ts'
import { benchmarkingAgenda, infoDayAgendas } from './agendas/clusters-cord.ts'
import { twinningAgenda } from './agendas/twinning.ts'
import type { AgendaContent } from './types.ts'

export const agendas: readonly AgendaContent[] = [
  ...infoDayAgendas,
  benchmarkingAgenda,
  twinningAgenda,
  burgasAgenda,
  digitourAgenda,
  ictGreeningUpAgenda,
]
