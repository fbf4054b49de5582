/** The listings that use a strategy. */
export const listingsOf = (strategyId: string): string => `/listings?strategy_id=${strategyId}`
