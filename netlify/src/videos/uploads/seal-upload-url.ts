import { sealSecret, unsealSecret } from '../../crypto/seal-secret.ts'

const identity = (sessionId: string) => `upload_sessions/${sessionId}/upload_url`

/** Anyone with an upload's link may write the file, so the database stores the link sealed. */
export const sealUploadUrl = (sessionId: string, url: string): string => sealSecret(identity(sessionId), url)

/** Throws `SealError` for text that was not sealed for this session. */
export const unsealUploadUrl = (sessionId: string, sealed: string): string => unsealSecret(identity(sessionId), sealed)
