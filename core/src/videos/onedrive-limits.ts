/** The largest file sent to OneDrive: 2 GB, counted like the private bucket's limit (binary). */
export const ONEDRIVE_MAX_BYTES = 2 * 1024 ** 3

/** Bytes of one fragment of an upload: 10 MiB, a multiple of 320 KiB as OneDrive requires, under its 60 MiB. */
export const ONEDRIVE_CHUNK_BYTES = 32 * 327_680
