//! Operations on a store in memory; what needs EC2 or files is tested end to end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use neargate_core::{AccountId, ManualClock, Principal, Region, Scope, Timestamp};
use neargate_store::Store;
use neargate_wire::{AwsError, Context, Durability, Origin};

use crate::model::*;
use crate::{Disks, Efs, Work, access_points, file_systems, policy, preferences, settings, tags};

#[derive(Default)]
struct NoDisks {
    away: AtomicBool,
}

impl Disks for NoDisks {
    fn measure<'a>(&'a self, _: &'a str) -> Work<'a, u64> {
        let size = match self.away.load(Ordering::Relaxed) {
            true => Err(std::io::ErrorKind::TimedOut.into()),
            false => Ok(1000),
        };
        Box::pin(std::future::ready(size))
    }

    fn remove<'a>(&'a self, _: &'a str) -> Work<'a, ()> {
        Box::pin(std::future::ready(Ok(())))
    }
}

fn efs() -> Arc<Efs> {
    let clock = Arc::new(ManualClock::at(Timestamp(1_756_865_071_354)));
    Efs::new(Store::in_memory().expect("a store in memory opens"), clock, Arc::new(NoDisks::default()))
}

fn context(account: &str) -> Context {
    let account: AccountId = account.parse().unwrap();
    Context {
        principal: Principal::Root { account: account.clone(), access_key_id: "AKIAEXAMPLE".to_owned() },
        scope: Scope { account, region: Region::default() },
        request_id: "request".into(),
        durability: Durability::Power,
        endpoint: "http://127.0.0.1:4566".into(),
        rights: Default::default(),
        origin: Origin::default(),
    }
}

fn here() -> Context {
    context("000000000000")
}

async fn make(efs: &Arc<Efs>, token: &str) -> FileSystemDescription {
    let input = CreateFileSystemRequest { creation_token: Some(token.into()), ..Default::default() };
    file_systems::create(efs.clone(), here(), input).await.map_err(|error| error.message).unwrap()
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T, AwsError>) -> (&'static str, u16, String) {
    let error = result.expect_err("a refusal");
    assert_eq!(error.members.get("ErrorCode"), Some(&error.code.into()));
    (error.code, error.status.as_u16(), error.message)
}

#[tokio::test]
async fn a_creation_token_makes_one_file_system() {
    let efs = efs();
    let made = make(&efs, "t").await;
    assert_eq!(made.life_cycle_state, Some(LifeCycleState::Creating));
    let input = CreateFileSystemRequest { creation_token: Some("t".into()), ..Default::default() };
    let error = file_systems::create(efs.clone(), here(), input.clone()).await.unwrap_err();
    assert_eq!((error.code, error.status.as_u16()), ("FileSystemAlreadyExists", 409));
    assert_eq!(error.members["FileSystemId"].as_str(), made.file_system_id.as_deref());
    // Another account's token is another token.
    assert!(file_systems::create(efs, context("111111111111"), input).await.is_ok());
}

#[tokio::test]
async fn file_systems_are_described_in_pages_by_token_and_by_id() {
    let efs = efs();
    let mut made: Vec<_> = Vec::new();
    for number in 0..5 {
        made.push(make(&efs, &format!("t{number}")).await.file_system_id.unwrap());
    }
    made.sort();
    let describe = |input| file_systems::describe(efs.clone(), here(), input);
    let mut seen = Vec::new();
    let mut marker = None;
    loop {
        let input =
            DescribeFileSystemsRequest { max_items: Some(2), marker: marker.clone(), ..Default::default() };
        let page = describe(input).await.unwrap();
        assert_eq!(page.marker, marker);
        seen.extend(page.file_systems.unwrap().into_iter().map(|one| one.file_system_id.unwrap()));
        marker = page.next_marker;
        if marker.is_none() {
            break;
        }
    }
    assert_eq!(seen, made);
    let one = |id: &str| DescribeFileSystemsRequest { file_system_id: Some(id.into()), ..Default::default() };
    let arn = format!("arn:aws:elasticfilesystem:us-east-1:000000000000:file-system/{}", made[0]);
    let found = describe(one(&arn)).await.unwrap().file_systems.unwrap();
    assert_eq!(found[0].file_system_arn.as_deref(), Some(arn.as_str()));
    assert_eq!(found[0].size_in_bytes.as_ref().unwrap().value, Some(7144));
    assert_eq!(
        refused(describe(one("fs-00000000")).await),
        ("FileSystemNotFound", 404, "File system 'fs-00000000' does not exist.".to_owned())
    );
    let both = DescribeFileSystemsRequest { creation_token: Some("t0".into()), ..one(&made[0]) };
    assert_eq!(refused(describe(both).await).0, "BadRequest");
    let broken = DescribeFileSystemsRequest { marker: Some("x".into()), ..Default::default() };
    assert_eq!(refused(describe(broken).await).0, "BadRequest");
}

