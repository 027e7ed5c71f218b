/** The bot's portrait: a folded sheet on the amber of a newspaper stand. */
export const FACE =
  '<svg viewBox="0 0 40 40"><rect width="40" height="40" fill="#f2a33a"/><path d="M11 9h18v20a3 3 0 0 1-3 3H14a3 3 0 0 1-3-3z" fill="#fffaf0"/><path d="M14 13h12v3H14z" fill="#2b2d31"/><path d="M14 20h5v5h-5z" fill="#f2a33a"/><path d="M21.5 20.7h4.5M21.5 24.2h4.5M14 28.3h12" stroke="#8a8378" stroke-width="1.4"/></svg>';
