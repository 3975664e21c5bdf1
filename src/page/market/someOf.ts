import { button, h } from '../elements/dom.ts'

const FEW = 6
const MORE = 30

/** By key: how many of a list were asked for. */
const wanted = new Map<string, number>()

/** The first of a list, and a button for more: a list may have ten thousand. */
export function someOf<T>(
  key: string,
  all: readonly T[],
  draw: (one: T) => HTMLElement,
): HTMLElement {
  const place = h('div', { class: 'some' })
  const show = (count: number) => {
    wanted.set(key, count)
    const left = all.length - count
    place.replaceChildren(
      ...all.slice(0, count).map(draw),
      ...(left > 0
        ? [
            button(`${Math.min(left, MORE)} more of ${left}`, () => show(count + MORE), {
              key: `more-${key}`,
            }),
          ]
        : []),
    )
  }
  show(wanted.get(key) ?? FEW)
  return place
}
