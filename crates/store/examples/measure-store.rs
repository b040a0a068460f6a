//! What the store costs: CPU per read and write, and how long one write takes.
//!
//! `cargo run --release -p neargate-store --example measure-store [directory]`; the directory chooses the disk.

use std::time::{Duration, Instant};

use neargate_store::{Durability, Error, Expect, Order, Partition, Range, Store};
use rustix::time::{ClockId, clock_gettime};

const DOCUMENTS: usize = 10_000;
const WRITERS: usize = 16;
const TASKS: Partition = Partition::new("ecs", "000000000000", "eu-west-1", "task");

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<(), Error> {
    let parent = std::env::args().nth(1).map_or_else(std::env::temp_dir, Into::into);
    let dir = tempfile::tempdir_in(parent).expect("make a directory");
    let store = Store::open(dir.path())?;
    fill(&store).await?;
    reads(&store, "get, 1 task", 1, false).await;
    reads(&store, "get, 2 tasks", 2, false).await;
    reads(&store, "get, 2 tasks, while somebody writes", 2, true).await;
    listing(&store).await?;
    for durability in [Durability::Power, Durability::Process] {
        latency(&store, durability).await?;
        grouped(&store, durability).await;
    }
    Ok(())
}

async fn fill(store: &Store) -> Result<(), Error> {
    for batch in 0..DOCUMENTS / 100 {
        store
            .write(Durability::Process, move |w| {
                (0..100)
                    .try_for_each(|n| w.put(&TASKS, &id(batch * 100 + n), Expect::Any, &body(), &lookups()))
            })
            .await?;
    }
    Ok(())
}

async fn reads(store: &Store, what: &str, tasks: usize, beside_writes: bool) {
    const EACH: usize = 64 * 3000;
    let store = store.clone();
    let writer = beside_writes.then(|| {
        let store = store.clone();
        tokio::spawn(async move {
            for n in 0.. {
                write(&store, Durability::Power, n % DOCUMENTS).await;
            }
        })
    });
    let readers: Vec<_> = (0..tasks)
        .map(|task| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut cpu = Duration::ZERO;
                for chunk in 0..EACH / 64 {
                    // A task changes threads only where it yields.
                    let before = cpu_time(ClockId::ThreadCPUTime);
                    for n in chunk * 64..(chunk + 1) * 64 {
                        let id = id((n * 7919 + task) % DOCUMENTS);
                        let found = store.read(|r| r.get(&TASKS, &id)).await.expect("read");
                        assert_eq!(found.expect("was put").body.len(), 2048);
                    }
                    cpu += cpu_time(ClockId::ThreadCPUTime) - before;
                    tokio::task::yield_now().await;
                }
                cpu
            })
        })
        .collect();
    let start = Instant::now();
    let mut cpu = Duration::ZERO;
    for reader in readers {
        cpu += reader.await.expect("reader");
    }
    tell(what, tasks * EACH, start.elapsed(), cpu);
    if let Some(writer) = writer {
        writer.abort();
    }
}

async fn listing(store: &Store) -> Result<(), Error> {
    let range = Range { order: Order::Ascending, ..Range::all().limit(100) };
    report("list of 100", 1000, async {
        for _ in 0..1000 {
            assert_eq!(store.read(|r| r.list(&TASKS, range)).await.expect("list").len(), 100);
        }
    })
    .await;
    report("lookup of 100", 1000, async {
        for _ in 0..1000 {
            let found = store.read(|r| r.lookup(&TASKS, "cluster", "default", range)).await.expect("lookup");
            assert_eq!(found.len(), 100);
        }
    })
    .await;
    Ok(())
}

async fn latency(store: &Store, durability: Durability) -> Result<(), Error> {
    let mut took = Vec::new();
    for n in 0..500 {
        let start = Instant::now();
        write(store, durability, n).await;
        took.push(start.elapsed());
    }
    took.sort();
    println!("one write, {durability:?}: p50 {:?}, p99 {:?}", took[250], took[495]);
    Ok(())
}

async fn grouped(store: &Store, durability: Durability) {
    const EACH: usize = 1000;
    report(&format!("write, {WRITERS} writers, {durability:?}"), WRITERS * EACH, async {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let store = store.clone();
                tokio::spawn(async move {
                    for n in 0..EACH {
                        write(&store, durability, (writer * EACH + n) % DOCUMENTS).await;
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.await.expect("writer");
        }
    })
    .await;
}

async fn write(store: &Store, durability: Durability, n: usize) {
    let id = id(n);
    store
        .write(durability, move |w| w.put(&TASKS, &id, Expect::Any, &body(), &lookups()))
        .await
        .expect("write");
}

async fn report(what: &str, operations: usize, work: impl Future<Output = ()>) {
    let (wall, cpu) = (Instant::now(), cpu_time(ClockId::ProcessCPUTime));
    work.await;
    tell(what, operations, wall.elapsed(), cpu_time(ClockId::ProcessCPUTime) - cpu);
}

fn tell(what: &str, operations: usize, wall: Duration, cpu: Duration) {
    println!(
        "{what}: {:.2} us CPU each, {:.0} per CPU second, {:.0} per second",
        cpu.as_secs_f64() * 1e6 / operations as f64,
        operations as f64 / cpu.as_secs_f64(),
        operations as f64 / wall.as_secs_f64()
    );
}

fn cpu_time(clock: ClockId) -> Duration {
    let time = clock_gettime(clock);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fn id(n: usize) -> String {
    format!("{n:032x}")
}

fn body() -> Vec<u8> {
    vec![b'x'; 2048]
}

fn lookups() -> [(&'static str, &'static str); 2] {
    [("cluster", "default"), ("family", "web")]
}
