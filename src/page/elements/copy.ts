import { say } from './dom.ts'

/** Where a page may not write to the clipboard, it selects. */
export async function copy(place: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(place.textContent ?? '')
    say('Copied.')
  } catch {
    getSelection()?.selectAllChildren(place)
    say('Selected: copy it with the keyboard.')
  }
}
