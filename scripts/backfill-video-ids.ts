import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { z } from 'zod'

/** What a run repairs, or what it would. */
const Backfill = z.object({ videos: z.number(), tasks: z.number(), workspaces: z.number() })

const USAGE = `Gives pending tasks the video of their parent, and chooses a video for products that have some and none chosen.
Rows need this only when they were written past the database's triggers, such as a restored backup.

  node scripts/backfill-video-ids.ts           shows what would be repaired
  node scripts/backfill-video-ids.ts --apply   repairs it; a second run finds nothing

SUPABASE_URL and SUPABASE_SERVICE_ROLE_KEY name the project.`

type Options = { arguments: readonly string[]; connect: () => SupabaseClient; print: (line: string) => void }

/** Runs the command; answers its exit code. */
export async function backfillVideoIds({ arguments: given, connect, print }: Options): Promise<number> {
  const unknown = given.filter((argument) => argument !== '--apply')
  if (unknown.length > 0) {
    print(given.includes('--help') ? USAGE : `${unknown.join(' ')} is not known.\n\n${USAGE}`)
    return given.includes('--help') ? 0 : 2
  }
  const isDryRun = !given.includes('--apply')
  const { data, error } = await connect().rpc('backfill_video_ids', { p_is_dry_run: isDryRun })
  if (error) {
    print(`Nothing was repaired: ${error.message}`)
    return 1
  }
  const { videos, tasks, workspaces } = Backfill.parse(data)
  if (videos + tasks === 0) print('Nothing to repair.')
  else {
    print(
      `${isDryRun ? 'To repair' : 'Repaired'} in ${workspaces} workspaces: ${tasks} tasks without their parent's video, ` +
        `${videos} products without a chosen video.`,
    )
    if (isDryRun) print('Nothing was changed. Run it again with --apply.')
  }
  return 0
}

function connectByEnvironment(): SupabaseClient {
  const { SUPABASE_URL, SUPABASE_SERVICE_ROLE_KEY } = process.env
  if (!SUPABASE_URL || !SUPABASE_SERVICE_ROLE_KEY) {
    console.error(`SUPABASE_URL or SUPABASE_SERVICE_ROLE_KEY is not set.\n\n${USAGE}`)
    process.exit(2)
  }
  return createClient(SUPABASE_URL, SUPABASE_SERVICE_ROLE_KEY, { auth: { persistSession: false } })
}

if (import.meta.main) {
  process.exitCode = await backfillVideoIds({
    arguments: process.argv.slice(2),
    connect: connectByEnvironment,
    print: (line) => console.log(line),
  })
}
