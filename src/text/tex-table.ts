/** Combining marks of TeX's accent commands. Source: the LaTeX companion's table of text accents. */
export const accents: Readonly<Record<string, string>> = {
  '`': '\u0300',
  "'": '\u0301',
  '^': '\u0302',
  '~': '\u0303',
  '=': '\u0304',
  u: '\u0306',
  '.': '\u0307',
  '"': '\u0308',
  r: '\u030A',
  H: '\u030B',
  v: '\u030C',
  d: '\u0323',
  c: '\u0327',
  k: '\u0328',
  b: '\u0331',
};

/** Letters with a command of their own. */
export const letters: Readonly<Record<string, string>> = {
  ss: 'ß',
  ae: 'æ',
  AE: 'Æ',
  oe: 'œ',
  OE: 'Œ',
  o: 'ø',
  O: 'Ø',
  aa: 'å',
  AA: 'Å',
  l: 'ł',
  L: 'Ł',
  i: 'ı',
  j: 'ȷ',
};

/** Commands whose argument is kept as it is. */
export const wrappers: readonly string[] = [
  'textbf',
  'textit',
  'textrm',
  'textsc',
  'textsf',
  'textsl',
  'texttt',
  'textnormal',
  'textsuperscript',
  'textsubscript',
  'text',
  'emph',
  'underline',
  'mbox',
  'mathrm',
  'mathbf',
  'mathit',
  'mathsf',
  'mathtt',
  'mathcal',
  'mathfrak',
  'boldsymbol',
  'bm',
  'operatorname',
  'url',
  'href',
  'ensuremath',
];

const GREEK =
  'alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ ' +
  'mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω ' +
  'Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω';
const SIGNS =
  'times × cdot · div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ° degree ° bullet • oplus ⊕ otimes ⊗ ' +
  'le ≤ leq ≤ leqslant ≤ ge ≥ geq ≥ geqslant ≥ ll ≪ gg ≫ ne ≠ neq ≠ approx ≈ sim ~ simeq ≃ cong ≅ equiv ≡ propto ∝ ' +
  'lesssim ≲ gtrsim ≳ to → rightarrow → leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ ' +
  'mapsto ↦ uparrow ↑ downarrow ↓ infty ∞ partial ∂ nabla ∇ ell ℓ hbar ℏ prime ′ dagger † ddagger ‡ ' +
  'in ∈ notin ∉ subset ⊂ subseteq ⊆ supset ⊃ cup ∪ cap ∩ emptyset ∅ varnothing ∅ setminus ∖ ' +
  'forall ∀ exists ∃ neg ¬ land ∧ wedge ∧ lor ∨ vee ∨ sum ∑ prod ∏ int ∫ sqrt √ angle ∠ perp ⊥ parallel ∥ mid | ' +
  'ldots … dots … cdots ⋯ langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ Vert ‖ ' +
  'log log ln ln exp exp min min max max arg arg sin sin cos cos tan tan det det dim dim lim lim sup sup inf inf ' +
  'checkmark ✓ S § P ¶ copyright © textregistered ® texttrademark ™ textasciitilde ~ textbackslash \\ ' +
  'textendash – textemdash — textquoteright ’ textquoteleft ‘ LaTeX LaTeX TeX TeX';

function pairs(text: string): [string, string][] {
  const words = text.split(' ');
  return Array.from({ length: words.length / 2 }, (_, i) => [words[2 * i] ?? '', words[2 * i + 1] ?? '']);
}

/** Commands that stand for one sign or word. */
export const symbols: ReadonlyMap<string, string> = new Map([...pairs(GREEK), ...pairs(SIGNS)]);

/** Blackboard letters. */
export const doubleStruck: Readonly<Record<string, string>> = {
  C: 'ℂ',
  E: '𝔼',
  F: '𝔽',
  H: 'ℍ',
  N: 'ℕ',
  P: 'ℙ',
  Q: 'ℚ',
  R: 'ℝ',
  Z: 'ℤ',
};

const zip = (from: string, to: string): ReadonlyMap<string, string> => {
  const target = Array.from(to);
  return new Map(Array.from(from).map((char, i) => [char, target[i] ?? char]));
};

export const superscripts = zip('0123456789+-=()niT*∗†‡′°', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵀ*∗†‡′°');
export const subscripts = zip('0123456789+-=()aeoxhklmnpstijruv', '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ');
