/** Elements of SVG and MathML that HTML does not know: in a description they go with all that is in them. */
export const FOREIGN_TAGS: ReadonlySet<string> = new Set(
  `abs and animate annotation annotation-xml apply approx arccos arccosh arccot arccoth arccsc
  arccsch arcsec arcsech arcsin arcsinh arctan arctanh arg bind bvar card cartesianproduct
  cbytes ceiling cerror ci circle cn codomain complexes compose condition conjugate cos cosh cot
  coth cs csc csch csymbol curl declare defs degree desc determinant diff discard divergence
  divide domain domainofapplication ellipse emptyset eq equivalent eulergamma exists exp
  exponentiale factorial factorof false filter floor fn forall g gcd geq grad gt ident imaginary
  imaginaryi implies in infinity int integers intersect interval inverse lambda laplacian lcm
  leq limit line list ln log logbase lowlimit lt maction maligngroup malignmark marker mask
  matrix matrixrow max mean median menclose merror metadata mfenced mfrac mglyph mi min minus
  mlabeledtr mlongdiv mmultiscripts mn mo mode moment momentabout mover mpadded mpath mphantom
  mprescripts mroot mrow ms mscarries mscarry msgroup msline mspace msqrt msrow mstack mstyle
  msub msubsup msup mtable mtd mtext mtr munder munderover naturalnumbers neq none not
  notanumber notin notprsubset notsubset or otherwise outerproduct partialdiff path pattern pi
  piece piecewise plus polygon polyline power primes product prsubset quotient rationals real
  reals rect reln rem root scalarproduct sdev sec sech selector semantics sep set setdiff share
  sin sinh stop subset sum switch symbol tan tanh tendsto text times transpose true tspan union
  uplimit use variance vector vectorproduct view xor`.split(/\s+/),
)
