import { readFile } from 'node:fs/promises'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import { createServer, isRunnableDevEnvironment } from 'vite'
import { type LoadedFunction, loadFunctions } from '../functions/load-functions.ts'

type Options = {
  root: string
  frontendDir: string
  functionsDir: string
  server: Server
  headers: Record<string, string>
}

export type DevWeb = {
  functions(): Promise<LoadedFunction[]>
  /** Vite's own files and modules; calls `next` for everything else. */
  middleware: (incoming: IncomingMessage, outgoing: ServerResponse, next: () => void) => void
  page(request: Request): Promise<Response>
  close(): Promise<void>
}

/** Vite inside our own server: pages with hot reload, and functions that follow every edit in netlify/ and core/. */
export async function startViteDev({ root, frontendDir, functionsDir, server, headers }: Options): Promise<DevWeb> {
  const vite = await createServer({
    configFile: join(frontendDir, 'vite.config.ts'),
    root: frontendDir,
    appType: 'custom',
    server: {
      middlewareMode: true,
      hmr: { server },
      fs: { allow: [root] },
      watch: { ignored: ['**/.local/**', '**/dist/**'] },
    },
  })
  const ssr = vite.environments.ssr
  if (!isRunnableDevEnvironment(ssr)) throw new Error('Vite offers no runner for server modules.')
  return {
    functions: () => loadFunctions(functionsDir, (file) => ssr.runner.import(file)),
    middleware: vite.middlewares,
    page: async (request) => {
      const { pathname } = new URL(request.url)
      if (extname(pathname) !== '') return new Response('Not found', { status: 404 })
      const template = await readFile(join(frontendDir, 'index.html'), 'utf8')
      const html = await vite.transformIndexHtml(pathname, template).catch((error: unknown) => {
        console.error(error)
        return `<!doctype html><title>Not built</title><p>The page could not be built; the terminal says why.`
      })
      return new Response(html, {
        headers: { ...headers, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
      })
    },
    close: () => vite.close(),
  }
}
