import { sealSecret, unsealSecret } from '../../crypto/seal-secret.ts'

const identity = (sessionId: string) => `upload_sessions/${sessionId}/upload_url`

/** Whoever has the address of an upload may write the file, so the database keeps it sealed. */
export const sealUploadUrl = (sessionId: string, url: string): string => sealSecret(identity(sessionId), url)

/** Throws `SealError` for text that was not sealed for this session. */
export const unsealUploadUrl = (sessionId: string, sealed: string): string => unsealSecret(identity(sessionId), sealed)
