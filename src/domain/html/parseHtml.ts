import { defaultTreeAdapter, html, InsertionMode, Parser } from 'parse5'
import type { DefaultTreeAdapterMap, DefaultTreeAdapterTypes, Token } from 'parse5'

const { HR, INPUT, OPTGROUP, OPTION, SELECT } = html.TAG_ID
const { IN_SELECT, IN_SELECT_IN_TABLE, IN_TABLE_TEXT } = InsertionMode

/** The nodes of a description, as if it stood in a div. */
export function parseHtml(text: string): readonly DefaultTreeAdapterTypes.ChildNode[] {
  const inside = defaultTreeAdapter.createElement('div', html.NS.HTML, [])
  const parser = HtmlParser.getFragmentParser<DefaultTreeAdapterMap>(inside)
  parser.tokenizer.write(text, true)
  return parser.getFragment().childNodes
}

const SCOPES = ['hasInScope', 'hasInButtonScope', 'hasInListItemScope'] as const

/** Since 2025 the standard of HTML lets a select hold any element; parse5 does not know that yet. */
class HtmlParser extends Parser<DefaultTreeAdapterMap> {
  constructor(...settings: ConstructorParameters<typeof Parser<DefaultTreeAdapterMap>>) {
    super(...settings)
    for (const scope of SCOPES) this.#limit(scope)
  }

  /** What is outside of a select is in no scope within it. */
  #limit(scope: (typeof SCOPES)[number]): void {
    const { openElements } = this
    const isIn = openElements[scope].bind(openElements)
    const isInside = (tag: html.TAG_ID) =>
      isIn(tag) && openElements.indexOfTopmost(tag) >= openElements.indexOfTopmost(SELECT)
    Object.assign(openElements, { [scope]: isInside })
  }

  override onStartTag(token: Token.TagToken): void {
    const isForeign = this.shouldProcessStartTagTokenInForeignContent(token)
    const isOpen = !isForeign && this.openElements.hasInScope(SELECT)
    if (isOpen && token.tagID === SELECT) return this.#closeSelect()
    if (isOpen && token.tagID === INPUT) this.#closeSelect()
    if (isOpen && token.tagID === OPTION)
      this.openElements.generateImpliedEndTagsWithExclusion(OPTGROUP)
    if (isOpen && [OPTGROUP, HR].includes(token.tagID)) this.openElements.generateImpliedEndTags()
    this.#inBody(() => super.onStartTag(token))
  }

  override onEndTag(token: Token.TagToken): void {
    const isOpen = this.openElements.hasInScope(SELECT)
    if (isOpen && token.tagID === SELECT) return this.#closeSelect()
    this.#inBody(() => super.onEndTag(token))
  }

  #closeSelect(): void {
    this.openElements.generateImpliedEndTags()
    this.openElements.popUntilTagNamePopped(SELECT)
  }

  /** A select has no insertion mode of its own. */
  #inBody(act: () => void): void {
    const { insertionMode, originalInsertionMode } = this
    act()
    if (![IN_SELECT, IN_SELECT_IN_TABLE].includes(this.insertionMode)) return
    this.insertionMode = insertionMode === IN_TABLE_TEXT ? originalInsertionMode : insertionMode
  }
}
