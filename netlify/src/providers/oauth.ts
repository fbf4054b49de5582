/** What a sign-in or a refresh brings. */
export type OAuthTokens = {
  accessToken: string
  expiresAt: Date
  /** Null: the refresh token before it stays good. */
  refreshToken: string | null
  /** When the vendor wants a new sign-in whatever happens; null when it does not say. */
  refreshTokenExpiresAt: Date | null
}

/** The sign-in of any vendor. Throws `ProviderError`: `reconnect` when the person has to sign in again. */
export type OAuthVendor = {
  /** Where a browser goes to say yes. `codeVerifier` is for vendors with PKCE; only its hash travels. */
  consentUrl(signIn: { state: string; codeVerifier: string }): string
  /** Works once. Throws `rejected` when the vendor sends no refresh token or a permission is missing. */
  redeemCode(code: string, codeVerifier: string): Promise<OAuthTokens>
  /** Never repeated by the provider: a vendor that rotates may have ended the old token although no answer came. */
  refreshTokens(refreshToken: string): Promise<OAuthTokens>
}
