import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { Turns, type Priority, type Turn } from '../../../src/backend/turns.js';

/** Lets everything that can go on go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('turns: who may use the model', () => {
  let turns: Turns;
  let log: string[];
  beforeEach(() => {
    turns = new Turns();
    log = [];
  });

  /** A job of `steps` tokens that rests after each; it says when it begins and ends. */
  const job = (name: string, priority: Priority, steps = 1, signal?: AbortSignal) =>
    turns.run(
      priority,
      async (turn: Turn) => {
        log.push(`${name}(`);
        for (let i = 0; i < steps; i++) {
          await settle();
          await turn.rest();
        }
        log.push(`)${name}`);
      },
      signal,
    );

  it('runs one job at a time, in order', async () => {
    await Promise.all([job('a', 'interactive'), job('b', 'interactive'), job('c', 'interactive')]);
    assert.equal(log.join(' '), 'a( )a b( )b c( )c');
    assert.ok(turns.idle);
  });

  it('lets people go before evaluations that wait', async () => {
    await Promise.all([job('a', 'interactive'), job('batch', 'batch'), job('b', 'interactive')]);
    assert.equal(log.join(' '), 'a( )a b( )b batch( )batch');
  });

  it('lets people go before an evaluation that runs, which then goes on before new ones begin', async () => {
    const first = job('batch', 'batch', 5);
    const second = job('next', 'batch');
    await settle();
    await Promise.all([first, second, job('person', 'interactive', 2)]);
    assert.equal(log.join(' '), 'batch( person( )person )batch next( )next');
  });

  it('never interrupts what a person waits for', async () => {
    const first = job('a', 'interactive', 5);
    await settle();
    await Promise.all([first, job('b', 'interactive')]);
    assert.equal(log.join(' '), 'a( )a b( )b');
  });

  it('changes the model only when no job is half done, and in the order that it was asked', async () => {
    const batch = job('batch', 'batch', 5);
    await settle();
    const jobs = [job('old', 'interactive'), job('load', 'exclusive'), job('new', 'interactive'), job('late', 'batch')];
    await Promise.all([batch, ...jobs]);
    assert.equal(log.join(' '), 'batch( old( )old )batch load( )load new( )new late( )late');
  });

  it('goes on after a job that failed', async () => {
    const failed = turns.run('interactive', () => Promise.reject(new Error('no')));
    await Promise.all([assert.rejects(failed, /no/), job('b', 'interactive')]);
    assert.equal(log.join(' '), 'b( )b');
  });

  it('forgets a job that was given up before it began', async () => {
    const abort = new AbortController();
    const first = job('a', 'interactive', 3);
    const second = job('b', 'interactive', 1, abort.signal);
    const third = job('c', 'interactive');
    await settle();
    abort.abort(new Error('given up'));
    await assert.rejects(second, /given up/);
    await Promise.all([first, third]);
    assert.equal(log.join(' '), 'a( )a c( )c');
    await assert.rejects(job('d', 'interactive', 1, abort.signal), /given up/);
    assert.ok(turns.idle);
  });

  it('lets anybody go while a job is parked, except what would cost it its model', async () => {
    const resumed = new EventEmitter();
    const sample = turns.run('batch', async (turn) => {
      log.push('sample(');
      await turn.park(once(resumed, 'now'));
      log.push(')sample');
    });
    await settle();
    await job('person', 'interactive');
    const load = job('load', 'exclusive');
    await settle();
    assert.equal(turns.idle, false);
    assert.equal(log.join(' '), 'sample( person( )person');
    resumed.emit('now');
    await Promise.all([sample, load]);
    assert.equal(log.join(' '), 'sample( person( )person )sample load( )load');
    assert.ok(turns.idle);
  });

  it('asks a half done job to give up when another model has waited long enough', async () => {
    turns = new Turns(5);
    const sample = turns.run('batch', async (turn) => {
      while (!turn.unwanted.aborted) await settle();
      log.push('gave up');
    });
    await settle();
    await Promise.all([sample, job('load', 'exclusive')]);
    assert.equal(log.join(' '), 'gave up load( )load');
  });

  it('asks nobody to give up for a question', async () => {
    turns = new Turns(0);
    let wanted = true;
    const sample = turns.run('batch', async (turn) => {
      for (let i = 0; i < 20; i++) {
        await settle();
        await turn.rest();
      }
      wanted = !turn.unwanted.aborted;
    });
    await settle();
    await Promise.all([sample, job('person', 'interactive', 5)]);
    assert.ok(wanted);
  });
});
