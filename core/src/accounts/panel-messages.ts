/*
 * What the dashboard's page and the extension's script on it say to each other with `postMessage`. Without a dependency,
 * because the script is loaded on every page of the dashboard.
 */

/** Of the page, within a click: open the panel beside this tab. */
export const PANEL_OPEN_MESSAGE = 'opsyncpro.panel-open'
/** Of the page: `{ type, code }`, a code that signs the panel in. */
export const PANEL_CODE_MESSAGE = 'opsyncpro.panel-code'
/** Of the script: `{ type, outcome }`. */
export const PANEL_ANSWER_MESSAGE = 'opsyncpro.panel-answer'
