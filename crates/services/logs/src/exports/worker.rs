//! Carries export tasks out.
//!
//! A pass starts what is under way according to the store and isn't being worked on; it takes no hint. Each task is one sequence:
//! compose an object, put it, note how far that was. What S3 can't take now is tried again, for a day; what it refuses ends the task.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;
use std::sync::Arc;
use std::time::Duration;

use neargate_core::Scope;
use neargate_store::{Durability, Error, Range, ReadRecords as _};
use neargate_wire::CallError;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::bucket::Bucket;
use super::object;
use super::stored::{self, EXPORTS, Export, Progress, Status};
use crate::Logs;
use crate::position::Position;
use crate::records::{Group, SERVICE, Stream};
use crate::resolve;

/// Tasks of different accounts and regions that are worked on at the same time; others are pending.
const MAX_WORKING: usize = 4;
const RETRY: Duration = Duration::from_secs(5);
/// As on AWS.
const MAX_DURATION_MILLIS: i64 = crate::DAY_MILLIS;
const STREAMS_PER_LISTING: usize = 200;

/// Why a task came to a halt; the next pass goes on.
#[derive(Debug, thiserror::Error)]
pub(super) enum Halt {
    #[error("read or write the store")]
    Store(#[from] Error),
    #[error("compress events")]
    Compress(#[from] io::Error),
    #[error("put {key}")]
    Put {
        key: String,
        #[source]
        cause: CallError,
    },
    #[error("there is no way to S3")]
    Nowhere,
}

impl Logs {
    /// Works on export tasks until told to stop. What is under way then is dropped: it is repeated.
    pub(crate) async fn export(self: &Arc<Self>, mut stop: watch::Receiver<bool>) {
        let mut changes = self.store.watch(SERVICE, EXPORTS);
        let mut working = JoinSet::new();
        let mut busy: HashMap<tokio::task::Id, String> = HashMap::new();
        while !*stop.borrow_and_update() {
            match self.exports_under_way().await {
                Ok(found) => {
                    for (scope, export) in found {
                        if busy.len() >= MAX_WORKING || busy.values().any(|id| *id == export.id) {
                            continue;
                        }
                        let (logs, id) = (Arc::clone(self), export.id.clone());
                        let task = working.spawn(async move { logs.work_on(&scope, export).await });
                        busy.insert(task.id(), id);
                    }
                }
                Err(error) => {
                    let error = &error as &dyn std::error::Error;
                    tracing::error!(error, "looking for export tasks failed");
                }
            }
            tokio::select! {
                changed = stop.changed() => if changed.is_err() { return },
                () = changes.changed() => {}
                Some(ended) = working.join_next_with_id() => {
                    let id = ended.map_or_else(|error| error.id(), |(id, ())| id);
                    busy.remove(&id);
                }
                () = tokio::time::sleep(RETRY) => {}
            }
        }
    }

    /// All that haven't ended, of all accounts and regions.
    pub(super) async fn exports_under_way(&self) -> Result<Vec<(Scope, Export)>, Error> {
        let mut found = Vec::new();
        for scope in self.scopes(EXPORTS).await? {
            let active = self.store.read(|r| stored::active(r, &scope)).await?;
            found.extend(active.into_iter().map(|export| (scope.clone(), export)));
        }
        Ok(found)
    }

    async fn work_on(&self, scope: &Scope, export: Export) {
        let id = export.id.clone();
        if let Err(halt) = self.carry_out(scope, export).await {
            tracing::warn!(task = id, error = neargate_core::chain(&halt), "an export of logs waits");
            tokio::time::sleep(RETRY).await;
        }
    }

    /// Goes on with a task, to its end if nothing comes in between.
    pub(super) async fn carry_out(&self, scope: &Scope, mut export: Export) -> Result<(), Halt> {
        let mut folders = self.folders_before(scope, &export).await?;
        let mut progress = export.progress.clone();
        loop {
            let Some(current) = self.note(scope, &export.id, progress.clone()).await? else { return Ok(()) };
            export = current;
            let Some(piece) = self.compose(scope, &export, &mut folders).await? else {
                return self.end(scope, &export.id, Status::Completed, None).await;
            };
            let dispatcher = self.dispatcher().ok_or(Halt::Nowhere)?;
            let arn = resolve::group_arn(scope, &export.group);
            let bucket = Bucket::new(dispatcher, scope, &export.bucket, &arn, export.enforced);
            match bucket.put(&piece.key, piece.body, "application/x-gzip").await {
                Ok(()) => progress = piece.progress,
                Err(cause) if cause.retryable => return Err(Halt::Put { key: piece.key, cause }),
                Err(cause) => {
                    let why = format!("{}: {}", cause.code, cause.message);
                    return self.end(scope, &export.id, Status::Failed, Some(why)).await;
                }
            }
        }
    }

    /// Writes down how far a task is; the task as it stands, unless it is over.
    async fn note(&self, scope: &Scope, id: &str, progress: Progress) -> Result<Option<Export>, Error> {
        let (scope, id, now) = (scope.clone(), id.to_owned(), self.now());
        let written = self.store.write(Durability::Process, move |w| {
            let Some(mut export) = stored::find(w, &scope, &id)? else { return Ok(None) };
            if export.status.is_final() {
                return Ok(None);
            }
            let group =
                w.get_record::<Group>(scope.account.as_str(), scope.region.as_str(), &export.group)?;
            let gone = group.is_none_or(|group| group.value.uid != export.group_uid);
            let failure = match export.status {
                _ if gone => Some("The log group was deleted."),
                _ if now - export.created > MAX_DURATION_MILLIS => Some("Timed out"),
                _ => None,
            };
            let status = match (failure, export.status) {
                (_, Status::PendingCancel) => Status::Cancelled,
                (Some(_), _) => Status::Failed,
                (None, _) => Status::Running,
            };
            let over = status.is_final();
            let changed = Export {
                status,
                progress: progress.clone(),
                completed: over.then_some(now),
                failure: failure.filter(|_| status == Status::Failed).map(str::to_owned),
                ..export.clone()
            };
            if changed != export {
                export = changed;
                stored::save(w, &scope, &export)?;
            }
            Ok((!over).then_some(export))
        });
        written.await
    }

    async fn end(
        &self,
        scope: &Scope,
        id: &str,
        status: Status,
        failure: Option<String>,
    ) -> Result<(), Halt> {
        let (scope, id, now) = (scope.clone(), id.to_owned(), self.now());
        let written = self.store.write(Durability::Process, move |w| {
            if let Some(mut export) = stored::find(w, &scope, &id)?.filter(|export| !export.status.is_final())
            {
                export.status =
                    if export.status == Status::PendingCancel { Status::Cancelled } else { status };
                (export.completed, export.failure) = (Some(now), failure.clone());
                stored::save(w, &scope, &export)?;
            }
            Ok::<_, Error>(())
        });
        Ok(written.await?)
    }

    /// The next object that there is to put; none when all is done.
    async fn compose(
        &self,
        scope: &Scope,
        export: &Export,
        folders: &mut Folders,
    ) -> Result<Option<Piece>, Halt> {
        let mask = self.store.read(|r| self.mask_of(r, scope, &export.group)).await?;
        let mut done = export.progress.stream.clone();
        let mut resumed = export.progress.resume();
        loop {
            let stream = match &resumed {
                Some((name, ..)) => self.stream(scope, export, name).await?,
                None => self.stream_after(scope, export, done.as_deref()).await?,
            };
            let (from, number) = match resumed.take() {
                Some((_, from, number)) if stream.is_some() => (from, number),
                // It was deleted meanwhile.
                Some(_) => continue,
                None => (Position::at(export.from), 0),
            };
            let Some(stream) = stream else { return Ok(None) };
            if number == 0 {
                folders.enter(&stream);
            }
            let to = export.to.saturating_add(1);
            if let Some((body, rest)) =
                object::fill(&self.store, scope, &stream, mask.as_ref(), from, to).await?
            {
                let key = format!("{}/{}/{}/{number:06}.gz", export.prefix, export.id, folders.current);
                let rest = rest.map(|rest| (rest.timestamp, rest.sequence, rest.index));
                let progress = Progress { stream: Some(stream.name), rest, objects: number + 1 };
                return Ok(Some(Piece { key, body, progress }));
            }
            done = Some(stream.name);
        }
    }

    async fn stream(&self, scope: &Scope, export: &Export, name: &str) -> Result<Option<Stream>, Error> {
        let key = Stream::key(&export.group_uid, name);
        let read = self.store.read(|r| r.get_record(scope.account.as_str(), scope.region.as_str(), &key));
        Ok(read.await?.map(|stream| stream.value))
    }

    /// The next stream that may have events in the range.
    async fn stream_after(
        &self,
        scope: &Scope,
        export: &Export,
        after: Option<&str>,
    ) -> Result<Option<Stream>, Error> {
        let mut after = after.map(str::to_owned);
        loop {
            let listed = self.streams(scope, export, after.as_deref()).await?;
            let Some(last) = listed.last().map(|stream| stream.name.clone()) else { return Ok(None) };
            if let Some(found) = listed.into_iter().find(|stream| may_have_events(export, stream)) {
                return Ok(Some(found));
            }
            after = Some(last);
        }
    }

    async fn streams(
        &self,
        scope: &Scope,
        export: &Export,
        after: Option<&str>,
    ) -> Result<Vec<Stream>, Error> {
        let prefix = Stream::key(&export.group_uid, &export.streams);
        let after = after.map(|name| Stream::key(&export.group_uid, name));
        let range = Range::prefix(&prefix).after(after.as_deref()).limit(STREAMS_PER_LISTING);
        let (account, region) = (scope.account.as_str(), scope.region.as_str());
        let listed = self.store.read(|r| r.list_records::<Stream>(account, region, range)).await?;
        Ok(listed.into_iter().map(|stored| stored.value).collect())
    }

    /// The folders that an earlier process has used.
    async fn folders_before(&self, scope: &Scope, export: &Export) -> Result<Folders, Error> {
        let mut folders = Folders::default();
        let Some(last) = export.progress.stream.as_deref() else { return Ok(folders) };
        let mut after = None;
        loop {
            let listed = self.streams(scope, export, after.as_deref()).await?;
            let Some(end) = listed.last().map(|stream| stream.name.clone()) else { return Ok(folders) };
            for stream in listed {
                if stream.name.as_str() > last {
                    return Ok(folders);
                }
                if may_have_events(export, &stream) {
                    folders.enter(&stream);
                }
            }
            after = Some(end);
        }
    }
}

fn may_have_events(export: &Export, stream: &Stream) -> bool {
    stream.first_event.is_some_and(|first| first <= export.to)
        && stream.last_event.is_some_and(|last| last >= export.from)
}

struct Piece {
    key: String,
    body: Vec<u8>,
    /// How far the task is once it is put.
    progress: Progress,
}

/// Streams' places in the bucket. A stream's slashes become dashes, and two streams may then be called the same: the second gets
/// its id behind its name.
#[derive(Default)]
struct Folders {
    used: HashSet<u64>,
    current: String,
}

impl Folders {
    fn enter(&mut self, stream: &Stream) {
        self.current = stream.name.replace('/', "-");
        let mut hasher = DefaultHasher::new();
        self.current.hash(&mut hasher);
        if !self.used.insert(hasher.finish()) {
            self.current = format!("{}-{}", self.current, stream.uid);
        }
    }
}
