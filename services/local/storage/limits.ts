/** The largest object that the storage accepts, as on the hosted plan of the product. */
export const MAX_OBJECT_BYTES = 500 * 1024 * 1024
