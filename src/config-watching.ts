import { z } from 'zod';

/** How the operator looks inside; `null` means switched off. */
export interface WatchingConfig {
  /** Opens the admin pages. */
  readonly adminToken: string | null;
  /** Where spans are sent. */
  readonly traces: {
    /** Without `/v1/traces` and without a slash at its end. */
    readonly endpoint: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly serviceName: string;
  } | null;
}

/** Nobody guesses 24 random characters: 16 hexadecimal ones are 64 bits, and a short word is found in a day. */
const SHORTEST_TOKEN = 24;

const optional = z
  .string()
  .trim()
  .transform((value) => (value === '' ? undefined : value))
  .optional();

/** The variables of this part of the environment. */
export const watchingVariables = {
  ADMIN_TOKEN: optional
    .refine((value) => value === undefined || !/\s/.test(value), {
      message: 'contains white space, so it is not a token. Make one with: openssl rand -hex 24',
    })
    .refine((value) => value === undefined || value.length >= SHORTEST_TOKEN, {
      message: `is too short to keep anybody out. Use at least ${SHORTEST_TOKEN} characters, for example from: openssl rand -hex 24`,
    }),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional.refine(
    (value) => value === undefined || (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)),
    { message: 'is not an http(s) URL. Write it like http://localhost:4318.' },
  ),
  OTEL_EXPORTER_OTLP_HEADERS: optional.transform((value, context) => {
    const headers = headersOf(value ?? '');
    if (headers !== null) return headers;
    context.addIssue({
      code: 'custom',
      message: 'is no list of headers. Write it like api-key=abc,other=xyz, with %20 for a space.',
    });
    return z.NEVER;
  }),
  OTEL_SERVICE_NAME: optional,
};

export function watchingOf(vars: {
  readonly ADMIN_TOKEN?: string | undefined;
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  readonly OTEL_EXPORTER_OTLP_HEADERS: Readonly<Record<string, string>>;
  readonly OTEL_SERVICE_NAME?: string | undefined;
}): WatchingConfig {
  const endpoint = vars.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/+$/, '').replace(/\/v1\/traces$/, '');
  const headers = vars.OTEL_EXPORTER_OTLP_HEADERS;
  const serviceName = vars.OTEL_SERVICE_NAME ?? 'broadsheet';
  return {
    adminToken: vars.ADMIN_TOKEN ?? null,
    traces: endpoint === undefined ? null : { endpoint, headers, serviceName },
  };
}

// --- Internal helpers ---

/** Pairs as the OpenTelemetry specification writes them (W3C Baggage); null when they are none. */
function headersOf(text: string): Readonly<Record<string, string>> | null {
  const headers: Record<string, string> = {};
  for (const pair of text.split(',').filter((part) => part.trim() !== '')) {
    const [, name, value] = /^\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*([!-~]+)\s*$/.exec(pair) ?? [];
    if (name === undefined || value === undefined) return null;
    try {
      headers[name] = decodeURIComponent(value);
    } catch {
      return null;
    }
  }
  return headers;
}
