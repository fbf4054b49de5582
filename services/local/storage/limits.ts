/** Largest object the storage takes, as on the hosted plan the product is deployed to. */
export const MAX_OBJECT_BYTES = 500 * 1024 * 1024
