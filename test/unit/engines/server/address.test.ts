import assert from 'node:assert/strict';
import { parseServerAddress } from '../../../../src/engines/server/address.js';
import { hostOf, isServerAddress } from '../../../../src/reasoning/server-address.js';

describe('the address of a server', () => {
  it('is a model’s name that begins as an address', () => {
    for (const name of ['http://127.0.0.1:8080', 'HTTPS://example.org/v1#m']) assert.ok(isServerAddress(name), name);
    for (const name of ['model.gguf', '/http://x.gguf', 'http.gguf', 'ftp://example.org', 'C:\\http']) {
      assert.ok(!isServerAddress(name), name);
    }
    assert.equal(hostOf('http://example.org:81/v1'), 'example.org:81');
  });

  it('may have a path, /v1 and the name of a model', () => {
    const base = 'http://127.0.0.1:8080';
    assert.deepEqual(parseServerAddress(base), { base, host: '127.0.0.1:8080' });
    for (const end of ['/', '/v1', '/v1/']) assert.equal(parseServerAddress(base + end).base, base);
    assert.deepEqual(parseServerAddress('https://example.org/models/v1#org/name%20x'), {
      base: 'https://example.org/models',
      host: 'example.org',
      model: 'org/name x',
    });
  });

  it('holds no password and nothing else', () => {
    for (const bad of ['http://user:secret@example.org', 'http://example.org/?key=1', 'http://', 'http://exa mple']) {
      assert.throws(
        () => parseServerAddress(bad),
        (error: Error & { kind?: string }) => error.kind === 'server-address' && !error.message.includes('secret'),
        bad,
      );
    }
  });
});
