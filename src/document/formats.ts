import formats from 'ajv-formats/dist/formats.js'

/** Nearly every link is of this form, and only of others is the long pattern of all URIs compiled. */
const PLAIN = /^https?:\/\/[\w.-]+(?::\d+)?(?:\/[\w.~-]+)*\/?$/i

const { uri } = formats.fullFormats

/** The formats of ajv as compiled validators know them. */
export default {
  fullFormats: {
    ...formats.fullFormats,
    uri: (text: string): boolean => PLAIN.test(text) || (uri as (text: string) => boolean)(text),
  },
}
