//! A layer within an archive that is otherwise right: it gets as far as the unpacking.
#![no_main]

mod store;

use libfuzzer_sys::fuzz_target;
use sha2::{Digest as _, Sha256};

fuzz_target!(|data: &[u8]| {
    let _ = store::load(archive(data));
});

/// Docker's form: a manifest, a configuration, one layer.
fn archive(layer: &[u8]) -> Vec<u8> {
    let hex: String = Sha256::digest(layer).iter().map(|byte| format!("{byte:02x}")).collect();
    let config = format!(
        r#"{{"architecture":"amd64","os":"linux","config":{{}},"rootfs":{{"type":"layers","diff_ids":["sha256:{hex}"]}}}}"#
    );
    let manifest = r#"[{"Config":"config.json","RepoTags":["fuzz:1"],"Layers":["layer.tar"]}]"#;
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in
        [("manifest.json", manifest.as_bytes()), ("config.json", config.as_bytes()), ("layer.tar", layer)]
    {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        builder.append_data(&mut header, name, bytes).expect("memory takes it");
    }
    builder.into_inner().expect("memory takes it")
}
