//! The store against a model: a map that everybody believes.

use std::collections::{BTreeMap, BTreeSet};

use neargate_store::{Document, Durability, Error, Expect, Partition, Range, Scope, Store};
use proptest::prelude::*;

const IDS: [&str; 6] = ["", "a", "a/1", "a/2", "b", "ü"];
const VALUES: [&str; 3] = ["x", "y", "z"];
const ACCOUNTS: [&str; 2] = ["0", "1"];

#[derive(Debug, Clone)]
enum Write {
    Put { account: usize, id: usize, expect: Belief, body: u8, lookups: Vec<usize> },
    Delete { account: usize, id: usize, expect: Belief },
}

/// What a writer expects, relative to what is there.
#[derive(Debug, Clone, Copy)]
enum Belief {
    Any,
    Absent,
    Right,
    Wrong,
}

#[derive(Debug, Clone)]
struct Step {
    writes: Vec<Write>,
    refuse: bool,
}

#[derive(Debug, Clone, PartialEq)]
struct Held {
    revision: u64,
    body: Vec<u8>,
    lookups: BTreeSet<&'static str>,
}

type Model = BTreeMap<(usize, &'static str), Held>;

fn step() -> impl Strategy<Value = Step> {
    let belief =
        prop_oneof![Just(Belief::Any), Just(Belief::Absent), Just(Belief::Right), Just(Belief::Wrong)];
    let put =
        (0..2usize, 0..IDS.len(), belief.clone(), any::<u8>(), prop::collection::vec(0..VALUES.len(), 0..3))
            .prop_map(|(account, id, expect, body, lookups)| Write::Put {
                account,
                id,
                expect,
                body,
                lookups,
            });
    let delete = (0..2usize, 0..IDS.len(), belief).prop_map(|(account, id, expect)| Write::Delete {
        account,
        id,
        expect,
    });
    (prop::collection::vec(prop_oneof![3 => put, 1 => delete], 0..4), prop::bool::weighted(0.15))
        .prop_map(|(writes, refuse)| Step { writes, refuse })
}

fn partition(account: usize) -> Partition<'static> {
    Partition::new("ecs", ACCOUNTS[account], "r", "task")
}

fn expect(belief: Belief, held: Option<&Held>) -> Expect {
    match belief {
        Belief::Any => Expect::Any,
        Belief::Absent => Expect::Absent,
        Belief::Right => held.map_or(Expect::Absent, |held| Expect::Revision(held.revision)),
        Belief::Wrong => Expect::Revision(held.map_or(1, |held| held.revision + 1)),
    }
}

fn holds(expect: Expect, held: Option<&Held>) -> bool {
    match expect {
        Expect::Any => true,
        Expect::Absent => held.is_none(),
        Expect::Revision(revision) => held.is_some_and(|held| held.revision == revision),
    }
}

/// Runs a step on the store, and on the model if the store took it; both must agree on every outcome.
async fn carry_out(store: &Store, model: &mut Model, step: Step) {
    let before = model.clone();
    let changed = store
        .write(Durability::Process, move |w| {
            let mut model = before.clone();
            for write in &step.writes {
                match write {
                    Write::Put { account, id, expect: belief, body, lookups } => {
                        let key = (*account, IDS[*id]);
                        let expect = expect(*belief, model.get(&key));
                        let pairs: Vec<_> = lookups.iter().map(|n| ("v", VALUES[*n])).collect();
                        let result = w.put(&partition(*account), IDS[*id], expect, &[*body], &pairs);
                        assert_eq!(result.is_ok(), holds(expect, model.get(&key)), "{write:?}");
                        if result.is_ok() {
                            let lookups = lookups.iter().map(|n| VALUES[*n]).collect();
                            model.insert(key, Held { revision: w.revision(), body: vec![*body], lookups });
                        }
                    }
                    Write::Delete { account, id, expect: belief } => {
                        let key = (*account, IDS[*id]);
                        let expect = expect(*belief, model.get(&key));
                        let result = w.delete(&partition(*account), IDS[*id], expect);
                        assert_eq!(result.is_ok(), holds(expect, model.get(&key)), "{write:?}");
                        if let Ok(deleted) = result {
                            assert_eq!(deleted, model.remove(&key).is_some(), "{write:?}");
                        }
                    }
                }
            }
            if step.refuse { Err(Error::InvalidToken) } else { Ok(model) }
        })
        .await;
    if let Ok(changed) = changed {
        *model = changed;
    }
}

fn documents<'a>(model: &'a Model, account: usize, keep: impl Fn(&str, &Held) -> bool + 'a) -> Vec<Document> {
    model
        .iter()
        .filter(|((a, id), held)| *a == account && keep(id, held))
        .map(|((_, id), held)| Document {
            id: id.to_string(),
            revision: held.revision,
            body: held.body.clone(),
        })
        .collect()
}

async fn agree(store: &Store, model: &Model) {
    store
        .read(|r| {
            for account in 0..2 {
                let p = partition(account);
                assert_eq!(r.list(&p, Range::all())?, documents(model, account, |_, _| true));
                for id in IDS {
                    let expected = documents(model, account, |held, _| held == id).pop();
                    assert_eq!(r.get(&p, id)?, expected);
                    let mut below = documents(model, account, |held, _| held < id);
                    below.reverse();
                    below.truncate(2);
                    assert_eq!(r.list(&p, Range::all().after(Some(id)).descending().limit(2))?, below);
                    assert_eq!(
                        r.list(&p, Range::prefix(id))?,
                        documents(model, account, |held, _| held.starts_with(id))
                    );
                    for value in VALUES {
                        let expected =
                            documents(model, account, |held, d| held > id && d.lookups.contains(value));
                        assert_eq!(r.lookup(&p, "v", value, Range::all().after(Some(id)))?, expected);
                        let all = documents(model, account, |_, d| d.lookups.contains(value));
                        assert_eq!(r.count(&p, "v", value)?, all.len() as u64);
                    }
                }
            }
            let accounts: BTreeSet<usize> = model.keys().map(|(account, _)| *account).collect();
            let scopes = accounts.iter().map(|a| Scope { account: ACCOUNTS[*a].into(), region: "r".into() });
            assert_eq!(r.partitions("ecs", "task")?, scopes.collect::<Vec<_>>());
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn store_and_model_agree(steps in prop::collection::vec(step(), 1..25)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let store = Store::in_memory().unwrap();
            let mut model = Model::new();
            for step in steps {
                carry_out(&store, &mut model, step).await;
                agree(&store, &model).await;
            }
        });
    }
}
