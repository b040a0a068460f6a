//! Writing chunks and acknowledgements.

use std::io::Write as _;

use rmp::encode::{
    ByteBuf, write_array_len, write_bin_len, write_ext_meta, write_map_len, write_str, write_uint,
};

use crate::EventTime;

/// Packs entries whose names and values are text, for a chunk in PackedForward mode.
#[derive(Default)]
pub struct Packer {
    entries: ByteBuf,
    count: u64,
}

impl Packer {
    pub fn add(&mut self, time: EventTime, record: &[(&str, &str)]) {
        let out = &mut self.entries;
        self.count += 1;
        // Writing into memory can't fail.
        let _ = write_array_len(out, 2);
        let _ = write_ext_meta(out, 8, 0);
        let out = out.as_mut_vec();
        out.extend_from_slice(&time.seconds.to_be_bytes());
        out.extend_from_slice(&time.nanoseconds.to_be_bytes());
        let out = &mut self.entries;
        let _ = write_map_len(out, record.len() as u32);
        for (name, value) in record {
            let _ = write_str(out, name);
            let _ = write_str(out, value);
        }
    }

    /// The chunk's bytes. An `id` asks to be acknowledged.
    pub fn finish(self, tag: &str, id: Option<&str>) -> Vec<u8> {
        self.chunk(tag, id, false)
    }

    /// The same with the entries gzipped.
    pub fn finish_compressed(self, tag: &str, id: Option<&str>) -> Vec<u8> {
        self.chunk(tag, id, true)
    }

    fn chunk(self, tag: &str, id: Option<&str>, compressed: bool) -> Vec<u8> {
        let entries = self.entries.into_vec();
        let entries = if compressed { gzip(&entries) } else { entries };
        let mut out = ByteBuf::with_capacity(entries.len() + tag.len() + 128);
        let _ = write_array_len(&mut out, 3);
        let _ = write_str(&mut out, tag);
        let _ = write_bin_len(&mut out, entries.len() as u32);
        out.as_mut_vec().extend_from_slice(&entries);
        let _ = write_map_len(&mut out, 1 + u32::from(id.is_some()) + u32::from(compressed));
        let _ = write_str(&mut out, "size");
        let _ = write_uint(&mut out, self.count);
        if let Some(id) = id {
            let _ = write_str(&mut out, "chunk");
            let _ = write_str(&mut out, id);
        }
        if compressed {
            let _ = write_str(&mut out, "compressed");
            let _ = write_str(&mut out, "gzip");
        }
        out.into_vec()
    }
}

/// What says that a chunk was taken.
pub fn encode_ack(id: &str) -> Vec<u8> {
    let mut out = ByteBuf::new();
    let _ = write_map_len(&mut out, 1);
    let _ = write_str(&mut out, "ack");
    let _ = write_str(&mut out, id);
    out.into_vec()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    // Writing into memory can't fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}
