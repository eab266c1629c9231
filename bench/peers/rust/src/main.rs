use ipld_core::ipld::Ipld;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// CPU microseconds of this process.
fn cpu() -> f64 {
    let mut usage = unsafe { std::mem::zeroed::<libc::rusage>() };
    unsafe { libc::getrusage(libc::RUSAGE_SELF, &mut usage) };
    let micros = |t: libc::timeval| t.tv_sec as f64 * 1e6 + t.tv_usec as f64;
    micros(usage.ru_utime) + micros(usage.ru_stime)
}

/// Median CPU microseconds a call, of seven rounds of 0.7 s after two to get warm.
fn measure<T>(name: &str, size: usize, work: impl Fn() -> T) {
    let round = || {
        let mut calls = 0u64;
        let end = Instant::now() + Duration::from_millis(700);
        let before = cpu();
        while Instant::now() < end {
            black_box(work());
            calls += 1;
        }
        (cpu() - before) / calls as f64
    };
    round();
    round();
    let mut rounds: Vec<f64> = (0..7).map(|_| round()).collect();
    rounds.sort_by(f64::total_cmp);
    let micros = rounds[3];
    println!("{name:<40} {micros:>12.3} us {:>9.1} MB/s", size as f64 / micros);
}

fn main() {
    let folder = std::env::args().nth(1).expect("the folder of the inputs");
    for name in ["a", "b", "c"] {
        let bytes = std::fs::read(format!("{folder}/{name}.cbor")).expect("an input");
        let value: Ipld = serde_ipld_dagcbor::from_slice(&bytes).expect("a value");
        measure(&format!("serde_ipld_dagcbor decode {name}"), bytes.len(), || {
            serde_ipld_dagcbor::from_slice::<Ipld>(&bytes).unwrap()
        });
        measure(&format!("serde_ipld_dagcbor encode {name}"), bytes.len(), || {
            serde_ipld_dagcbor::to_vec(&value).unwrap()
        });
    }
}
