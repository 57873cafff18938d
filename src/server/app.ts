import { randomInt } from 'node:crypto';
import packageJson from '../../package.json' with { type: 'json' };
import { accountRoutes, createAuthenticator, createSupportGate, keepSwept } from './domains/accounts/index.ts';
import { adminRoutes, defineAdminJobs } from './domains/admin/index.ts';
import { assistantRoutes } from './domains/assistant/index.ts';
import * as calendar from './domains/calendar/index.ts';
import * as chats from './domains/chats/index.ts';
import * as imports from './domains/imports/index.ts';
import * as insights from './domains/insights/index.ts';
import * as notes from './domains/notes/index.ts';
import * as people from './domains/people/index.ts';
import { searchRoutes } from './domains/search/index.ts';
import { timelineRoutes } from './domains/timeline/index.ts';
import { demoRoutes } from './demo/demo.routes.ts';
import { demoState } from './demo/demo.ts';
import { todayRoutes } from './screens/today.routes.ts';
import { changeRoutes } from './platform/changes/changes.routes.ts';
import { createSealer } from './platform/changes/sealer.ts';
import type { Config } from './platform/config.ts';
import type { Platform } from './platform/context.ts';
import { createVault, masterSecret } from './platform/crypto.ts';
import { createDatabase } from './platform/database/database.ts';
import { createListener } from './platform/database/listener.ts';
import { createPool } from './platform/database/pool.ts';
import { createEgress } from './platform/egress/index.ts';
import { addSessions } from './platform/http/session.ts';
import { measureBackground } from './platform/health/background.ts';
import { keepFaults } from './platform/health/faults.ts';
import { healthRoutes } from './platform/health/health.routes.ts';
import { createMetrics } from './platform/health/metrics.ts';
import { type App, createServer } from './platform/http/server.ts';
import { keepHouse } from './platform/housekeeping.ts';
import { addWebApp } from './platform/http/web.ts';
import { jobRoutes } from './platform/jobs/jobs.routes.ts';
import { createJobs } from './platform/jobs/jobs.ts';
import { createRealtime } from './platform/realtime/realtime.ts';
import * as builtin from './platform/intelligence/builtin/index.ts';
import { createIntelligence } from './platform/intelligence/index.ts';
import { tellAdmins, usageRoutes } from './platform/intelligence/usage.ts';
import { createTelemetry } from './platform/telemetry/index.ts';
import { meterFor, spending } from './platform/intelligence/metering.ts';

const VERSION: string = packageJson.version;

export type Kith = Awaited<ReturnType<typeof createKith>>;

/**
 * The whole of Kith without a listening socket: what main.ts starts and what tests drive.
 * @param appUrl connection of the unprivileged role, on a migrated database
 */
export async function createKith(config: Config, appUrl: string, options: { checkResponses?: boolean } = {}) {
  const app = await createServer(config, options);
  const pool = createPool(appUrl, { max: config.database_connections, application: `kith ${config.process}`, onError: (error) => app.log.warn({ err: error }, 'an idle database connection was lost') });
  const database = createDatabase(pool, (hung) => app.log.warn(hung ? 'the database does not answer; requests are refused until it does' : 'the database answers again'));
  const egress = createEgress({ log: app.log, allowPrivate: config.egress_allow });
  const metrics = createMetrics(app, database);
  const telemetry = createTelemetry(config.telemetry, { app, database, egress, registry: metrics.registry, version: VERSION });
  const faults = keepFaults(app, database);
  const platform = {
    config,
    database,
    listener: createListener(appUrl, app.log),
    egress,
    intelligence: createIntelligence(config.intelligence, {
      egress, builtin, log: app.log,
      spend: () => spending(database),
      notify: async (alert) => {
        app.log.warn(alert, 'AI budget');
        await tellAdmins(database, alert);
      },
    }),
    telemetry,
    meter: (ctx) => async (usage) => {
      metrics.provider(usage);
      telemetry.provider(usage);
      await meterFor(ctx)(usage);
    },
    vault: createVault(masterSecret(config.master_key, config.data_dir), ...(config.master_key_previous ? [config.master_key_previous] : [])),
    log: app.log,
  } as Platform;
  platform.jobs = createJobs(platform, appUrl);
  keepHouse(platform);
  people.defineBatchJobs(platform.jobs);
  const lookout = notes.defineNoteJobs(platform.jobs, platform);
  calendar.defineReminderJobs(platform);
  platform.afterUndo = [calendar.endEventsNow];
  imports.defineImportJobs(platform.jobs, platform);
  imports.defineTelegramJobs(platform.jobs, platform);
  defineAdminJobs(platform.jobs);
  const sealer = createSealer(database, app.log);
  const authenticate = createAuthenticator(platform);
  const supportGate = createSupportGate(platform);
  const realtime = createRealtime(app, platform, authenticate, supportGate);
  const setupCode = `${randomInt(1000, 10_000)}-${randomInt(1000, 10_000)}`;

  const checks = { queue: platform.jobs.health, socket: realtime.health };
  measureBackground(metrics, platform.jobs, realtime);
  addSessions(app, platform, authenticate, supportGate);
  await app.register(
    async (api) => {
      const app = api as App;
      accountRoutes(app, platform, setupCode);
      people.peopleRoutes(app, [notes.copyNoteTags]);
      people.mergeRoutes(app);
      people.graphRoutes(app, { healthOf: insights.healthOf });
      notes.noteRoutes(app, [calendar.carryFollowUp]);
      notes.proposalRoutes(app, calendar.eventOfNoticed);
      notes.recordingRoutes(app);
      chats.chatRoutes(app);
      calendar.calendarRoutes(app);
      imports.importRoutes(app);
      imports.telegramRoutes(app);
      insights.insightRoutes(app);
      searchRoutes(app, [
        ...people.peopleSearch,
        ...notes.noteSearch,
        ...chats.chatSearch,
        ...calendar.calendarSearch,
      ]);
      timelineRoutes(app, [
        ...notes.noteTimeline,
        ...people.peopleTimeline,
        ...calendar.calendarTimeline,
      ]);
      assistantRoutes(app);
      adminRoutes(app);
      demoRoutes(app);
      todayRoutes(app, { demoState });
      changeRoutes(app);
      healthRoutes(app, platform, metrics, VERSION, checks);
      jobRoutes(app, platform.jobs);
      usageRoutes(app);
    },
    { prefix: '/api/v1' },
  );
  await app.register(async (root) => healthRoutes(root as typeof app, platform, metrics, VERSION, checks)); // for probes
  await addWebApp(app);

  app.addHook('onReady', async () => platform.listener.start());
  const stopSweeping = keepSwept(platform);
  // Pages and jobs are let go of while the last requests are answered; the database goes last.
  app.addHook('preClose', async () => {
    void platform.jobs.stop();
    await realtime.stop();
  });
  app.addHook('onClose', async () => {
    stopSweeping();
    lookout.stop();
    await platform.jobs.stop();
    await sealer.stop();
    await telemetry.close();
    await faults.close();
    await Promise.all([database.close(), platform.listener.close(), egress.close(), builtin.close()]);
  });
  /** Starts what runs beside requests: sealing the feed, jobs, live updates. */
  const start = async () => {
    platform.listener.start();
    sealer.start();
    await platform.jobs.start();
    lookout.start();
    if (config.process !== 'worker') await realtime.start();
  };
  return { app, platform, realtime, setupCode, start };
}
