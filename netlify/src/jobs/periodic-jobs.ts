/**
 * Periodic jobs and their periods. Plain data: the tick that runs every minute loads no handler. A second request
 * within one period changes nothing.
 */
export const periodicJobs: readonly { kind: string; everyMinutes: number }[] = [
  { kind: 'uploads.sweep', everyMinutes: 60 },
  { kind: 'dubs.sweep', everyMinutes: 60 },
  { kind: 'records.purge', everyMinutes: 24 * 60 },
  { kind: 'shipments.sync', everyMinutes: 4 * 60 },
  { kind: 'catalog.request-placements', everyMinutes: 24 * 60 },
  { kind: 'correlations.check-availability-all', everyMinutes: 24 * 60 },
  { kind: 'ebay.sync-all', everyMinutes: 60 },
  { kind: 'ebay.reduce-all', everyMinutes: 4 * 60 },
  { kind: 'ebay.reconcile-all', everyMinutes: 1 },
  { kind: 'social.publish', everyMinutes: 1 },
  { kind: 'inbox.sync-all', everyMinutes: 15 },
  { kind: 'notices.check', everyMinutes: 10 },
  { kind: 'social.keep-sign-ins', everyMinutes: 24 * 60 },
  { kind: 'social.repeat-posts', everyMinutes: 60 },
  { kind: 'social.resolve-schedules', everyMinutes: 24 * 60 },
  { kind: 'sources.retry', everyMinutes: 60 },
]
