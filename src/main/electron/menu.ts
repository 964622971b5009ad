import type { MenuItemConstructorOptions } from 'electron'

/** The menu of the window: what the system expects, in Chinese. Everything else is on the pages. */
export function menuTemplate(platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  const edit: MenuItemConstructorOptions = {
    label: '编辑',
    submenu: [
      { role: 'undo', label: '撤销' },
      { role: 'redo', label: '重做' },
      { type: 'separator' },
      { role: 'cut', label: '剪切' },
      { role: 'copy', label: '复制' },
      { role: 'paste', label: '粘贴' },
      { role: 'selectAll', label: '全选' },
    ],
  }
  const view: MenuItemConstructorOptions = {
    label: '显示',
    submenu: [
      { role: 'reload', label: '重新载入页面' },
      { type: 'separator' },
      { role: 'zoomIn', label: '放大' },
      { role: 'zoomOut', label: '缩小' },
      { role: 'resetZoom', label: '原始大小' },
      { type: 'separator' },
      { role: 'togglefullscreen', label: '全屏' },
    ],
  }
  const first: MenuItemConstructorOptions =
    platform === 'darwin'
      ? {
          label: '县域就业台账',
          submenu: [
            { role: 'hide', label: '隐藏' },
            { role: 'quit', label: '退出' },
          ],
        }
      : { label: '文件', submenu: [{ role: 'quit', label: '退出' }] }
  return [first, edit, view]
}
