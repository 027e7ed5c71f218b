/** The sheet with its headline and two columns. */
export const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="3" y="2" width="26" height="28" rx="2" fill="#fbf8f1" stroke="#1d1a16" stroke-width="2"/><path d="M7 8h18M7 12h18" stroke="#8a1c1c" stroke-width="3"/><path d="M7 17h8M7 21h8M7 25h8M18 17h7M18 21h7M18 25h7" stroke="#1d1a16" stroke-width="2"/></svg>';
