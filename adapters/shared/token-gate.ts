export interface TokenGateDeps {
  /** True when what was thrown says that the platform does not accept the token. */
  readonly isRefusal: (thrown: unknown) => boolean;
  /** Monotonic milliseconds. Default: the process's own clock. */
  readonly now?: () => number;
}

/**
 * Keeps calls back once the platform has refused the token: of all that wait for their turn, in however many digests, only
 * those that are on their way already still get there.
 */
export interface TokenGate {
  /** Makes the call, unless the token was refused less than a minute ago. @throws what the platform said then */
  pass<T>(call: () => Promise<T>): Promise<T>;
  /** Makes the call all the same, to see whether the token is accepted again. */
  probe<T>(call: () => Promise<T>): Promise<T>;
}

/** Long enough that all which was under way has met the pause in the ledger by then. Milliseconds. */
const SHUT_MS = 60_000;

export function createTokenGate({ isRefusal, now = () => performance.now() }: TokenGateDeps): TokenGate {
  let refused: { readonly at: number; readonly thrown: unknown } | null = null;
  const probe: TokenGate['probe'] = async (call) => {
    const begun = now();
    try {
      const answer = await call();
      // One that was under way before the refusal proves nothing.
      if (refused !== null && begun > refused.at) refused = null;
      return answer;
    } catch (thrown) {
      if (isRefusal(thrown)) refused = { at: now(), thrown };
      throw thrown;
    }
  };
  return {
    async pass(call) {
      if (refused !== null && now() - refused.at < SHUT_MS) throw refused.thrown;
      return probe(call);
    },
    probe,
  };
}
