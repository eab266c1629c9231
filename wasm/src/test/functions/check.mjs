// Runs the built components in V8 and compares what they answer with what they should:  node check.mjs [FOLDER]
//
// Needs the packages that examples/c/component installs. Says nothing about our own engine; it makes sure that a test which
// fails there does not fail because of the component.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { componentWit, transpile } from '../../../../examples/c/node_modules/@bytecodealliance/jco/src/api.js';

const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '../resources/io/ipvm/wasm'));

async function instance(name, imports = {}) {
  const { files } = await transpile(readFileSync(join(folder, `${name}.wasm`)), { name, instantiation: 'async' });
  const work = mkdtempSync(join(tmpdir(), 'check-'));
  try {
    const script = join(work, `${name}.mjs`);
    writeFileSync(script, files[`${name}.js`]);
    const { instantiate } = await import(script);
    return await instantiate((path) => WebAssembly.compile(files[path]), imports);
  } finally {
    rmSync(work, { recursive: true });
  }
}

const checks = {
  async echo() {
    const echo = await instance('echo');
    const same = (call, ...values) => values.forEach((v) => assert.deepEqual(echo[call](v), v, call));
    const reverses = (call, list) => assert.deepEqual([...echo[call](list)], [...list].reverse(), call);

    same('echoBool', true, false);
    same('echoS8', -128, 127);
    same('echoU8', 0, 255);
    same('echoS16', -32768, 32767);
    same('echoU16', 0, 65535);
    same('echoS32', -2147483648, 2147483647);
    same('echoU32', 0, 4294967295);
    same('echoS64', -(2n ** 63n), 2n ** 63n - 1n);
    same('echoU64', 0n, 2n ** 64n - 1n);
    same('echoF32', 0, -0, 1.5, Infinity, Math.fround(3.4e38), NaN);
    same('echoF64', 0, -0, 0.1, -Infinity, Number.MAX_VALUE, 5e-324, NaN);
    same('echoChar', 'a', 'é', '\u{10ffff}');
    same('echoString', '', 'plain', 'Grüße 🌍', '\0');
    assert.equal(echo.stringBytes('Grüße 🌍'), 12);

    same('echoList', new Uint8Array(), new Uint8Array([0, 255, 7]));
    reverses('reverseBools', [true, false, false]);
    reverses('reverseU8s', new Uint8Array([1, 2, 255]));
    reverses('reverseS16s', new Int16Array([-32768, 0, 32767]));
    reverses('reverseU32s', new Uint32Array([1, 4294967295]));
    reverses('reverseU64s', new BigUint64Array([1n, 2n ** 64n - 1n]));
    reverses('reverseF32s', new Float32Array([1.5, -0, Infinity]));
    reverses('reverseF64s', new Float64Array([0.1, 1e300]));
    reverses('reverseChars', ['a', '🌍']);
    reverses('reverseStrings', ['one', '', 'drüi']);
    reverses('reverseStrings', []);
    const matrix = [new Uint16Array([1, 2, 3]), new Uint16Array([4, 5, 65535])];
    assert.deepEqual(echo.transpose(matrix).map((row) => [...row]), [[1, 4], [2, 5], [3, 65535]]);
    assert.deepEqual(echo.transpose([]), []);

    const sample = (n) => ({
      tiny: 255, big: 2n ** 64n - 1n, small: 65535, name: `sample ${n}`, ratio: 0.5, precise: 0.1, yes: true, letter: 'ß',
      place: { x: -n, y: 2147483647 },
    });
    same('echoSingle', { value: 4294967295 });
    same('echoSample', sample(1));
    reverses('reverseSamples', [sample(1), sample(2), sample(3)]);

    const mixed = [
      { tag: 'nothing' }, { tag: 'small', val: 4294967295 }, { tag: 'ratio', val: -1.5 }, { tag: 'big', val: 2n ** 64n - 1n },
      { tag: 'precise', val: 0.1 }, { tag: 'text', val: 'Grüße' }, { tag: 'place', val: { x: -1, y: 2 } },
    ];
    const known = ({ tag, val }) => (val === undefined ? { tag } : { tag, val });
    mixed.forEach((v) => assert.deepEqual(known(echo.echoMixed(v)), v));
    assert.deepEqual(echo.reverseMixed(mixed).map(known), [...mixed].reverse());
    same('echoNarrow', { tag: 'count', val: 255 }, { tag: 'ratio', val: 0.25 });

    same('echoColor', 'red', 'blue');
    reverses('reverseColors', ['red', 'green', 'blue']);
    reverses('reverseShades', ['c0', 'c255', 'c256']);

    const flags = (names, ...set) => Object.fromEntries(names.map((n) => [n, set.includes(n)]));
    const letters = [...'abcdefghijklmnop'];
    const numbers = Array.from({ length: 32 }, (_, i) => `f${i}`);
    const [eight, sixteen, thirtyTwo] = [flags(letters.slice(0, 8), 'a', 'h'), flags(letters, 'i', 'p'), flags(numbers, 'f0', 'f31')];
    same('echoEight', flags(letters.slice(0, 8)), eight);
    same('echoSixteen', sixteen);
    same('echoThirtyTwo', thirtyTwo, flags(numbers, ...numbers));
    assert.deepEqual(echo.swapFlags([eight, sixteen, thirtyTwo]), [thirtyTwo, sixteen, eight]);

    same('echoOptionU32', undefined, 0, 4294967295);
    same('echoOptionU64', undefined, 2n ** 64n - 1n);
    same('echoOptionString', undefined, '', 'text');
    const optional = [{ tag: 'none' }, { tag: 'some', val: undefined }, { tag: 'some', val: 7 }];
    optional.forEach((v) => assert.deepEqual(known(echo.echoOptionOption(v)), known(v)));

    const fails = (call, v) => {
      let thrown;
      try {
        echo[call](v);
      } catch (e) {
        thrown = e;
      }
      assert.deepEqual(thrown?.payload, v.val, call);
    };
    assert.equal(echo.echoResult({ tag: 'ok' }), undefined);
    fails('echoResult', { tag: 'err' });
    assert.equal(echo.echoResultOk({ tag: 'ok', val: 4294967295 }), 4294967295);
    fails('echoResultOk', { tag: 'err' });
    assert.equal(echo.echoResultErr({ tag: 'ok' }), undefined);
    fails('echoResultErr', { tag: 'err', val: 'why' });
    assert.equal(echo.echoResultBoth({ tag: 'ok', val: 'fine' }), 'fine');
    fails('echoResultBoth', { tag: 'err', val: 2n ** 64n - 1n });
    reverses('reverseResults', [{ tag: 'ok', val: 255 }, { tag: 'err', val: 'why' }]);

    same('echoTuple', [255, 'two', 0.1]);
    reverses('reversePairs', [['a', 1], ['', 4294967295]]);

    const ones = (n) => Array.from({ length: n }, (_, i) => (i === n - 1 ? 255 : 1));
    assert.equal(echo.sumSixteen(...ones(16)), 120 + 16 * 255);
    assert.equal(echo.sumSeventeen(...ones(17)), 136 + 17 * 255);
    const many = [255, 2n ** 64n - 1n, 65535, 'd', '', 'f', 'g', 'h', 'i', 'jj'];
    assert.deepEqual(echo.reverseMany(...many), [...many].reverse());

    const before = echo.countReturns();
    echo.echoString('x');
    echo.echoU32(1);
    assert.equal(echo.countReturns(), before + 2);
    assert.equal(echo.doNothing(), undefined);
    echo.remember(42);
    assert.equal(echo.recall(), 42);
  },

  async 'echo-utf16'() {
    const text = await instance('echo-utf16');
    for (const v of ['', 'plain', 'Grüße 🌍']) assert.equal(text.echo(v), v);
    assert.deepEqual(text.reverse(['a', '', 'ü🌍']), ['ü🌍', '', 'a']);
    assert.equal(text.length('Grüße 🌍'), 8);
    assert.equal(text.first('🌍'), 0xd83c);
    assert.equal(text.greeting(), 'Grüße');
    assert.equal(text.worldGreeting(), 'Grüße 🌍');
  },

  // jco prints these names but cannot bind them: an acronym makes it panic.
  async names() {
    const wit = await componentWit(readFileSync(join(folder, 'names.wasm')));
    for (const name of ['parse-URL', '%list', 'v2-to-v3']) assert.ok(wit.includes(`export ${name}: func(`), name);
  },

  async bad() {
    // One instance per call: a trap leaves it in disorder.
    const traps = async (call, message, ...args) => {
      const bad = await instance('bad');
      assert.throws(() => bad[call](...args), (e) => e instanceof WebAssembly.RuntimeError && message.test(e.stack), call);
    };
    await traps('trap', /unreachable[^]*fall_over[^]*trap/);
    await traps('oob', /memory access out of bounds/);
    await traps('divide', /divide by zero/, 1, 0);
    await traps('divide', /unrepresentable/, -2147483648, -1);
    await traps('truncate', /unrepresentable/, 2 ** 31);
    await traps('callNull', /null function|table index|indirect call|signature mismatch/);

    const bad = await instance('bad');
    assert.throws(() => bad.recurse(), RangeError);
    assert.equal(bad.divide(7, -2), -3);
    assert.equal(bad.truncate(-2.9), -2);
    const pages = bad.hog(0);
    assert.equal(bad.hog(3), pages);
    assert.equal(bad.hog(0), pages + 3);
    assert.equal(bad.hog(65536), 4294967295);
    assert.ok(bad.eat() > 65536 - 256);
    // What jco's glue notices. It is stricter than the specification about booleans, and lets other results pass: bad UTF-8
    // becomes U+FFFD.
    assert.throws(() => bad.oddBool(), TypeError);
    assert.throws(() => bad.badColor(), TypeError);
    assert.throws(() => bad.badOption(), TypeError);

    assert.ok(await isStillRunning('spin'));
  },

  async imports() {
    const { callOutside } = await instance('imports', { outside: { default: (v) => v * 2 } });
    assert.equal(callOutside(21), 42);
  },

  async wasi() {
    const { ticks, dice } = await instance('wasi', {
      'wasi:clocks/monotonic-clock': { now: () => 7n },
      'wasi:random/random': { getRandomU64: () => 8n },
    });
    assert.equal(ticks(), 7n);
    assert.equal(dice(), 3n);
  },

  async homestar() {
    const said = [];
    const homestar = await instance('homestar', {
      'wasi:logging/logging': { log: (...args) => said.push(args) },
      'homestar:host/helpers': {
        getCurrentTime: () => ({ seconds: 1n, milliseconds: 2, nanoseconds: 3 }),
        print: (message) => said.push(message),
      },
    });
    assert.equal(homestar.addOne(41), 42);
    assert.deepEqual(said, [['info', 'run-fn', 'add-one'], '42']);
    assert.equal(homestar.hostTime(), 6n);
    assert.deepEqual(homestar.transpose([new Uint16Array([1, 2]), new Uint16Array([3, 4])]).map((row) => [...row]), [[1, 3], [2, 4]]);
    assert.equal(homestar.pop(new Int32Array([1, -2])), -2);
    assert.equal(homestar.pop(new Int32Array()), undefined);
    assert.equal(homestar.binarySearch(new Int32Array([30, -1, 7]), 30), 2);
    assert.throws(() => homestar.binarySearch(new Int32Array([1]), 5), (e) => 'payload' in e);
    assert.deepEqual(homestar.numToKv({ tag: 'ok', val: 4294967295 }), { name: '4294967295', val: 4294967295 });
    assert.deepEqual(homestar.numToKv({ tag: 'err', val: 'why' }), { name: 'NAN', val: undefined });
  },

  async initialized() {
    assert.equal((await instance('initialized')).ready(), true);
  },

  async interface() {
    assert.equal((await instance('interface')).greeter.greet('Zoë'), 'Zoë');
  },

  async 'core-add and plain-core'() {
    for (const name of ['core-add', 'plain-core']) {
      const module = await WebAssembly.compile(readFileSync(join(folder, `${name}.wasm`)));
      assert.equal((await WebAssembly.instantiate(module)).exports.add(2147483647, 1), -2147483648);
      assert.equal(WebAssembly.Module.customSections(module, 'component-type').length, name === 'core-add' ? 1 : 0, name);
    }
  },

  async truncated() {
    await assert.rejects(componentWit(readFileSync(join(folder, 'truncated.wasm'))));
  },
};

/// Whether a function of bad.wasm still runs after a moment.
async function isStillRunning(call) {
  const worker = new Worker(import.meta.filename, { workerData: call, argv: [folder] });
  await once(worker, 'message');
  const ended = once(worker, 'exit').then(() => false);
  const running = await Promise.race([ended, setTimeout(300, true)]);
  await worker.terminate();
  return running;
}

if (isMainThread) {
  for (const [name, check] of Object.entries(checks)) {
    await check();
    console.log(`ok ${name}`);
  }
} else {
  const bad = await instance('bad');
  parentPort.postMessage('running');
  bad[workerData]();
}
