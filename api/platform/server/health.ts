import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Registry } from 'prom-client';
import type { Services } from '../context/services.ts';
import { limits } from '../common/limits.ts';
import { type MetricsAccess, metricsGuard } from './metrics-access.ts';
import { inTime, Readiness } from './readiness.ts';

/** /healthz: the process is alive. /readyz: it can serve. /metrics: metrics for Prometheus. */
export function healthRoutes(
  server: FastifyInstance,
  services: Services,
  access: MetricsAccess,
): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const readiness = new Readiness(services);
  const config = { admission: 'OWN' } as const;
  server.get('/healthz', { config }, async () => ({ status: 'alive' }));
  server.get('/readyz', { config }, async (_, reply) => {
    const why = await readiness.check();
    if (why === null) return { status: 'ready' };
    return reply
      .code(503)
      .header('retry-after', String(limits.retryAfterOutageSeconds))
      .send({ status: why });
  });
  server.get('/metrics', { config, onRequest: metricsGuard(access, services) }, async (_, reply) =>
    reply.type(registry.contentType).send(await collect(registry)),
  );
  return registry;
}

/**
 * All metrics as text. A metric that fails or takes too long is left out and counted; the others
 * are not affected.
 */
async function collect(registry: Registry): Promise<string> {
  const failures = failuresOf(registry);
  const names = registry.getMetricsAsArray().map(({ name }) => name);
  const parts = await Promise.all(
    names
      .filter((name) => name !== failuresName)
      .map(async (name) => {
        const text = await inTime(
          registry.getSingleMetricAsString(name).catch(() => null),
          limits.metricMs,
        );
        if (text === null) failures.inc({ metric: name });
        return text;
      }),
  );
  const present = parts.filter((part) => part !== null);
  return `${[...present, await registry.getSingleMetricAsString(failuresName)].join('\n\n')}\n`;
}

const failuresName = 'linli_metric_failures_total';

function failuresOf(registry: Registry): Counter {
  const known = registry.getSingleMetric(failuresName) as Counter | undefined;
  return (
    known ??
    new Counter({
      name: failuresName,
      help: 'Failed reads of a metric, by its name.',
      labelNames: ['metric'],
      registers: [registry],
    })
  );
}
