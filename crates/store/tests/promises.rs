//! What every engine promises. One list of cases, run over each.

use std::collections::BTreeSet;
use std::time::Duration;

use neargate_store::{Document, Durability, Error, Expect, Partition, Range, Scope, Store, Watch};
use tokio::time::timeout;

use Durability::{Power, Process};

const P: Partition = Partition::new("ecs", "000000000000", "eu-west-1", "task");
const OTHER: Partition = Partition::new("ecs", "111111111111", "eu-west-1", "task");

macro_rules! promises {
    ($($case:ident)*) => {
        mod on_disk {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                let dir = tempfile::tempdir().unwrap();
                super::$case(super::Store::open(&dir.path().join("state")).unwrap()).await;
            })*
        }
        mod in_memory {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                super::$case(super::Store::in_memory().unwrap()).await;
            })*
        }
    };
}

promises! {
    what_was_written_is_read
    expectations_are_kept
    a_transaction_is_there_as_a_whole
    a_refused_transaction_leaves_nothing_and_spares_others
    a_conflict_may_be_passed_over
    a_transaction_sees_its_own_writes
    a_closure_sees_one_moment
    revisions_grow_by_commit
    listings_are_ordered_and_bounded
    pages_neither_skip_nor_repeat_while_others_write
    lookups_follow_their_documents
    lookups_are_listed_like_partitions
    partitions_are_those_that_hold_documents
    partitions_are_apart
    names_are_text_without_nul
    increments_are_never_lost
    watches_wake_for_their_kind
    watches_miss_nothing
    reset_deletes_all_and_tells
    a_panic_stays_with_its_caller
    a_readers_panic_harms_nobody
    the_last_handle_may_go_inside_a_transaction
}

async fn what_was_written_is_read(store: Store) {
    assert_eq!(get(&store, "a").await, None);
    let revision = put(&store, "a", Expect::Any, "1").await.unwrap();
    assert_eq!(get(&store, "a").await, Some(Document { id: "a".into(), revision, body: b"1".to_vec() }));
    let revision = put(&store, "a", Expect::Any, "2").await.unwrap();
    assert_eq!(get(&store, "a").await, Some(Document { id: "a".into(), revision, body: b"2".to_vec() }));
    assert!(delete(&store, "a", Expect::Any).await.unwrap());
    assert!(!delete(&store, "a", Expect::Any).await.unwrap());
    assert_eq!(get(&store, "a").await, None);
}

async fn expectations_are_kept(store: Store) {
    let conflict = |result: Result<u64, Error>| matches!(result, Err(Error::Conflict { kind, id }) if (&*kind, &*id) == ("task", "a"));
    assert!(conflict(put(&store, "a", Expect::Revision(0), "x").await), "of a partition that isn't there");
    let first = put(&store, "a", Expect::Absent, "1").await.unwrap();
    assert!(conflict(put(&store, "a", Expect::Absent, "x").await));
    assert!(conflict(put(&store, "a", Expect::Revision(first + 1), "x").await));
    let second = put(&store, "a", Expect::Revision(first), "2").await.unwrap();
    assert!(conflict(put(&store, "a", Expect::Revision(first), "x").await));
    assert!(conflict(put(&store, "a", Expect::Revision(u64::MAX), "x").await));
    assert_eq!(get(&store, "a").await.unwrap().body, b"2");

    assert!(matches!(delete(&store, "a", Expect::Revision(first)).await, Err(Error::Conflict { .. })));
    assert!(matches!(delete(&store, "a", Expect::Absent).await, Err(Error::Conflict { .. })));
    assert!(delete(&store, "a", Expect::Revision(second)).await.unwrap());
    assert!(matches!(delete(&store, "a", Expect::Revision(second)).await, Err(Error::Conflict { .. })));
    assert!(!delete(&store, "a", Expect::Absent).await.unwrap());
}

