/** The purpose of a finished file. */
export type Profile = 'standard' | 'reel'

/** The longest reel, in seconds (product §4). */
export const REEL_MAX_SECONDS = 90

// The shorter side at most 1080 and both even, as H.264 with yuv420p needs; ffmpeg turns the video upright
// automatically.
const SCALE =
  "scale=w='if(gt(iw,ih),-2,trunc(min(1080,iw)/2)*2)':h='if(gt(iw,ih),trunc(min(1080,ih)/2)*2,-2)':flags=bicubic"

/** ffmpeg's arguments between input and output: H.264 High at most 1080p, AAC 128k at 44.1 kHz, playable while loading. */
export function transcodeArguments(profile: Profile): string[] {
  return [
    ...['-map', '0:v:0', '-map', '0:a:0?', '-sn', '-dn', '-map_chapters', '-1'],
    ...['-vf', profile === 'reel' ? `${SCALE},fps=30` : SCALE],
    ...['-c:v', 'libx264', '-profile:v', 'high', '-preset', 'veryfast', '-crf', '23', '-pix_fmt', 'yuv420p'],
    ...['-c:a', 'aac', '-b:a', '128k', '-ar', '44100', '-ac', '2'],
    ...['-movflags', '+faststart', '-f', 'mp4'],
  ]
}

/** One frame for the cover image, 640 px wide: at one second, or at the middle of a shorter video. */
export function coverArguments(durationSeconds: number): { seek: string[]; rest: string[] } {
  const at = Math.min(1, durationSeconds / 2)
  return { seek: ['-ss', at.toFixed(2)], rest: ['-frames:v', '1', '-vf', 'scale=640:-2', '-q:v', '4', '-f', 'mjpeg'] }
}
