// Jest loads this file natively; tsx lets it use the TypeScript sources, with their dynamic imports of migrations.
import { tsImport } from 'tsx/esm/api'

export default async function globalSetup() {
  const { startTestServer } = await tsImport('./server.ts', import.meta.url)
  globalThis.testServer = await startTestServer()
}