async fn a_transaction_is_there_as_a_whole(store: Store) {
    let readers: Vec<_> = (0..2)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut seen = 0;
                while seen < 200 {
                    let documents = list(&store, Range::all()).await;
                    let revisions: BTreeSet<_> = documents.iter().map(|d| d.revision).collect();
                    assert!(revisions.len() <= 1, "half of a transaction: {documents:?}");
                    seen = documents
                        .first()
                        .map_or(0, |d| std::str::from_utf8(&d.body).unwrap().parse().unwrap());
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    for n in 1..=200 {
        let body = n.to_string();
        store
            .write(Process, move |w| {
                ["a", "b", "c"].iter().try_for_each(|id| w.put(&P, id, Expect::Any, body.as_bytes(), &[]))
            })
            .await
            .unwrap_or_else(|error: Error| panic!("{error}"));
    }
    for reader in readers {
        reader.await.unwrap();
    }
}

#[derive(Debug)]
enum Refusal {
    Ours,
    Store(#[expect(dead_code, reason = "for Debug")] Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

async fn a_refused_transaction_leaves_nothing_and_spares_others(store: Store) {
    put(&store, "kept", Expect::Any, "old").await.unwrap();
    let writes: Vec<_> = (0..60)
        .map(|n| {
            let store = store.clone();
            tokio::spawn(async move {
                let write = store.write(Process, move |w| {
                    w.put(&P, &format!("n{n}"), Expect::Absent, b"{}", &[("parity", "any")])?;
                    if n % 3 == 0 {
                        w.delete(&P, "kept", Expect::Any)?;
                        w.put(&Partition { kind: &format!("new{n}"), ..P }, "x", Expect::Any, b"{}", &[])?;
                        return Err(Refusal::Ours);
                    }
                    Ok(())
                });
                (n, write.await)
            })
        })
        .collect();
    for write in writes {
        let (n, result) = write.await.unwrap();
        match result {
            Ok(()) => assert_ne!(n % 3, 0),
            Err(Refusal::Ours) => assert_eq!(n % 3, 0),
            Err(error) => panic!("{error:?}"),
        }
        assert_eq!(get(&store, &format!("n{n}")).await.is_some(), n % 3 != 0, "n{n}");
        assert_eq!(scopes(&store, &format!("new{n}")).await, []);
    }
    assert_eq!(get(&store, "kept").await.unwrap().body, b"old");
    assert_eq!(lookup(&store, "parity", "any").await.len(), 40);
    // A partition that was made and rolled back can still be made.
    let made = Partition { kind: "new0", ..P };
    store.write(Process, move |w| w.put(&made, "x", Expect::Absent, b"{}", &[])).await.unwrap_or_else(fail);
    assert_eq!(scopes(&store, "new0").await.len(), 1);
}

async fn a_conflict_may_be_passed_over(store: Store) {
    put(&store, "a", Expect::Absent, "old").await.unwrap();
    store
        .write(Process, |w| {
            assert!(w.put(&P, "a", Expect::Absent, b"new", &[("name", "value")]).is_err());
            w.put(&P, "b", Expect::Absent, b"new", &[])
        })
        .await
        .unwrap_or_else(fail);
    assert_eq!(get(&store, "a").await.unwrap().body, b"old");
    assert_eq!(lookup(&store, "name", "value").await, [""; 0]);
    assert!(get(&store, "b").await.is_some());
}

async fn a_transaction_sees_its_own_writes(store: Store) {
    put(&store, "old", Expect::Any, "1").await.unwrap();
    store
        .write(Process, |w| {
            w.put(&P, "a", Expect::Absent, b"1", &[("name", "a")])?;
            let seen = w.get(&P, "a")?.expect("just put");
            assert_eq!(seen.revision, w.revision());
            w.put(&P, "a", Expect::Revision(seen.revision), b"2", &[("name", "b")])?;
            w.delete(&P, "old", Expect::Any)?;
            assert_eq!(w.list(&P, Range::all())?.len(), 1);
            assert_eq!(w.lookup(&P, "name", "a", Range::all())?, []);
            assert_eq!(w.lookup(&P, "name", "b", Range::all())?.len(), 1);
            assert_eq!(w.partitions("ecs", "task")?.len(), 1);
            Ok(())
        })
        .await
        .unwrap_or_else(fail);
}

async fn a_closure_sees_one_moment(store: Store) {
    put(&store, "a", Expect::Any, "1").await.unwrap();
    let (first, again) = {
        let other = store.clone();
        let (looked, wait) = std::sync::mpsc::channel();
        let (written, go_on) = std::sync::mpsc::channel();
        let writer = tokio::spawn(async move {
            tokio::task::block_in_place(|| wait.recv()).unwrap();
            put(&other, "a", Expect::Any, "2").await.unwrap();
            written.send(()).unwrap();
        });
        let seen = store
            .read(|r| {
                let first = r.get(&P, "a")?;
                looked.send(()).unwrap();
                tokio::task::block_in_place(|| go_on.recv()).unwrap();
                Ok((first, r.get(&P, "a")?))
            })
            .await
            .unwrap_or_else(fail);
        writer.await.unwrap();
        seen
    };
    assert_eq!(first, again);
    assert_eq!(get(&store, "a").await.unwrap().body, b"2");
}

async fn revisions_grow_by_commit(store: Store) {
    let mut last = 0;
    for _ in 0..3 {
        let revision = put(&store, "a", Expect::Any, "x").await.unwrap();
        assert!(revision > last);
        last = revision;
    }
    let next = |w: &mut dyn neargate_store::Writer| Ok::<_, Error>(w.revision());
    assert_eq!(store.write(Process, next).await.unwrap(), last + 1);
    assert_eq!(store.write(Process, next).await.unwrap(), last + 1, "writing nothing uses none up");
    delete(&store, "a", Expect::Any).await.unwrap();
    assert!(put(&store, "a", Expect::Any, "x").await.unwrap() > last + 1, "a deletion is a change");

    let writes: Vec<_> = (0..50)
        .map(|n| {
            let store = store.clone();
            tokio::spawn(async move { put(&store, &n.to_string(), Expect::Any, "x").await.unwrap() })
        })
        .collect();
    let mut revisions = BTreeSet::new();
    for write in writes {
        assert!(revisions.insert(write.await.unwrap()), "one revision, two transactions");
    }
}

async fn listings_are_ordered_and_bounded(store: Store) {
    for id in ["b/2", "a", "b/1", "b", "c", "ü", "b/10", "B", "b0"] {
        put(&store, id, Expect::Any, "x").await.unwrap();
    }
    let check = async |range: Range<'_>, expected: &[&str]| {
        let found = list(&store, range).await;
        assert_eq!(found.iter().map(|d| &*d.id).collect::<Vec<_>>(), expected, "{range:?}");
    };
    check(Range::all(), &["B", "a", "b", "b/1", "b/10", "b/2", "b0", "c", "ü"]).await;
    check(Range::all().descending().limit(3), &["ü", "c", "b0"]).await;
    check(Range::prefix("b/"), &["b/1", "b/10", "b/2"]).await;
    check(Range::prefix("b/").after(Some("b/1")).limit(1), &["b/10"]).await;
    check(Range::prefix("b/").after(Some("b/2")).descending(), &["b/10", "b/1"]).await;
    check(Range { from: Some("b"), to: Some("b/2"), ..Range::all() }, &["b", "b/1", "b/10"]).await;
    check(Range { from: Some("b/1"), ..Range::prefix("b/").after(Some("a")) }, &["b/1", "b/10", "b/2"]).await;
    check(Range::all().limit(0), &[]).await;
    check(Range { from: Some("z"), to: Some("a"), ..Range::all() }, &[]).await;
}

async fn pages_neither_skip_nor_repeat_while_others_write(store: Store) {
    for n in 0..100 {
        put(&store, &format!("{n:03}"), Expect::Any, "x").await.unwrap();
    }
    let intruder = tokio::spawn({
        let store = store.clone();
        async move {
            for n in (0..100).chain(0..100) {
                put(&store, &format!("{n:03}-new"), Expect::Any, "x").await.unwrap();
                delete(&store, &format!("{:03}-new", (n + 50) % 100), Expect::Any).await.unwrap();
            }
        }
    });
    let mut last: Option<String> = None;
    let mut seen = Vec::new();
    loop {
        let page = list(&store, Range::all().after(last.as_deref()).limit(7)).await;
        seen.extend(page.iter().map(|d| d.id.clone()));
        match page.last() {
            Some(document) => last = Some(document.id.clone()),
            None => break,
        }
        tokio::task::yield_now().await;
    }
    intruder.await.unwrap();
    assert!(seen.is_sorted_by(|a, b| a < b), "repeated or out of order: {seen:?}");
    let stayed: Vec<_> = seen.iter().filter(|id| !id.contains('-')).collect();
    assert_eq!(stayed.len(), 100, "skipped some: {seen:?}");
}

async fn lookups_follow_their_documents(store: Store) {
    put_with(&store, "a", &[("cluster", "one"), ("family", "web")]).await;
    put_with(&store, "b", &[("cluster", "one"), ("cluster", "one"), ("cluster", "two")]).await;
    assert_eq!(lookup(&store, "cluster", "one").await, ["a", "b"]);
    assert_eq!(lookup(&store, "cluster", "two").await, ["b"]);
    assert_eq!(lookup(&store, "family", "one").await, [""; 0], "names are apart");
    put_with(&store, "a", &[("cluster", "two"), ("family", "web")]).await;
    assert_eq!(lookup(&store, "cluster", "one").await, ["b"]);
    assert_eq!(lookup(&store, "cluster", "two").await, ["a", "b"]);
    assert_eq!(lookup(&store, "family", "web").await, ["a"]);
    put_with(&store, "b", &[]).await;
    assert_eq!(lookup(&store, "cluster", "two").await, ["a"]);
    delete(&store, "a", Expect::Any).await.unwrap();
    assert_eq!(lookup(&store, "cluster", "two").await, [""; 0]);
    put(&store, "a", Expect::Absent, "x").await.unwrap();
    assert_eq!(lookup(&store, "cluster", "two").await, [""; 0], "the new one isn't the old one");
}

async fn lookups_are_listed_like_partitions(store: Store) {
    for id in ["a/1", "a/2", "a/3", "b/1"] {
        put_with(&store, id, &[("k", "v")]).await;
    }
    let check = async |range: Range<'_>, expected: &[&str]| {
        let found: Vec<Document> = store.read(|r| r.lookup(&P, "k", "v", range)).await.unwrap_or_else(fail);
        assert_eq!(found.iter().map(|d| &*d.id).collect::<Vec<_>>(), expected, "{range:?}");
    };
    check(Range::prefix("a/").after(Some("a/1")), &["a/2", "a/3"]).await;
    check(Range::all().descending().limit(2), &["b/1", "a/3"]).await;
}

async fn partitions_are_those_that_hold_documents(store: Store) {
    assert_eq!(scopes(&store, "task").await, []);
    put(&store, "a", Expect::Any, "x").await.unwrap();
    store.write(Process, |w| w.put(&OTHER, "a", Expect::Any, b"x", &[])).await.unwrap_or_else(fail);
    let scope = |p: &Partition| Scope { account: p.account.into(), region: p.region.into() };
    assert_eq!(scopes(&store, "task").await, [scope(&P), scope(&OTHER)]);
    assert_eq!(scopes(&store, "service").await, []);
    delete(&store, "a", Expect::Any).await.unwrap();
    assert_eq!(scopes(&store, "task").await, [scope(&OTHER)]);
}

async fn partitions_are_apart(store: Store) {
    put_with(&store, "a", &[("k", "v")]).await;
    let elsewhere = [
        Partition { service: "x", ..P },
        Partition { account: "x", ..P },
        Partition { region: "x", ..P },
        Partition { kind: "x", ..P },
    ];
    for partition in elsewhere {
        let seen = store.read(|r| {
            Ok((
                r.get(&partition, "a")?,
                r.list(&partition, Range::all())?,
                r.lookup(&partition, "k", "v", Range::all())?,
            ))
        });
        assert_eq!(seen.await.unwrap_or_else(fail), (None, vec![], vec![]), "{partition:?}");
        store
            .write(Process, move |w| w.put(&Partition { ..partition }, "a", Expect::Absent, b"{}", &[]))
            .await
            .unwrap_or_else(fail);
    }
}

async fn names_are_text_without_nul(store: Store) {
    let refused = |result: Result<_, Error>| matches!(result, Err(Error::InvalidName { .. }));
    assert!(refused(put(&store, "a\0b", Expect::Any, "x").await));
    assert!(refused(
        store.write(Process, |w| w.put(&P, "a", Expect::Any, b"x", &[("k", "\0")]).map(|()| 0)).await
    ));
    assert!(refused(
        store
            .write(Process, |w| w
                .put(&Partition { kind: "\0", ..P }, "a", Expect::Any, b"x", &[])
                .map(|()| 0))
            .await
    ));
    assert_eq!(list(&store, Range::all()).await, []);
    put(&store, "", Expect::Absent, "").await.unwrap();
    put(&store, "quote ' and % and \u{1F600}", Expect::Absent, "x").await.unwrap();
    assert_eq!(list(&store, Range::all()).await.len(), 2);
}

async fn increments_are_never_lost(store: Store) {
    put(&store, "counter", Expect::Absent, "0").await.unwrap();
    let number = |document: &Document| std::str::from_utf8(&document.body).unwrap().parse::<u64>().unwrap();
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                for _ in 0..25 {
                    loop {
                        let seen = get(&store, "counter").await.unwrap();
                        let next = (number(&seen) + 1).to_string();
                        match put(&store, "counter", Expect::Revision(seen.revision), &next).await {
                            Ok(_) => break,
                            Err(Error::Conflict { .. }) => {}
                            Err(error) => panic!("{error}"),
                        }
                    }
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(number(&get(&store, "counter").await.unwrap()), 200);
}

async fn watches_wake_for_their_kind(store: Store) {
    put(&store, "before", Expect::Any, "x").await.unwrap();
    let (mut tasks, mut services) = (store.watch("ecs", "task"), store.watch("ecs", "service"));
    assert!(!woken(&mut tasks).await, "what came before the watch is for the first look");
    put(&store, "a", Expect::Any, "x").await.unwrap();
    put(&store, "b", Expect::Any, "x").await.unwrap();
    assert!(woken(&mut tasks).await);
    assert!(!woken(&mut tasks).await, "two changes, one wake-up");
    assert!(put(&store, "a", Expect::Absent, "x").await.is_err());
    let refused = store
        .write(Process, |w| w.put(&P, "c", Expect::Any, b"x", &[]).and(Err::<(), _>(Error::InvalidToken)));
    assert!(refused.await.is_err());
    assert!(!delete(&store, "nothing", Expect::Any).await.unwrap());
    assert!(!woken(&mut tasks).await, "nothing changed");
    delete(&store, "a", Expect::Any).await.unwrap();
    assert!(woken(&mut tasks).await);
    assert!(!woken(&mut services).await);
}

/// A watcher that reads after each wake-up has seen the last change in the end.
async fn watches_miss_nothing(store: Store) {
    let watchers: Vec<_> = (0..4)
        .map(|_| {
            let (store, mut watch) = (store.clone(), store.watch("ecs", "task"));
            tokio::spawn(async move {
                while get(&store, "a").await.is_none_or(|document| document.body != b"500") {
                    timeout(Duration::from_secs(20), watch.changed()).await.expect("a change was missed");
                }
            })
        })
        .collect();
    for n in 1..=500 {
        put(&store, "a", Expect::Any, &n.to_string()).await.unwrap();
    }
    for watcher in watchers {
        watcher.await.unwrap();
    }
}

async fn reset_deletes_all_and_tells(store: Store) {
    put_with(&store, "a", &[("k", "v")]).await;
    let last = put(&store, "b", Expect::Any, "x").await.unwrap();
    let mut watch = store.watch("ecs", "task");
    store.reset().await.unwrap();
    assert!(woken(&mut watch).await);
    assert_eq!(list(&store, Range::all()).await, []);
    assert_eq!(lookup(&store, "k", "v").await, [""; 0]);
    assert_eq!(scopes(&store, "task").await, []);
    assert!(put(&store, "a", Expect::Absent, "x").await.unwrap() > last);
}

async fn a_panic_stays_with_its_caller(store: Store) {
    let writes: Vec<_> = (0..30)
        .map(|n| {
            let store = store.clone();
            tokio::spawn(async move {
                let write = store.write(Process, move |w| {
                    w.put(&P, &format!("{n:02}"), Expect::Any, b"x", &[])?;
                    assert_ne!(n % 5, 0, "on purpose");
                    Ok(())
                });
                write.await.unwrap_or_else(fail);
            })
        })
        .collect();
    for (n, write) in writes.into_iter().enumerate() {
        assert_eq!(write.await.is_err_and(|error| error.is_panic()), n % 5 == 0, "{n}");
        assert_eq!(get(&store, &format!("{n:02}")).await.is_none(), n % 5 == 0, "{n}");
    }
}

async fn a_readers_panic_harms_nobody(store: Store) {
    put(&store, "a", Expect::Any, "1").await.unwrap();
    for _ in 0..20 {
        let store = store.clone();
        let reader = tokio::spawn(async move {
            store.read(|r| r.get(&P, "a").map(|_| panic!("on purpose"))).await.unwrap_or_else(fail)
        });
        assert!(reader.await.unwrap_err().is_panic());
    }
    put(&store, "a", Expect::Any, "2").await.unwrap();
    assert_eq!(get(&store, "a").await.unwrap().body, b"2", "nobody is held in an old moment");
}

async fn the_last_handle_may_go_inside_a_transaction(store: Store) {
    let inner = store.clone();
    let write = tokio::spawn(async move {
        let write = store.write(Process, move |w| {
            let _held = &inner;
            std::thread::sleep(Duration::from_millis(50));
            w.put(&P, "a", Expect::Any, b"x", &[])
        });
        timeout(Duration::from_millis(5), write).await
    });
    assert!(write.await.unwrap().is_err(), "the caller gave up, so the transaction holds the last handle");
}

fn fail<T>(error: Error) -> T {
    panic!("{error}: {error:?}")
}

async fn get(store: &Store, id: &str) -> Option<Document> {
    store.read(|r| r.get(&P, id)).await.unwrap_or_else(fail)
}

async fn list(store: &Store, range: Range<'_>) -> Vec<Document> {
    store.read(|r| r.list(&P, range)).await.unwrap_or_else(fail)
}

/// The ids found.
async fn lookup(store: &Store, name: &str, value: &str) -> Vec<String> {
    let found = store.read(|r| r.lookup(&P, name, value, Range::all())).await.unwrap_or_else(fail);
    found.into_iter().map(|document| document.id).collect()
}

async fn scopes(store: &Store, kind: &str) -> Vec<Scope> {
    store.read(|r| r.partitions("ecs", kind)).await.unwrap_or_else(fail)
}

async fn put(store: &Store, id: &str, expect: Expect, body: &str) -> Result<u64, Error> {
    let (id, body) = (id.to_owned(), body.to_owned());
    store.write(Power, move |w| w.put(&P, &id, expect, body.as_bytes(), &[]).map(|()| w.revision())).await
}

async fn put_with(store: &Store, id: &str, lookups: &'static [(&'static str, &'static str)]) {
    let id = id.to_owned();
    store.write(Power, move |w| w.put(&P, &id, Expect::Any, b"{}", lookups)).await.unwrap_or_else(fail);
}

async fn delete(store: &Store, id: &str, expect: Expect) -> Result<bool, Error> {
    let id = id.to_owned();
    store.write(Power, move |w| w.delete(&P, &id, expect)).await
}

/// Whether a wake-up is there. It would be by now: commits are published before they are answered.
async fn woken(watch: &mut Watch) -> bool {
    timeout(Duration::ZERO, watch.changed()).await.is_ok()
}
