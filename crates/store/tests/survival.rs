//! What holds when the process is killed, the disk is full, or another daemon comes along. On the disk only.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use neargate_store::{Durability, Error, Expect, Partition, Range, Store};
use rustix::mount::{MountFlags, UnmountFlags, mount, unmount};

const P: Partition = Partition::new("ecs", "0", "r", "task");
const ROUNDS: usize = 30;
/// Tells the test binary that it runs as the process to be killed, and where.
const VICTIM: &str = "NEARGATE_STORE_VICTIM";

/// Four writers, a line on stdout for each acknowledged transaction of two documents, until killed.
#[test]
fn victim() {
    let Some(dir) = std::env::var_os(VICTIM) else { return };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = Store::open(Path::new(&dir)).unwrap();
        let writers: Vec<_> =
            (0..4).map(|writer| tokio::spawn(write_forever(store.clone(), writer))).collect();
        for writer in writers {
            writer.await.unwrap();
        }
    });
}

async fn write_forever(store: Store, writer: usize) {
    for n in 0.. {
        let id = format!("{}-{writer}-{n}", std::process::id());
        let durability = if n % 2 == 0 { Durability::Power } else { Durability::Process };
        let revision = store
            .write(durability, {
                let id = id.clone();
                move |w| {
                    w.put(&P, &id, Expect::Absent, &[b'x'; 2000], &[("half", "one")])?;
                    w.put(&P, &format!("{id}-twin"), Expect::Absent, &[b'x'; 2000], &[("half", "two")])?;
                    Ok::<_, Error>(w.revision())
                }
            })
            .await
            .unwrap();
        // One call to the kernel per line, so that none is cut.
        std::io::stdout().write_all(format!("acknowledged {id} {revision}\n").as_bytes()).unwrap();
    }
}

fn start_victim(dir: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "victim", "--nocapture", "--test-threads=1"])
        .env(VICTIM, dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn nothing_acknowledged_is_lost_to_kill_9() {
    let dir = tempfile::tempdir().unwrap();
    let mut acknowledged = BTreeSet::new();
    let mut newest = 0;
    for round in 0..ROUNDS {
        let mut victim = start_victim(dir.path());
        let lines = BufReader::new(victim.stdout.take().unwrap()).lines();
        let mut killed_at = None;
        for line in lines {
            let line = line.unwrap();
            let Some((_, rest)) = line.split_once("acknowledged ") else { continue };
            let (id, revision) = rest.split_once(' ').unwrap();
            acknowledged.insert(id.to_owned());
            newest = newest.max(revision.parse().unwrap());
            // Moments spread over some 60 ms, in no step with batches or checkpoints.
            let kill_at =
                *killed_at.get_or_insert_with(|| Instant::now() + Duration::from_micros(round as u64 * 2039));
            if Instant::now() >= kill_at {
                victim.kill().unwrap(); // what it had said by then is still read, up to the end
            }
        }
        assert!(!victim.wait().unwrap().success(), "the victim ended by itself");
        check_after_death(dir.path(), &acknowledged, newest, round);
    }
    assert!(acknowledged.len() > ROUNDS * 4, "too few writes to mean anything: {}", acknowledged.len());
}

#[tokio::main(flavor = "current_thread")]
async fn check_after_death(dir: &Path, acknowledged: &BTreeSet<String>, newest: u64, round: usize) {
    let store = Store::open(dir).unwrap();
    let found = store.read(|r| r.list(&P, Range::all())).await.unwrap_or_else(fail);
    let ids: BTreeSet<_> = found.iter().map(|document| &*document.id).collect();
    for id in acknowledged {
        assert!(ids.contains(&**id), "round {round}: {id} was acknowledged and is lost");
    }
    for id in &ids {
        let twin = id.strip_suffix("-twin").map_or_else(|| format!("{id}-twin"), str::to_owned);
        assert!(ids.contains(&*twin), "round {round}: {id} is half of a transaction");
    }
    let halves = store.read(|r| r.lookup(&P, "half", "one", Range::all())).await.unwrap_or_else(fail);
    assert_eq!(halves.len() * 2, ids.len(), "round {round}: lookups and documents part");
    let next = store.write(Durability::Process, |w| Ok::<_, Error>(w.revision())).await.unwrap_or_else(fail);
    assert!(next > newest, "round {round}: revision {next} was given before");
}

#[test]
fn a_second_daemon_is_refused_and_told_whose_store_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let mut victim = start_victim(dir.path());
    let mut lines = BufReader::new(victim.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("acknowledged")));
    let error = Store::open(dir.path()).err().expect("the store is in use");
    victim.kill().unwrap();
    victim.wait().unwrap();
    assert!(matches!(&error, Error::Locked { pid, .. } if *pid == Some(victim.id())), "{error:?}");
    assert!(error.to_string().ends_with(&format!("is in use by process {}", victim.id())), "{error}");
    drop(Store::open(dir.path()).expect("the lock went with its holder"));
}

