import { Cloud } from 'lucide-react'
import { oneDriveQuery } from '#app/domains/connections/onedrive.queries.ts'
import { api } from '#app/lib/api.ts'
import { type OneDriveStatus, type OneDriveTest, onedriveContract } from '#core/connections/onedrive.ts'
import { formatBytes } from '#core/format.ts'
import type { ConnectionView } from './connection-view.ts'
import { OneDriveDetails } from './onedrive-details.tsx'

export const oneDrive: ConnectionView<OneDriveStatus, OneDriveTest> = {
  provider: 'onedrive',
  name: 'OneDrive',
  vendor: 'Microsoft',
  icon: Cloud,
  purpose: 'Keeps videos of up to 2 GB in your own OneDrive, instead of up to 500 MB with us.',
  query: oneDriveQuery(),
  begin: () => api(onedriveContract.auth),
  test: () => api(onedriveContract.test),
  disconnect: () => api(onedriveContract.disconnect),
  affected: [],
  variables: ['MICROSOFT_CLIENT_ID', 'MICROSOFT_CLIENT_SECRET'],
  permissions: [
    'We see the name and email address of the account.',
    'Microsoft lets us read and change files. We read and add to the folder you choose, and delete only videos we put there, into the recycle bin.',
    'Everybody in this workspace can download these videos; owners and managers can add and delete them.',
  ],
  words: {
    safe: 'Your files are safe.',
    tested: ({ quota, folder }) => {
      const room = quota && ` ${formatBytes(quota.remaining_bytes)} of ${formatBytes(quota.total_bytes)} are free.`
      return `It works${folder ? `, and ${folder.path} is there` : ''}.${room ?? ''}`
    },
    disconnecting: [
      'New videos are stored with us, up to 500 MB each.',
      "Videos in OneDrive stay there and stay listed here. They can't be downloaded here until you reconnect the same account.",
      'Unfinished uploads to OneDrive are cancelled.',
      'We forget our access. You can also remove it at account.microsoft.com under Privacy.',
    ],
    failures: {
      permission_missing: 'Microsoft gave no access to files. Try again and leave every permission ticked.',
    },
  },
  Details: OneDriveDetails,
}
