import type { Plugin } from 'vite'
import { contentSecurityPolicy, type PageEnvironment } from '../../core/src/http/page-policy.ts'

/**
 * Writes the file `_headers`, which Netlify reads from the published folder: the policy of the pages depends on the
 * environment, and netlify.toml cannot read it. The local server sends the same policy itself.
 */
export const pageHeaders = (env: PageEnvironment): Plugin => ({
  name: 'opsyncpro:page-headers',
  apply: 'build',
  generateBundle() {
    const source = `/*\n  Content-Security-Policy: ${contentSecurityPolicy(env)}\n`
    this.emitFile({ type: 'asset', fileName: '_headers', source })
  },
})