#[test]
fn a_store_in_use_here_is_refused_here_and_free_after_the_last_handle() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let clone = store.clone();
    drop(store);
    let refused = Store::open(dir.path()).err();
    assert!(matches!(refused, Some(Error::Locked { pid: Some(pid), .. }) if pid == std::process::id()));
    drop(clone);
    drop(Store::open(dir.path()).unwrap());
}

#[tokio::test]
async fn documents_and_revision_outlast_an_orderly_end() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let last = put(&store, "a", 10).await.unwrap();
    store.write(Durability::Process, |w| w.delete(&P, "a", Expect::Any)).await.unwrap_or_else(fail);
    put(&store, "b", 10).await.unwrap();
    drop(store);
    assert!(!dir.path().join("neargate.db-wal").exists(), "the log is tidied up at the end");
    let store = Store::open(dir.path()).unwrap();
    assert!(store.read(|r| r.get(&P, "b")).await.unwrap_or_else(fail).is_some());
    assert!(put(&store, "a", 10).await.unwrap() > last + 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_stays_short_although_readers_come_and_go() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    put(&store, "0", 2000).await.unwrap();
    let reader = tokio::spawn({
        let store = store.clone();
        async move {
            loop {
                store.read(|r| r.list(&P, Range::all().limit(50))).await.unwrap_or_else(fail);
                tokio::task::yield_now().await;
            }
        }
    });
    let mut longest = 0;
    for n in 0..100 {
        store
            .write(Durability::Process, move |w| {
                (0..100).try_for_each(|m| {
                    w.put(&P, &format!("{}", (n * 37 + m) % 500), Expect::Any, &[b'x'; 4000], &[])
                })
            })
            .await
            .unwrap_or_else(fail);
        longest = longest.max(fs::metadata(dir.path().join("neargate.db-wal")).unwrap().len());
    }
    reader.abort();
    // Some 40 MB went through it.
    assert!(longest < 16 << 20, "the log grew to {longest} bytes");
}

/// A small file system of its own, gone with its guard.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// None without the right to mount.
    fn mount(size: &str) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let options = std::ffi::CString::new(format!("size={size}")).unwrap();
        match mount("tmpfs", dir.path(), "tmpfs", MountFlags::empty(), options.as_c_str()) {
            Ok(()) => Some(Self(dir)),
            Err(rustix::io::Errno::PERM) => None,
            Err(errno) => panic!("mount a small disk: {errno}"),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Leaves no byte free.
    fn fill(&self) {
        let mut file = fs::File::create(self.path("filler")).unwrap();
        for block in [64 * 1024, 4096, 1] {
            while file.write_all(&vec![0; block]).is_ok() {}
        }
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        if let Err(errno) = unmount(self.0.path(), UnmountFlags::DETACH) {
            eprintln!("unmount {}: {errno}", self.0.path().display());
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_an_error_and_passes() {
    let Some(disk) = SmallDisk::mount("8m") else {
        eprintln!("not checked: mounting needs root");
        return;
    };
    let store = Store::open(&disk.path("store")).unwrap();
    put(&store, "before", 2000).await.unwrap();
    for round in 0..3 {
        disk.fill();
        let refused = fill_up(&store, round).await;
        assert!(matches!(refused, Error::Engine { .. }) && refused.retryable(), "{refused:?}");
        let still_there = store.read(|r| r.get(&P, "before")).await.unwrap_or_else(fail);
        assert_eq!(still_there.expect("was acknowledged").body.len(), 2000);
        // A batch as a whole is lost, and everyone in it is told.
        let writes: Vec<_> = (0..20)
            .map(|n| {
                let store = store.clone();
                tokio::spawn(async move { put(&store, &format!("lost-{n}"), 100_000).await })
            })
            .collect();
        for write in writes {
            assert!(write.await.unwrap().is_err());
        }
        fs::remove_file(disk.path("filler")).unwrap();
        put(&store, &format!("after-{round}"), 2000).await.unwrap();
    }
    let found = store.read(|r| r.list(&P, Range::prefix("lost"))).await.unwrap_or_else(fail);
    assert_eq!(found, [], "told that it failed, and there all the same");
    drop(store);
    let store = Store::open(&disk.path("store")).unwrap();
    let found = store.read(|r| r.list(&P, Range::prefix("after"))).await.unwrap_or_else(fail);
    assert_eq!(found.len(), 3);
}

/// Writes until the log's last free page is used up.
async fn fill_up(store: &Store, round: usize) -> Error {
    for n in 0..5000 {
        if let Err(error) = put(store, &format!("fill-{round}-{n}"), 2000).await {
            return error;
        }
    }
    panic!("the disk never was full");
}

async fn put(store: &Store, id: &str, bytes: usize) -> Result<u64, Error> {
    let id = id.to_owned();
    store
        .write(Durability::Power, move |w| {
            w.put(&P, &id, Expect::Any, &vec![b'x'; bytes], &[]).map(|()| w.revision())
        })
        .await
}

fn fail<T>(error: Error) -> T {
    panic!("{error}: {error:?}")
}
