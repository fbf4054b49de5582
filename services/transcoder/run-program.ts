import { spawn } from 'node:child_process'
import { TranscodeError } from './transcode-error.ts'

type Options = {
  timeoutMs: number
  signal: AbortSignal
  onLine?: (line: string) => void
  /** False: only `onLine` gets the output, however long it is. */
  keepsOutput?: boolean
}

/** How much of a program's output is kept: enough for its last lines, and for ffprobe's whole answer. */
const KEPT_BYTES = 1_000_000

/**
 * Runs a program to its end and answers its output. Throws `timed_out` when it takes too long, `cancelled` when the
 * signal aborts, and `ffmpeg_failed` with its last lines when it fails or is killed. No child process survives.
 */
export async function runProgram(command: string, args: readonly string[], options: Options): Promise<string> {
  const { timeoutMs, signal, onLine, keepsOutput = true } = options
  if (signal.aborted) throw cancelled()
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  let words = ''
  let rest = ''
  let isTimedOut = false
  child.stdout.on('data', (chunk: Buffer) => {
    const text = chunk.toString()
    if (keepsOutput && output.length < KEPT_BYTES) output += text
    if (!onLine) return
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line)
  })
  child.stderr.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-4000)
  })
  const kill = () => child.kill('SIGKILL')
  const timer = setTimeout(() => {
    isTimedOut = true
    kill()
  }, timeoutMs)
  signal.addEventListener('abort', kill, { once: true })
  try {
    const [exitCode, exitSignal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code, name) => resolve([code, name]))
    })
    if (exitCode === 0) return output
    if (signal.aborted) throw cancelled()
    if (isTimedOut) throw new TranscodeError('timed_out', 'This took longer than allowed and was stopped. Try again.')
    const details = lastWords(words, args)
    throw new TranscodeError(
      'ffmpeg_failed',
      'The video could not be converted.',
      `${exitSignal ?? exitCode}: ${details}`,
    )
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', kill)
  }
}

const cancelled = () => new TranscodeError('cancelled', 'This was cancelled.')

// URLs and local paths stay private: the file's name replaces both.
function lastWords(words: string, args: readonly string[]): string {
  const lines = words.trim().split('\n').slice(-4).join(' ')
  const hidden = args
    .filter((arg) => arg.includes('/'))
    .reduce((text, path) => text.replaceAll(path, 'the file'), lines)
  return hidden.replaceAll(/https?:\/\/\S+/g, 'the address').slice(0, 500)
}
