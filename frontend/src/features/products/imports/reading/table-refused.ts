/** The file cannot be imported; the message says why and what to do. */
export class TableRefused extends Error {}
