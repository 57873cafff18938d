import { describe, expect, it } from 'vitest';
import { signUp } from '../../../../test/harness.ts';
import { eventually } from '../../../../test/sockets.ts';
import { useJobs } from './jobs.setup.ts';

const here = useJobs();
const { enqueue, inState, job, runsOf } = here;

describe('faults', () => {
  it('are tried again after longer and longer waits', async () => {
    const id = await enqueue(here.bob, 'flaky', { works_at: 3 });
    const waiting = await eventually(async () => {
      const found = await job(here.bob, id);
      return found.error && found;
    });
    expect(waiting.error).not.toContain('secret');
    expect(await inState(here.bob, id, 'completed')).toMatchObject({ attempts: 3, result: 'at last', error: null });
    const [first, second, third] = runsOf('flaky').map((run) => run.at);
    expect(second! - first!).toBeGreaterThan(950);
    expect(third! - second!).toBeGreaterThan(1_950);
  });

  it('end the job when the tries are used up; owner and admin may try again', async () => {
    const id = await enqueue(here.bob, 'hopeless');
    const failed = await inState(here.bob, id, 'failed');
    expect(failed).toMatchObject({ attempts: 1, result: null });
    expect(failed.error).not.toContain('secret');
    const stranger = await signUp(here.kith);
    expect((await stranger.post(`/jobs/${id}/retry`)).status).toBe(404);
    expect((await stranger.get('/admin/jobs/failed')).status).toBe(403);
    const listed = (await here.ada.get('/admin/jobs/failed')).body.data.find((one: { id: string }) => one.id === id); // ada came first: admin
    expect(listed).toMatchObject({ kind: 'hopeless', user_id: here.bob.user.id, attempts: 1 });
    expect((await here.ada.post(`/jobs/${id}/retry`)).body.job).toMatchObject({ id, state: 'queued' });
    expect(await inState(here.bob, id, 'completed')).toMatchObject({ attempts: 2 });
    expect((await here.bob.post(`/jobs/${id}/retry`)).status).toBe(409);
  });

  it('of the kind that repeating does not help end it at once, in words for people', async () => {
    const id = await enqueue(here.bob, 'refuse');
    expect(await inState(here.bob, id, 'failed')).toMatchObject({ attempts: 1, error: 'This is taken already.' });
  });

  it('of time: an attempt that takes too long is stopped', async () => {
    const id = await enqueue(here.bob, 'slow');
    expect(await inState(here.bob, id, 'failed')).toMatchObject({ error: 'This took longer than 1 s.' });
  });

  it('of rights: work for somebody who may no longer write fails plainly', async () => {
    const { rows: [space] } = await here.kith.owner.query(`insert into spaces (name, kind, created_by) values ('Shared', 'shared', $1) returning id`, [here.ada.user.id]);
    await here.kith.owner.query(`insert into space_members (space_id, user_id, role) values ($1, $2, 'viewer')`, [space.id, here.bob.user.id]);
    const { rows: [row] } = await here.kith.owner.query(`insert into jobs (space_id, user_id, kind, action_id) values ($1, $2, 'count', uuidv7()) returning id`, [space.id, here.bob.user.id]);
    await here.kith.owner.query(`update jobs set updated_at = now() - interval '1 minute' where id = $1`, [row.id]);
    await here.kith.platform.jobs.sweep();
    const state = () => here.kith.owner.query('select state, error from jobs where id = $1', [row.id]).then(({ rows }) => rows[0]);
    await eventually(async () => (await state()).state === 'failed');
    expect((await state()).error).toBe('You may not change this space any more.');
  });
});
