import type { BrowserWindow, Dialog } from 'electron'

const keepEditing = 0
const discard = 1

/**
 * A page with unsaved changes refuses to be closed (beforeunload). A browser then asks the person;
 * Electron would just stay open without a word, so the question is asked here.
 */
export function askBeforeLosingChanges(dialog: Dialog, window: BrowserWindow): void {
  window.webContents.on('will-prevent-unload', (event) => {
    const answer = dialog.showMessageBoxSync(window, {
      type: 'question',
      message: '还有没有保存的修改',
      detail: '关闭后这些修改将丢失。可以先回到页面保存草稿（Ctrl+S），再关闭窗口。',
      buttons: ['继续填写', '放弃修改并关闭'],
      defaultId: keepEditing,
      cancelId: keepEditing,
      noLink: true,
    })
    if (answer === discard) event.preventDefault()
  })
}
