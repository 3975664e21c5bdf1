/** The names that we ask Faker for; its packages of one language come without types. */
declare module '@faker-js/faker/locale/*' {
  const faker: {
    readonly seed: (seed: number) => number
    readonly name: { readonly firstName: () => string; readonly lastName: () => string }
    readonly company: { readonly companyName: (form: number) => string }
  }
  export default faker
}
