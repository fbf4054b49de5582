import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { vi } from 'vitest'
import { noteDownloadChange } from '../src/background/downloads.ts'
import { handlers } from '../src/background/handlers.ts'
import { answerMessage } from '../src/messaging/handle-messages.ts'
import { closeDatabase } from '../src/storage/database.ts'

export const OWN_ID = 'abcdefghijklmnopabcdefghijklmnop'

type Listener<Args extends unknown[]> = (...args: Args) => void

class FakeEvent<Args extends unknown[]> {
  readonly listeners = new Set<Listener<Args>>()
  addListener(listener: Listener<Args>) {
    this.listeners.add(listener)
  }
  removeListener(listener: Listener<Args>) {
    this.listeners.delete(listener)
  }
  fire(...args: Args) {
    for (const listener of this.listeners) listener(...args)
  }
}

type Changes = Record<string, { newValue?: unknown }>

class FakeArea {
  readonly values: Record<string, unknown> = {}
  readonly onChanged = new FakeEvent<[Changes]>()
  async get(key: string) {
    return key in this.values ? { [key]: structuredClone(this.values[key]) } : {}
  }
  async set(items: Record<string, unknown>) {
    const changes: Changes = {}
    for (const [key, value] of Object.entries(items)) {
      this.values[key] = structuredClone(value)
      changes[key] = { newValue: structuredClone(value) }
    }
    this.onChanged.fire(changes)
  }
}

type FakeDownload = Pick<
  chrome.downloads.DownloadItem,
  'id' | 'url' | 'filename' | 'state' | 'bytesReceived' | 'totalBytes' | 'exists'
> & { error?: string }

type FakeTab = { id: number; url?: string }

export type FakeChrome = {
  local: FakeArea
  session: FakeArea
  downloads: FakeDownload[]
  /** Makes Chrome refuse the next download with this message. */
  refuseDownloads(message: string): void
  /** Changes a download as Chrome would, and notifies the background. */
  progress(id: number, change: Partial<FakeDownload>): Promise<void>
  /** Shows this URL in the active tab beside the panel. */
  visit(url: string | undefined): void
  openedAddresses: string[]
  /** The script in the tabs. Without one, nobody answers there. */
  answerInTabs(answer: (message: unknown) => Promise<unknown>): void
  /** As Chrome before 148: files in messages arrive as empty objects. */
  sendsMessagesAsJson(): void
  /** The toolbar button: its badge and its title. */
  button: { text: string; title: string }
  /** The names of the alarms that are set. */
  alarms: Set<string>
  /** Rings an alarm, which wakes the worker. */
  ring(name: string): void
  /** From now on the worker answers no message, as when it was killed. */
  killWorker(): void
}

/**
 * Replaces Chrome with a small fake: storage, downloads, tabs and messages, which the real background handlers answer.
 * Call it before each test.
 */
export function installFakeChrome(): FakeChrome {
  vi.stubGlobal('indexedDB', new IDBFactory())
  closeDatabase()
  const button = { text: '', title: '' }
  const alarms = new Set<string>()
  const onAlarm = new FakeEvent<[{ name: string }]>()
  let isWorkerDead = false
  const areas = { local: new FakeArea(), session: new FakeArea() }
  const downloads: FakeDownload[] = []
  const openedAddresses: string[] = []
  const onActivated = new FakeEvent<[{ tabId: number }]>()
  const onUpdated = new FakeEvent<[number, { url?: string }]>()
  let activeTab: FakeTab = { id: 1 }
  let refusal: string | undefined
  let isJson = false
  let answerInTab = (_message: unknown): Promise<unknown> =>
    Promise.reject(new Error('Could not establish connection. Receiving end does not exist.'))

  const fake = {
    storage: areas,
    runtime: {
      id: OWN_ID,
      onStartup: new FakeEvent<[]>(),
      onInstalled: new FakeEvent<[]>(),
      sendMessage: async (message: unknown) => {
        if (isWorkerDead) throw new Error('The message port closed before a response was received.')
        // As in Chrome: values that JSON cannot express are dropped.
        return answerMessage(handlers, OWN_ID, JSON.parse(JSON.stringify(message)), {
          id: OWN_ID,
          url: `chrome-extension://${OWN_ID}/src/sidepanel/panel.html`,
        })
      },
    },
    downloads: {
      download: async ({ url, filename }: { url: string; filename: string }) => {
        if (refusal) throw new Error(refusal)
        const id = downloads.length + 1
        const path = `/home/ana/Downloads/${filename}`
        downloads.push({
          id,
          url,
          filename: path,
          state: 'in_progress',
          bytesReceived: 0,
          totalBytes: -1,
          exists: true,
        })
        return id
      },
      search: async ({ id }: { id: number }) => downloads.filter((item) => item.id === id),
      cancel: async (id: number) => change(id, { state: 'interrupted', error: 'USER_CANCELED' }),
      show: vi.fn(),
    },
    alarms: {
      create: async (name: string) => void alarms.add(name),
      clear: async (name: string) => alarms.delete(name),
      onAlarm,
    },
    action: {
      setBadgeText: async ({ text }: { text: string }) => void Object.assign(button, { text }),
      setTitle: async ({ title }: { title: string }) => void Object.assign(button, { title }),
      setBadgeBackgroundColor: async () => {},
      setBadgeTextColor: async () => {},
    },
    tabs: {
      query: async () => [activeTab],
      getCurrent: async () => undefined,
      create: async ({ url }: { url: string }) => openedAddresses.push(url),
      reload: vi.fn(),
      // A clone keeps files as they are; happy-dom's are none that structuredClone knows.
      sendMessage: (_id: number, message: unknown) =>
        answerInTab(isJson ? JSON.parse(JSON.stringify(message)) : message),
      update: async (_id: number, { url }: { url: string }) => openedAddresses.push(url),
      onActivated,
      onUpdated,
    },
  }
  vi.stubGlobal('chrome', fake)
  Object.defineProperty(navigator, 'locks', { value: fakeLocks(), configurable: true })

  function change(id: number, to: Partial<FakeDownload>) {
    const found = downloads.find((item) => item.id === id)
    if (found) Object.assign(found, to)
  }

  return {
    ...areas,
    downloads,
    openedAddresses,
    button,
    alarms,
    ring: (name) => onAlarm.fire({ name }),
    killWorker: () => {
      isWorkerDead = true
    },
    refuseDownloads: (message) => {
      refusal = message
    },
    async progress(id, to) {
      change(id, to)
      await noteDownloadChange(id)
    },
    answerInTabs(answer) {
      answerInTab = answer
    },
    sendsMessagesAsJson: () => {
      isJson = true
    },
    visit(url) {
      activeTab = { id: activeTab.id + 1, ...(url && { url }) }
      onActivated.fire({ tabId: activeTab.id })
    },
  }
}

// happy-dom has no locks.
function fakeLocks() {
  const tails = new Map<string, Promise<unknown>>()
  return {
    request(name: string, run: () => unknown) {
      const result = (tails.get(name) ?? Promise.resolve()).then(run)
      tails.set(
        name,
        result.catch(() => {}),
      )
      return result
    },
  }
}
