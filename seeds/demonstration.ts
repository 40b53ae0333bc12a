import type { Services } from '../src/services.ts'

/** Fills an empty database with the demonstration events. */
export async function seedDemonstration(_services: Services): Promise<void> {}
