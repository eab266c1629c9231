import pathlib
import statistics
import sys
import time

import libipld

FOLDER = pathlib.Path(sys.argv[1])


def measure(name, size, work):
    """Median CPU microseconds a call, of seven rounds of 0.7 s after two to get warm."""

    def round_():
        calls = 0
        end = time.monotonic() + 0.7
        before = time.process_time()
        while True:
            work()
            calls += 1
            if time.monotonic() >= end:
                return (time.process_time() - before) * 1e6 / calls

    round_()
    round_()
    micros = statistics.median(round_() for _ in range(7))
    print(f"{name:<40} {micros:>12.3f} us {size / micros:>9.1f} MB/s", flush=True)


for name in "abc":
    data = (FOLDER / f"{name}.cbor").read_bytes()
    value = libipld.decode_dag_cbor(data)
    measure(f"libipld decode {name}", len(data), lambda: libipld.decode_dag_cbor(data))
    measure(f"libipld encode {name}", len(data), lambda: libipld.encode_dag_cbor(value))
