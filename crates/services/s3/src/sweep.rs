//! Removes bytes that no object has: what a crash left between a file and its document, or what was being read when its object went.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use neargate_store::{Range, ReadRecords as _, Record};
use tokio::sync::watch;

use crate::S3;
use crate::records::{EVERYWHERE, Object, Part, Piece, SERVICE};
use crate::refusal::Refused;

/// What had to wait for its readers.
const EVERY: Duration = Duration::from_secs(30);
/// All files are compared with all documents at the start, and then only so often: crashes are what leaves any.
const WHOLE_EVERY: u32 = 120;
const PER_READ: usize = 500;

impl S3 {
    /// Sweeps until told to stop. A pass under way is finished first.
    pub async fn run(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        let mut passes = 0u32;
        while !*stop.borrow_and_update() {
            self.files.remove_doomed().await;
            if passes.is_multiple_of(WHOLE_EVERY) {
                self.tidy().await;
            }
            passes = passes.wrapping_add(1);
            tokio::select! {
                // Without a sender nobody is left to stop us, and so nobody to work for.
                changed = stop.changed() => if changed.is_err() { return },
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    }

    /// Sweeps once. For whoever removed documents without us.
    pub async fn tidy(&self) {
        match self.sweep().await {
            Ok(0) => tracing::debug!("no bytes of objects are left over"),
            Ok(removed) => tracing::info!(removed, "bytes that no object has were removed"),
            Err(refused) => refused.log(),
        }
    }

    /// Removes files that no document names: how many.
    pub(crate) async fn sweep(&self) -> Result<usize, Refused> {
        // The files first: one whose document is written after this is held, and so it isn't among them.
        let mut files = self.files.free().await?;
        if files.is_empty() {
            return Ok(0);
        }
        // Parts before objects: what is a part's now may become an object's meanwhile, and never the other way round.
        self.strike::<Part>(&mut files, |part| &part.pieces).await?;
        self.strike::<Object>(&mut files, |object| &object.pieces).await?;
        let count = files.len();
        self.files.remove_left_over(files).await?;
        Ok(count)
    }

    /// Strikes out what documents of a kind name.
    async fn strike<T: Record>(
        &self,
        files: &mut BTreeSet<String>,
        pieces: fn(&T) -> &[Piece],
    ) -> Result<(), Refused> {
        let buckets = self.store.read(|r| r.partitions(SERVICE, T::KIND)).await?;
        for bucket in buckets {
            let mut after: Option<String> = None;
            loop {
                let range = Range::all().after(after.as_deref()).limit(PER_READ);
                let read = self.store.read(|r| r.list_records::<T>(EVERYWHERE, &bucket.region, range));
                let page = read.await?;
                for document in &page {
                    for piece in pieces(&document.value) {
                        files.remove(&piece.file);
                    }
                }
                match page.last().filter(|_| page.len() == PER_READ) {
                    Some(last) => after = Some(last.value.id().into_owned()),
                    None => break,
                }
            }
        }
        Ok(())
    }
}
