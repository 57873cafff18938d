/** The parts of autocannon that the benchmark uses; the package has no types of its own. */
declare module 'autocannon' {
  export type Request = { method?: string; path?: string; headers?: Record<string, string>; body?: string };
  export type Options = { url: string; connections: number; duration: number; overallRate?: number; requests: { setupRequest(request: Request): Request }[] };
  export type Result = { requests: { total: number }; latency: { p50: number; p99: number }; duration: number; non2xx: number; errors: number };
  export default function autocannon(options: Options): Promise<Result>;
}
