//! A real registry, a scripted one, and images made by hand.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use neargate_images::{Digest, ImageStore, Options, Progress, ProgressEvent};
use serde_json::{Value, json};
use tempfile::TempDir;

pub fn temp() -> TempDir {
    tempfile::Builder::new().prefix("neargate-images-").tempdir().unwrap()
}

pub fn options() -> Options {
    Options {
        retry_delay: Duration::from_millis(10),
        max_attempts: 3,
        stall_timeout: Duration::from_secs(5),
        ..Options::default()
    }
}

pub fn store(dir: &Path) -> ImageStore {
    ImageStore::open(dir, options()).unwrap()
}

/// The whole reason of an error, for assertions.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

#[derive(Default)]
pub struct Events(pub Mutex<Vec<ProgressEvent>>);

impl Progress for Events {
    fn event(&self, event: ProgressEvent) {
        self.0.lock().unwrap().push(event);
    }
}

impl Events {
    pub fn count(&self, which: impl Fn(&ProgressEvent) -> bool) -> usize {
        self.0.lock().unwrap().iter().filter(|e| which(e)).count()
    }
}

// ---- images

pub struct Tar(pub tar::Builder<Vec<u8>>);

pub struct Meta {
    pub mode: u32,
    pub uid: u64,
    pub gid: u64,
    pub mtime: u64,
}

pub const PLAIN: Meta = Meta { mode: 0o644, uid: 0, gid: 0, mtime: 1_000_000_000 };

impl Tar {
    pub fn new() -> Self {
        Self(tar::Builder::new(Vec::new()))
    }

    fn entry(mut self, kind: tar::EntryType, path: &str, link: &str, data: &[u8], meta: &Meta) -> Self {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_mode(meta.mode);
        header.set_uid(meta.uid);
        header.set_gid(meta.gid);
        header.set_mtime(meta.mtime);
        header.set_size(data.len() as u64);
        // Written as bytes: the crate's own setters refuse just the paths that must be tried.
        let gnu = header.as_gnu_mut().unwrap();
        gnu.name[..path.len()].copy_from_slice(path.as_bytes());
        gnu.linkname[..link.len()].copy_from_slice(link.as_bytes());
        header.set_cksum();
        self.0.append(&header, data).unwrap();
        self
    }

    pub fn file(self, path: &str, data: &str) -> Self {
        self.file_with(path, data, &PLAIN)
    }

    pub fn file_with(self, path: &str, data: &str, meta: &Meta) -> Self {
        self.entry(tar::EntryType::Regular, path, "", data.as_bytes(), meta)
    }

    pub fn bytes(self, path: &str, data: &[u8]) -> Self {
        self.entry(tar::EntryType::Regular, path, "", data, &PLAIN)
    }

    pub fn dir(self, path: &str, meta: &Meta) -> Self {
        self.entry(tar::EntryType::Directory, path, "", b"", meta)
    }

    pub fn symlink(self, path: &str, to: &str) -> Self {
        self.entry(tar::EntryType::Symlink, path, to, b"", &Meta { mode: 0o777, ..PLAIN })
    }

    pub fn hard_link(self, path: &str, to: &str) -> Self {
        self.entry(tar::EntryType::Link, path, to, b"", &PLAIN)
    }

    pub fn fifo(self, path: &str) -> Self {
        self.entry(tar::EntryType::Fifo, path, "", b"", &PLAIN)
    }

    pub fn pax<'a>(mut self, records: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Self {
        self.0.append_pax_extensions(records).unwrap();
        self
    }

    pub fn done(self) -> Vec<u8> {
        self.0.into_inner().unwrap()
    }
}

#[derive(Clone, Copy)]
pub enum Pack {
    Plain,
    Gzip,
    Zstd,
}

pub fn pack(bytes: &[u8], pack: Pack) -> (&'static str, Vec<u8>) {
    match pack {
        Pack::Plain => ("application/vnd.oci.image.layer.v1.tar", bytes.to_vec()),
        Pack::Gzip => {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(bytes).unwrap();
            ("application/vnd.oci.image.layer.v1.tar+gzip", encoder.finish().unwrap())
        }
        Pack::Zstd => ("application/vnd.oci.image.layer.v1.tar+zstd", zstd::encode_all(bytes, 1).unwrap()),
    }
}