#[tokio::test]
async fn throughput_is_told_with_its_mode() {
    let efs = efs();
    let id = make(&efs, "t").await.file_system_id;
    let update = |mode: Option<ThroughputMode>, mibps| {
        let input = UpdateFileSystemRequest {
            file_system_id: id.clone(),
            throughput_mode: mode,
            provisioned_throughput_in_mibps: mibps,
        };
        file_systems::update(efs.clone(), here(), input)
    };
    assert_eq!(refused(update(None, None).await).0, "BadRequest");
    assert_eq!(refused(update(Some(ThroughputMode::Provisioned), None).await).0, "BadRequest");
    assert_eq!(refused(update(Some(ThroughputMode::Elastic), Some(2.0)).await).0, "BadRequest");
    let changed = update(Some(ThroughputMode::Provisioned), Some(2.0)).await.unwrap();
    assert_eq!(changed.provisioned_throughput_in_mibps, Some(2.0));
    let changed = update(Some(ThroughputMode::Bursting), None).await.unwrap();
    assert_eq!(changed.provisioned_throughput_in_mibps, None);
}

#[tokio::test]
async fn access_points_go_with_their_file_system() {
    let efs = efs();
    let id = make(&efs, "t").await.file_system_id;
    let create = |token: &str, of: Option<String>| {
        let input = CreateAccessPointRequest {
            client_token: Some(token.into()),
            file_system_id: of,
            ..Default::default()
        };
        access_points::create(efs.clone(), here(), input)
    };
    let point = create("p", id.clone()).await.unwrap();
    assert_eq!(point.root_directory.unwrap().path.as_deref(), Some("/"));
    assert_eq!(refused(create("p", id.clone()).await).0, "AccessPointAlreadyExists");
    assert_eq!(refused(create("q", Some("fs-00000000".into())).await).0, "FileSystemNotFound");
    let describe = || {
        let input = DescribeAccessPointsRequest {
            access_point_id: point.access_point_id.clone(),
            ..Default::default()
        };
        access_points::describe(efs.clone(), here(), input)
    };
    assert_eq!(describe().await.unwrap().access_points.unwrap().len(), 1);
    let input = DeleteFileSystemRequest { file_system_id: id };
    file_systems::delete(efs.clone(), here(), input.clone()).await.unwrap();
    assert_eq!(refused(describe().await).0, "AccessPointNotFound");
    assert_eq!(refused(file_systems::delete(efs.clone(), here(), input).await).0, "FileSystemNotFound");
}

