/** Before `/api/v1/<report>`: the same report of made-up figures, which no ledger holds. */
export const SAMPLE_PREFIX = '/sample';
