interface ImportMetaEnv {
  /** Set by vite.config.ts; absent in tests. */
  readonly OPSYNCPRO_ORIGIN?: string
  /** The Ed25519 public key of the server whose selectors of Creator Hub this build takes, in base64. */
  readonly CREATOR_HUB_PUBLIC_KEY?: string
}