#[tokio::test]
async fn policies_are_kept_and_missed() {
    let efs = efs();
    let file_system_id = make(&efs, "t").await.file_system_id;
    let describe = || {
        let input = DescribeFileSystemPolicyRequest { file_system_id: file_system_id.clone() };
        policy::describe(efs.clone(), here(), input)
    };
    assert_eq!(refused(describe().await).0, "PolicyNotFound");
    let document = Some(r#"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*"}]}"#.to_owned());
    let input = PutFileSystemPolicyRequest {
        file_system_id: file_system_id.clone(),
        policy: document.clone(),
        ..Default::default()
    };
    policy::put(efs.clone(), here(), input.clone()).await.unwrap();
    assert_eq!(describe().await.unwrap().policy, document);
    let shut = Some(r#"{"Statement":[{"Effect":"Deny","Principal":"*","Action":"*"}]}"#.to_owned());
    let input = PutFileSystemPolicyRequest { policy: shut.clone(), ..input };
    let (code, status, message) = refused(policy::put(efs.clone(), here(), input.clone()).await);
    assert_eq!((code, status), ("InvalidPolicyException", 400));
    assert!(message.contains("BypassPolicyLockoutSafetyCheck"), "{message}");
    assert_eq!(describe().await.unwrap().policy, document);
    let input = PutFileSystemPolicyRequest { bypass_policy_lockout_safety_check: Some(true), ..input };
    policy::put(efs.clone(), here(), input.clone()).await.unwrap();
    assert_eq!(describe().await.unwrap().policy, shut);
    let input = PutFileSystemPolicyRequest { file_system_id: Some("fs-00000000".into()), ..input };
    assert_eq!(refused(policy::put(efs.clone(), here(), input).await).0, "FileSystemNotFound");
    let input = DeleteFileSystemPolicyRequest { file_system_id: file_system_id.clone() };
    policy::delete(efs.clone(), here(), input).await.unwrap();
    assert_eq!(refused(describe().await).0, "PolicyNotFound");
    let input = DescribeBackupPolicyRequest { file_system_id };
    assert_eq!(refused(settings::backup(efs.clone(), here(), input).await).0, "PolicyNotFound");
}

#[tokio::test]
async fn tags_are_added_replaced_listed_in_pages_and_removed() {
    let efs = efs();
    let id = make(&efs, "t").await.file_system_id;
    let tag = |key: &str, value: &str| Tag { key: Some(key.into()), value: Some(value.into()) };
    let add = |tags| {
        let input = TagResourceRequest { resource_id: id.clone(), tags: Some(tags) };
        tags::tag(efs.clone(), here(), input)
    };
    let list = |max_results, next_token| {
        let input = ListTagsForResourceRequest { resource_id: id.clone(), max_results, next_token };
        tags::list(efs.clone(), here(), input)
    };
    add(vec![tag("b", "1"), tag("Name", "data")]).await.unwrap();
    add(vec![tag("b", "2")]).await.unwrap();
    assert_eq!(refused(add(vec![tag("AWS:x", "1")]).await).0, "BadRequest");
    assert_eq!(refused(add(vec![tag("x", "1"), tag("x", "2")]).await).0, "BadRequest");
    let first = list(Some(1), None).await.unwrap();
    assert_eq!(first.tags, Some(vec![tag("Name", "data")]));
    let second = list(Some(1), first.next_token).await.unwrap();
    assert_eq!((second.tags, second.next_token), (Some(vec![tag("b", "2")]), None));
    let input =
        UntagResourceRequest { resource_id: id.clone(), tag_keys: Some(vec!["b".into(), "missing".into()]) };
    tags::untag(efs.clone(), here(), input).await.unwrap();
    assert_eq!(list(None, None).await.unwrap().tags.unwrap().len(), 1);
    let input = DescribeFileSystemsRequest { file_system_id: id.clone(), ..Default::default() };
    let found = file_systems::describe(efs.clone(), here(), input).await.unwrap().file_systems.unwrap();
    assert_eq!(found[0].name.as_deref(), Some("data"));
}

#[tokio::test]
async fn ids_are_long_and_stay_so() {
    let efs = efs();
    let put = |kind| {
        let input = PutAccountPreferencesRequest { resource_id_type: Some(kind) };
        preferences::put(efs.clone(), here(), input)
    };
    assert_eq!(refused(put(ResourceIdType::ShortId).await).0, "BadRequest");
    let told = put(ResourceIdType::LongId).await.unwrap().resource_id_preference;
    let described = preferences::describe(efs.clone(), here(), Default::default()).await.unwrap();
    assert_eq!(described.resource_id_preference, told);
    assert_eq!(told.unwrap().resource_id_type, Some(ResourceIdType::LongId));
}

#[tokio::test]
async fn a_size_that_cant_be_had_is_the_last_one_and_not_asked_for_each_time() {
    let clock = Arc::new(ManualClock::at(Timestamp(1_756_865_071_354)));
    let disks = Arc::new(NoDisks::default());
    let efs = Efs::new(Store::in_memory().expect("a store in memory opens"), clock.clone(), disks.clone());
    make(&efs, "t").await;
    let size = async || {
        let found = file_systems::describe(efs.clone(), here(), Default::default()).await.unwrap();
        found.file_systems.unwrap()[0].size_in_bytes.as_ref().unwrap().value
    };
    disks.away.store(true, Ordering::Relaxed);
    assert_eq!(size().await, Some(6144));
    disks.away.store(false, Ordering::Relaxed);
    clock.advance(Duration::from_secs(20));
    assert_eq!(size().await, Some(6144));
    clock.advance(Duration::from_secs(3600));
    assert_eq!(size().await, Some(7144));
    clock.advance(Duration::from_secs(20));
    disks.away.store(true, Ordering::Relaxed);
    assert_eq!(size().await, Some(7144));
}
