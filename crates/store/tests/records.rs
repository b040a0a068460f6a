//! The typed layer: values in, values out, and documents of another shape told apart.

use std::borrow::Cow;
use std::error::Error as _;

use neargate_store::{
    Durability, Error, Expect, Partition, Range, ReadRecords, Record, Store, Stored, WriteRecords,
};
use serde::{Deserialize, Serialize};

const ACCOUNT: &str = "000000000000";
const REGION: &str = "eu-west-1";

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Service {
    name: String,
    cluster: String,
    desired: u32,
}

impl Record for Service {
    const SERVICE: &'static str = "ecs";
    const KIND: &'static str = "service";

    fn id(&self) -> Cow<'_, str> {
        format!("{}/{}", self.cluster, self.name).into()
    }

    fn lookups(&self) -> Vec<(&'static str, String)> {
        vec![("cluster", self.cluster.clone())]
    }
}

fn service(cluster: &str, name: &str, desired: u32) -> Service {
    Service { name: name.into(), cluster: cluster.into(), desired }
}

#[tokio::test]
async fn records_are_put_found_changed_and_deleted() -> Result<(), Error> {
    let store = Store::in_memory()?;
    let revision = store
        .write(Durability::Power, |w| {
            w.put_record(ACCOUNT, REGION, &service("a", "web", 1), Expect::Absent)?;
            w.put_record(ACCOUNT, REGION, &service("b", "web", 1), Expect::Absent)?;
            w.put_record(ACCOUNT, REGION, &service("a", "cron", 0), Expect::Absent)
        })
        .await?;

    let held = store.read(|r| r.get_record::<Service>(ACCOUNT, REGION, "a/web")).await?;
    assert_eq!(held, Some(Stored { value: service("a", "web", 1), revision }));
    let listed = store.read(|r| r.list_records::<Service>(ACCOUNT, REGION, Range::all().limit(2))).await?;
    assert_eq!(listed.iter().map(|s| &*s.value.name).collect::<Vec<_>>(), ["cron", "web"]);

    let scaled = move |w: &mut dyn neargate_store::Writer| {
        let held = w.get_record::<Service>(ACCOUNT, REGION, "a/web")?.expect("was put");
        w.put_record(ACCOUNT, REGION, &service("a", "web", 5), Expect::Revision(held.revision))
    };
    assert!(store.write(Durability::Process, scaled).await? > revision);
    let found =
        store.read(|r| r.lookup_records::<Service>(ACCOUNT, REGION, "cluster", "a", Range::all())).await?;
    assert_eq!(found.iter().map(|s| s.value.desired).collect::<Vec<_>>(), [0, 5]);

    let delete = |w: &mut dyn neargate_store::Writer| {
        w.delete_record::<Service>(ACCOUNT, REGION, "a/web", Expect::Any)
    };
    assert!(store.write(Durability::Process, delete).await?);
    assert!(!store.write(Durability::Process, delete).await?);
    Ok(())
}

#[tokio::test]
async fn a_document_of_another_shape_is_named() -> Result<(), Error> {
    let store = Store::in_memory()?;
    store
        .write(Durability::Power, |w| {
            w.put(&Partition::new("ecs", ACCOUNT, REGION, "service"), "a/web", Expect::Any, b"[1]", &[])
        })
        .await?;
    let error = store.read(|r| r.get_record::<Service>(ACCOUNT, REGION, "a/web")).await.unwrap_err();
    assert_eq!(error.to_string(), "read service a/web: the stored document has another shape");
    assert!(error.source().is_some() && !error.retryable());
    Ok(())
}

/// More than a pass takes at a time, in two accounts.
async fn many(store: &Store) -> Result<(), Error> {
    store
        .write(Durability::Power, |w| {
            for number in 0..250 {
                let cluster = if number % 2 == 0 { "even" } else { "odd" };
                for account in [ACCOUNT, "111111111111"] {
                    w.put_record(
                        account,
                        REGION,
                        &service(cluster, &number.to_string(), number),
                        Expect::Absent,
                    )?;
                }
            }
            Ok(())
        })
        .await
}

async fn desired(store: &Store) -> Result<Vec<u32>, Error> {
    let all = store.read(|r| r.list_records::<Service>("111111111111", REGION, Range::all())).await?;
    let mut desired: Vec<u32> = all.into_iter().map(|stored| stored.value.desired).collect();
    desired.sort_unstable();
    Ok(desired)
}

#[tokio::test]
async fn a_pass_rewrites_every_record_that_changes() -> Result<(), Error> {
    let store = Store::in_memory()?;
    many(&store).await?;
    let raise = |_: &neargate_core::Scope, service: &mut Service| {
        let small = service.desired < 200;
        service.desired += if small { 1000 } else { 0 };
        Ok::<_, Error>(small)
    };
    assert_eq!(store.rewrite(Durability::Process, raise).await?, 400);
    assert_eq!(desired(&store).await?, (200..250).chain(1000..1200).collect::<Vec<_>>());
    Ok(())
}

#[tokio::test]
async fn a_pass_removes_what_is_due_among_those_it_looks_at() -> Result<(), Error> {
    let store = Store::in_memory()?;
    many(&store).await?;
    let due = |service: &Service| service.desired >= 10;
    let remove = |w: &mut dyn neargate_store::Writer, scope: &neargate_core::Scope, service: &Service| {
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        w.delete_record::<Service>(account, region, &service.id(), Expect::Any).map(drop)
    };
    assert_eq!(store.remove_due(Some(("cluster", "odd")), due, remove).await?, 240);
    assert_eq!(store.remove_due(Some(("cluster", "odd")), due, remove).await?, 0);
    assert_eq!(desired(&store).await?.iter().filter(|desired| **desired % 2 == 1).count(), 5);
    assert_eq!(store.remove_due(None, due, remove).await?, 240);
    assert_eq!(desired(&store).await?, (0..10).collect::<Vec<_>>());
    Ok(())
}
