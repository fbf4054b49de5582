/** The tokens of a sign-in or a refresh. */
export type OAuthTokens = {
  accessToken: string
  expiresAt: Date
  /** Null: the earlier refresh token stays valid. */
  refreshToken: string | null
  /** When the vendor needs a new sign-in in any case; null when it does not say. */
  refreshTokenExpiresAt: Date | null
  /** What the person granted, where the vendor says so with the tokens of a sign-in. */
  permissions?: string[]
  /** The vendor's own id of the account, where it comes with the tokens and nowhere else. */
  accountId?: string
}

/** The sign-in of any vendor. Throws `ProviderError`: `reconnect` when the person has to sign in again. */
export type OAuthVendor = {
  /**
   * The URL where a person grants access. `codeVerifier` is for vendors with PKCE; only its hash is sent.
   * `withMessages`: also asks for the permissions to read and answer messages, where the vendor has some.
   */
  consentUrl(signIn: { state: string; codeVerifier: string; withMessages?: boolean }): string
  /** Works once. Throws `rejected` when the vendor sends no refresh token or a permission is missing. */
  redeemCode(code: string, codeVerifier: string): Promise<OAuthTokens>
  /**
   * Never repeated by the provider: a vendor that rotates tokens may have ended the old one although no answer arrived.
   */
  refreshTokens(refreshToken: string): Promise<OAuthTokens>
}
