/** Where the form is: as saved, with other ids, inside of a shadow root, or not at all. */
export type Form = 'good' | 'renamed' | 'shadow' | 'closed-shadow' | 'absent'

/** How the page's script treats its fields. */
export type Script =
  /** React: its own value tracker, and each render writes the state into the field. */
  | 'react'
  /** Ignores events that no person caused; the field keeps what it holds, the counter does not move. */
  | 'trusted-only'
  /** Takes no title: each change writes the old one back, a moment later. */
  | 'resets'
  /** Forgets the file at a second change, as Chrome fires one after a click by a script. */
  | 'forgets-file'
  /** Reads the file and empties the field, as upload pages do. */
  | 'empties-file'

const names = (isRenamed: boolean) => ({
  title: isRenamed ? 'ocpHeadline7' : 'ocpTitleTextArea',
  container: isRenamed ? 'ocp-media-7' : 'ocp-unified-upload-container',
  file: isRenamed ? 'media7' : 'bulkFileUploader',
  picker: isRenamed ? 'pick-7' : 'cp-asin-picker-trigger-button',
  search: isRenamed ? 'pick-7-search' : 'cp-asin-picker-search-input',
})

/**
 * A page of Creator Hub in small: the shop's own search above, the form, its counter, the product picker that a person
 * opens, and fields that are none of ours. `window.hub` holds what the page's own script knows.
 */
export function hubPage({
  form,
  script = 'react',
  language = 'en',
}: {
  form: Form
  script?: Script
  language?: string
}) {
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><title>Creator Hub</title>
<meta http-equiv="content-security-policy" content="default-src 'self'; script-src 'unsafe-inline'; style-src 'unsafe-inline'"></head>
<body>
<header id="navbar"><input id="twotabsearchtextbox" name="field-keywords" maxlength="60" placeholder="Search Amazon" aria-label="Search Amazon"></header>
<main>
<input id="library-search" placeholder="Search your videos">
<textarea id="description" placeholder="Description"></textarea>
<input id="cover" type="file" accept="image/*" name="coverUploader">
<div id="form"></div>
</main>
<script>
const hub = (window.hub = { title: '', file: null, changes: 0, presses: 0, submits: 0, errors: [] })
addEventListener('error', (event) => hub.errors.push(event.message))
addEventListener('unhandledrejection', (event) => hub.errors.push(String(event.reason)))
const n = ${JSON.stringify(names(form === 'renamed'))}
const html = ${JSON.stringify(form)} === 'absent' ? '<p>We are preparing your page.</p>' :
  '<div id="' + n.container + '"><label>Upload<input type="file" accept="video/*" name="' + n.file + '" style="display:none"></label><span class="file-name"></span></div>' +
  '<div><textarea data-testid="' + n.title + '" maxlength="60" rows="1"></textarea><div><span class="count">0/60</span></div></div>' +
  '<span id="' + n.picker + '"><input type="button" class="a-button-input" value="Add products"></span><div class="picker"></div>' +
  '<button data-testid="ocpSubmit" type="button" disabled>Submit</button>'
const host = document.getElementById('form')
const shadow = { 'shadow': 'open', 'closed-shadow': 'closed' }[${JSON.stringify(form)}]
const root = (window.root = shadow ? host.attachShadow({ mode: shadow }) : host)
root.innerHTML = html
const title = root.querySelector('textarea')
if (title) {
  // React's value tracker: what scripts write through the element is known, and its event is no change.
  const { get, set } = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')
  let tracked = ''
  Object.defineProperty(title, 'value', { configurable: true, get() { return get.call(this) },
    set(text) { tracked = String(text); set.call(this, text) } })
  const render = () => {
    title.value = hub.title
    root.querySelector('.count').textContent = hub.title.length + '/60'
    root.querySelector('button').disabled = hub.title === '' || hub.file === null
    root.querySelector('.file-name').textContent = hub.file ? hub.file.name : ''
  }
  title.addEventListener('input', (event) => {
    if (${JSON.stringify(script)} === 'trusted-only' && !event.isTrusted) return
    if (get.call(title) === tracked) return
    if (${JSON.stringify(script)} !== 'resets') hub.title = get.call(title)
    setTimeout(render, ${JSON.stringify(script)} === 'resets' ? 100 : 0)
  })
  const file = root.querySelector('input[type=file]')
  file.addEventListener('change', async (event) => {
    hub.changes += 1
    if (${JSON.stringify(script)} === 'trusted-only' && !event.isTrusted) return
    const [chosen] = file.files
    if (!chosen || (${JSON.stringify(script)} === 'forgets-file' && hub.changes > 1)) { hub.file = null; file.value = ''; return render() }
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await chosen.arrayBuffer()))
    hub.file = { name: chosen.name, type: chosen.type, size: chosen.size,
      hash: Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('') }
    if (${JSON.stringify(script)} === 'empties-file') file.value = ''
    render()
  })
  for (const button of root.querySelectorAll('button, input[type=button]')) {
    button.addEventListener('click', (event) => { if (!event.isTrusted) hub.presses += 1 })
  }
  root.querySelector('button').addEventListener('click', () => { hub.submits += 1 })
  file.addEventListener('click', () => { hub.presses += 1 })
  root.querySelector('input[type=button]').addEventListener('click', () => {
    root.querySelector('.picker').innerHTML = '<input name="' + n.search + '" placeholder="ASIN"><span id="cp-asin-picker-search-button"><input type="button" value="Go"></span>'
  })
}
/** Every value on the page, for the test. */
window.values = () => [...document.querySelectorAll('input, textarea'), ...(root === host ? [] : root.querySelectorAll('input, textarea'))]
  .filter((field) => field.type !== 'button')
  .map((field) => [field.dataset.testid || field.name || field.id, field.type === 'file' ? field.files.length : field.value])
  .filter(([, value]) => value)
</script>
</body></html>`
}
