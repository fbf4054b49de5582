interface ImportMetaEnv {
  /** Set by vite.config.ts; absent in tests. */
  readonly OPSYNCPRO_ORIGIN?: string
}