pub const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
pub const INDEX: &str = "application/vnd.oci.image.index.v1+json";

/// An image as blobs, ready to push, serve or pack.
#[derive(Clone)]
pub struct TestImage {
    pub blobs: Vec<Vec<u8>>,
    pub manifest: Vec<u8>,
}

impl TestImage {
    pub fn new(layers: &[(Vec<u8>, Pack)]) -> Self {
        Self::for_arch(layers, if cfg!(target_arch = "x86_64") { "amd64" } else { "arm64" })
    }

    pub fn for_arch(layers: &[(Vec<u8>, Pack)], arch: &str) -> Self {
        let diff_ids: Vec<_> = layers.iter().map(|(tar, _)| Digest::of(tar).to_string()).collect();
        Self::with_config(
            layers,
            json!({
                "architecture": arch, "os": "linux",
                "config": {"Env": ["A=b"], "Entrypoint": ["/bin/app"], "Cmd": ["serve"], "User": "7:8",
                    "WorkingDir": "/srv", "StopSignal": "SIGINT", "Labels": {"k": "v"},
                    "ExposedPorts": {"80/tcp": {}}, "Volumes": {"/data": {}}},
                "rootfs": {"type": "layers", "diff_ids": diff_ids},
            }),
        )
    }

    pub fn with_config(layers: &[(Vec<u8>, Pack)], config: Value) -> Self {
        let packed: Vec<_> = layers.iter().map(|(tar, how)| pack(tar, *how)).collect();
        let descriptors: Vec<_> = packed
            .iter()
            .map(|(kind, bytes)| json!({"mediaType": kind, "digest": Digest::of(bytes), "size": bytes.len()}))
            .collect();
        let config = serde_json::to_vec(&config).unwrap();
        let manifest = json!({
            "schemaVersion": 2, "mediaType": MANIFEST,
            "config": {"mediaType": "application/vnd.oci.image.config.v1+json",
                "digest": Digest::of(&config), "size": config.len()},
            "layers": descriptors,
        });
        let blobs = packed.into_iter().map(|(_, bytes)| bytes).chain([config]).collect();
        Self { blobs, manifest: serde_json::to_vec(&manifest).unwrap() }
    }

    pub fn digest(&self) -> Digest {
        Digest::of(&self.manifest)
    }

    pub fn layer_digest(&self, n: usize) -> Digest {
        Digest::of(&self.blobs[n])
    }

