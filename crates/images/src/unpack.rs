//! Turns the blobs of a plan into layers of the store, one position of the chain after the other.

use std::fs;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::disk::LayerRecord;
use crate::error::{Error, io_error};
use crate::layer::{Unpack, UnpackError};
use crate::plan::Plan;
use crate::store::{Inner, Kept, LayerError, Lease, Urgency};

impl Inner {
    /// Unpacks the layer at `position`, whose blob and whose layers below are in the store. The lease must keep them.
    pub async fn unpack(
        &self,
        plan: &Plan,
        position: usize,
        lease: &Arc<Lease>,
        urgency: Urgency,
    ) -> Result<(), LayerError> {
        let layer = plan.layers[position].clone();
        let below: Vec<_> = plan.layers[..position]
            .iter()
            .rev()
            .map(|below| self.disk.layer(&below.chain_id).join("fs"))
            .collect();
        let key = layer.chain_id.to_string();
        let work = async {
            if self.disk.layer_record(&layer.chain_id).map_err(LayerError::Store)?.is_some() {
                return Ok(());
            }
            let _permit = self.permit(&self.unpacks, urgency).await;
            let cancel = CancelOnDrop::default();
            let (disk, cancelled, lease) = (self.disk.clone(), cancel.0.clone(), lease.clone());
            let max_bytes = self.options.max_layer_bytes;
            let unpacked = tokio::task::spawn_blocking(move || {
                let _lease = lease; // also when no one waits for us any more
                let (blob, temp) = (disk.blob(&layer.blob), disk.temp());
                let target = temp.path().join("fs");
                fs::create_dir_all(&target).map_err(|e| LayerError::Store(io_error("create", &target)(e)))?;
                let unpack = Unpack {
                    blob: &blob,
                    target: &target,
                    lower: &below,
                    diff_id: &layer.diff_id,
                    max_bytes,
                    cancelled: &cancelled,
                };
                let size_bytes = unpack.run().map_err(|error| {
                    if blames_the_blob(&error) {
                        // Else each later attempt would find the same bad bytes.
                        fs::remove_file(&blob).ok();
                    }
                    LayerError::Unpack(Arc::new(error))
                })?;
                let record = LayerRecord { chain_id: layer.chain_id, diff_id: layer.diff_id, size_bytes };
                disk.install_layer(&temp, &record).map_err(LayerError::Store)
            });
            unpacked.await.unwrap_or(Err(LayerError::Store(Error::Panicked)))
        };
        let _turn = self.turn(urgency).await;
        self.unpacking.run(&key, work).await
    }

    /// Removes the blobs of unpacked layers that no one else counts on: the layer itself is what is used.
    pub async fn discard_blobs(&self, plan: &Plan) {
        for layer in &plan.layers {
            let counts = self.leases.counts.lock().expect("no panic while locked");
            if counts.get(&Kept::Blob(layer.blob.clone())).is_none_or(|count| *count <= 1) {
                // One that is gone already was discarded before; any other failure leaves it to a collection.
                fs::remove_file(self.disk.blob(&layer.blob)).ok();
            }
        }
    }
}

fn blames_the_blob(error: &UnpackError) -> bool {
    match error {
        UnpackError::Tar(_) | UnpackError::WrongDiffId { .. } => true,
        UnpackError::Refused { .. } | UnpackError::TooManyMembers { .. } | UnpackError::Cancelled => false,
        UnpackError::Io { cause, .. } => cause.kind() == io::ErrorKind::InvalidData,
    }
}

#[derive(Default)]
struct CancelOnDrop(Arc<AtomicBool>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