    /// The image as an oci-archive of this name.
    pub fn archive(&self, name: &str) -> Vec<u8> {
        let index = json!({"schemaVersion": 2, "manifests": [{"mediaType": MANIFEST, "digest": self.digest(),
            "size": self.manifest.len(), "annotations": {"org.opencontainers.image.ref.name": name}}]});
        let mut tar = Tar::new().file("oci-layout", r#"{"imageLayoutVersion":"1.0.0"}"#);
        for blob in self.blobs.iter().chain([&self.manifest]) {
            tar = tar.bytes(&format!("blobs/sha256/{}", Digest::of(blob).hex()), blob);
        }
        tar.file("index.json", &index.to_string()).done()
    }
}

pub fn index(images: &[(&TestImage, &str)]) -> Vec<u8> {
    let manifests: Vec<_> = images
        .iter()
        .map(|(image, arch)| {
            json!({"mediaType": MANIFEST, "digest": image.digest(), "size": image.manifest.len(),
                "platform": {"os": "linux", "architecture": arch}})
        })
        .collect();
    serde_json::to_vec(&json!({"schemaVersion": 2, "mediaType": INDEX, "manifests": manifests})).unwrap()
}

// ---- a real registry

pub struct Registry {
    pub port: u16,
    pub dir: TempDir,
    child: Child,
    authorization: Option<&'static str>,
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Registry {
    pub fn start() -> Self {
        Self::launch(false, "")
    }

    /// Speaking TLS.
    pub fn start_tls(certificate: &str, key: &str) -> Self {
        Self::launch(false, &format!(", tls: {{certificate: '{certificate}', key: '{key}'}}"))
    }

    /// With basic authentication: user `me`, password `secret`.
    pub fn start_with_auth() -> Self {
        Self::launch(true, "")
    }

    fn launch(auth: bool, http: &str) -> Self {
        let (dir, port) = (temp(), free_port());
        let root = dir.path().display();
        let mut config = format!(
            "version: 0.1\nlog: {{level: error}}\nstorage: {{filesystem: {{rootdirectory: {root}/data}}}}\n\
             http: {{addr: '127.0.0.1:{port}'{http}}}\n"
        );
        if auth {
            let line = "me:$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a\n";
            std::fs::write(dir.path().join("htpasswd"), line).unwrap();
            config += &format!("auth: {{htpasswd: {{realm: test, path: {root}/htpasswd}}}}\n");
        }
        std::fs::write(dir.path().join("config.yml"), config).unwrap();
        let child = Command::new("/usr/bin/docker-registry")
            .arg("serve")
            .arg(dir.path().join("config.yml"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("docker-registry is needed for this test");
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(start.elapsed() < Duration::from_secs(20), "docker-registry does not listen on {port}");
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { port, dir, child, authorization: auth.then_some("Basic bWU6c2VjcmV0") }
    }

    pub fn reference(&self, name: &str) -> String {
        format!("127.0.0.1:{}/{name}", self.port)
    }

    pub fn push(&self, name: &str, tag: &str, image: &TestImage) {
        for blob in &image.blobs {
            let (_, head, _) = self.call("POST", &format!("/v2/{name}/blobs/uploads/"), "", b"");
            let location = &head["location"];
            let path = &location[location.find("/v2/").unwrap()..];
            let (status, _, body) =
                self.call("PUT", &format!("{path}&digest={}", Digest::of(blob)), "", blob);
            assert_eq!(status, 201, "{}", String::from_utf8_lossy(&body));
        }
        self.push_manifest(name, tag, MANIFEST, &image.manifest);
    }

    pub fn push_manifest(&self, name: &str, tag: &str, kind: &str, manifest: &[u8]) {
        let (status, _, body) = self.call("PUT", &format!("/v2/{name}/manifests/{tag}"), kind, manifest);
        assert_eq!(status, 201, "{}", String::from_utf8_lossy(&body));
    }

    /// Where the registry keeps a blob.
    pub fn blob_file(&self, digest: &Digest) -> PathBuf {
        let hex = digest.hex();
        self.dir.path().join(format!("data/docker/registry/v2/blobs/sha256/{}/{hex}/data", &hex[..2]))
    }

    fn call(
        &self,
        method: &str,
        path: &str,
        kind: &str,
        body: &[u8],
    ) -> (u16, HashMap<String, String>, Vec<u8>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n");
        head += &format!("content-length: {}\r\n", body.len());
        if !kind.is_empty() {
            head += &format!("content-type: {kind}\r\n");
        }
        if let Some(authorization) = self.authorization {
            head += &format!("authorization: {authorization}\r\n");
        }
        stream.write_all(format!("{head}\r\n").as_bytes()).unwrap();
        stream.write_all(body).unwrap();
        let mut reader = BufReader::new(stream);
        let (first, headers) = read_head(&mut reader).unwrap();
        let mut body = Vec::new();
        reader.read_to_end(&mut body).unwrap();
        (first.split(' ').nth(1).unwrap().parse().unwrap(), headers, body)
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn read_head(reader: &mut impl BufRead) -> Option<(String, HashMap<String, String>)> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let headers = lines[1..].iter().filter_map(|l| l.split_once(':'));
    let headers = headers.map(|(k, v)| (k.to_ascii_lowercase(), v.trim().to_owned())).collect();
    Some((lines[0].clone(), headers))
}

// ---- a scripted registry

pub struct Call {
    pub method: String,
    pub path: String,
    pub headers: HashMap<String, String>,
}

pub struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
    /// Send only so much of the body, then wait.
    pub stall_after: Option<usize>,
    /// Send only so much of the body, then close the connection.
    pub cut_after: Option<usize>,
    pub delay: Duration,
}

impl Answer {
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        let (headers, body) = (Vec::new(), body.into());
        Self { status, headers, body, stall_after: None, cut_after: None, delay: Duration::ZERO }
    }

    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

pub struct Fake {
    pub port: u16,
    /// `METHOD path` of all calls so far.
    pub calls: Arc<Mutex<Vec<String>>>,
}

impl Fake {
    pub fn start(script: impl Fn(&Call) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let calls = Arc::new(Mutex::new(Vec::new()));
        let (script, log) = (Arc::new(script), calls.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (script, log) = (script.clone(), log.clone());
                std::thread::spawn(move || serve(stream, &*script, &log));
            }
        });
        Self { port, calls }
    }

    pub fn reference(&self, name: &str) -> String {
        format!("127.0.0.1:{}/{name}", self.port)
    }

    pub fn calls_of(&self, prefix: &str) -> usize {
        self.calls.lock().unwrap().iter().filter(|call| call.starts_with(prefix)).count()
    }
}

fn serve(stream: TcpStream, script: &dyn Fn(&Call) -> Answer, log: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut stream = stream;
    while let Some((first, headers)) = read_head(&mut reader) {
        let mut words = first.split(' ');
        let call = Call { method: words.next().unwrap().into(), path: words.next().unwrap().into(), headers };
        log.lock().unwrap().push(format!("{} {}", call.method, call.path));
        let answer = script(&call);
        std::thread::sleep(answer.delay);
        let mut head = format!("HTTP/1.1 {} x\r\ncontent-length: {}\r\n", answer.status, answer.body.len());
        for (name, value) in &answer.headers {
            head += &format!("{name}: {value}\r\n");
        }
        if stream.write_all(format!("{head}\r\n").as_bytes()).is_err() {
            return;
        }
        if call.method == "HEAD" {
            continue;
        }
        let until = answer.stall_after.or(answer.cut_after).unwrap_or(answer.body.len());
        if stream.write_all(&answer.body[..until]).is_err() {
            return;
        }
        if answer.stall_after.is_some() {
            std::thread::sleep(Duration::from_secs(3));
        }
        if answer.stall_after.or(answer.cut_after).is_some() {
            return;
        }
    }
}

/// Answers as a registry that holds this image under every tag.
pub fn serve_image(image: &TestImage, call: &Call) -> Answer {
    let wanted = call.path.rsplit('/').next().unwrap();
    if call.path.contains("/manifests/") {
        let answer = Answer::new(200, image.manifest.clone()).header("content-type", MANIFEST);
        return answer.header("docker-content-digest", image.digest().to_string());
    }
    match image.blobs.iter().find(|blob| Digest::of(blob).as_str() == wanted) {
        Some(blob) => Answer::new(200, blob.clone()),
        None => Answer::new(404, ""),
    }
}

/// The part of a blob's answer that the call's `Range` asks for; all of it to a call without.
pub fn serve_range(answer: Answer, call: &Call) -> Answer {
    let range = call.headers.get("range").and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-'));
    let Some(from) = range.map(|from| from.parse::<usize>().unwrap()) else { return answer };
    let size = answer.body.len();
    match answer.body.get(from..).filter(|rest| !rest.is_empty()) {
        Some(rest) => {
            Answer::new(206, rest).header("content-range", format!("bytes {from}-{}/{size}", size - 1))
        }
        None => Answer::new(416, "").header("content-range", format!("bytes */{size}")),
    }
}

// ---- the machine

pub fn run(program: &str, args: &[&str]) {
    let output =
        Command::new(program).args(args).output().unwrap_or_else(|e| panic!("{program} is needed: {e}"));
    assert!(output.status.success(), "{program} {args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Unmounts when dropped.
pub struct Unmount(pub String);

impl Drop for Unmount {
    fn drop(&mut self) {
        run("umount", &["-l", &self.0]);
    }
}
