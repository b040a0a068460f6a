//! What becomes of a layer on disk, friendly and hostile.

use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::process::Command;

use neargate_images::{Image, ImageStore, LoadError, Options};
use tempfile::TempDir;

use crate::support::*;

async fn unpack(layers: Vec<Vec<u8>>) -> (TempDir, Result<Image, LoadError>) {
    let dir = temp();
    let layers: Vec<_> = layers.into_iter().map(|tar| (tar, Pack::Gzip)).collect();
    let archive = TestImage::new(&layers).archive("x");
    let store = store(&dir.path().join("store"));
    let loaded = store.load(std::io::Cursor::new(archive), None).await.map(|mut images| images.remove(0));
    (dir, loaded)
}

async fn unpacked(layers: Vec<Vec<u8>>) -> (TempDir, Image) {
    let (dir, image) = unpack(layers).await;
    (dir, image.unwrap_or_else(|error| panic!("{}", chain(&error))))
}

/// The layers as a container would see them.
struct Overlay {
    root: PathBuf,
    _unmount: Unmount,
}

fn overlay(dir: &Path, image: &Image) -> Overlay {
    let root = dir.join("merged");
    std::fs::create_dir(&root).unwrap();
    let lower: Vec<_> = image.layers.iter().map(|layer| layer.display().to_string()).collect();
    let empty = dir.join("empty");
    std::fs::create_dir(&empty).unwrap();
    let option = format!("lowerdir={}:{}", lower.join(":"), empty.display());
    run("mount", &["-t", "overlay", "overlay", "-o", &option, &root.display().to_string()]);
    Overlay { _unmount: Unmount(root.display().to_string()), root }
}

fn names(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).unwrap_or_else(|e| panic!("{}: {e}", dir.display()));
    let mut names: Vec<_> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn read(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(path.as_ref()).unwrap_or_else(|e| panic!("{}: {e}", path.as_ref().display()))
}

#[tokio::test]
async fn whiteouts_hide_through_a_real_overlay() {
    let base = Tar::new()
        .file("etc/keep", "k")
        .file("etc/gone", "g")
        .file("opaque/old", "o")
        .file("replaced/old", "o")
        .file("became/dir", "x")
        .file("implicit/old", "o");
    let top = Tar::new()
        .file("etc/.wh.gone", "")
        .file("opaque/new", "n")
        .file("opaque/.wh..wh..opq", "")
        // Deleted and made anew in one layer, in both orders: what is new stays, what is old is hidden.
        .file(".wh.replaced", "")
        .dir("replaced", &Meta { mode: 0o755, ..PLAIN })
        .file("replaced/new", "n")
        .file("became", "a file now")
        .file(".wh.implicit", "")
        .file("implicit/new", "n")
        .file(".wh..wh.plnk/1.2", "aufs");
    let (dir, image) = unpacked(vec![base.done(), top.done()]).await;
    let merged = overlay(dir.path(), &image);
    let root = &merged.root;
    assert_eq!(names(root), ["became", "etc", "implicit", "opaque", "replaced"]);
    assert_eq!(names(&root.join("etc")), ["keep"]);
    assert_eq!(names(&root.join("opaque")), ["new"]);
    assert_eq!(names(&root.join("replaced")), ["new"]);
    assert_eq!(names(&root.join("implicit")), ["new"]);
    assert_eq!(read(root.join("became")), "a file now");
    let whiteout = std::fs::symlink_metadata(image.layers[0].join("etc/gone")).unwrap();
    assert!(whiteout.file_type().is_char_device() && whiteout.rdev() == 0);
}

#[tokio::test]
async fn a_whiteout_after_what_the_same_layer_adds_hides_only_below() {
    let base = Tar::new().file("d/old", "o").file("f", "old");
    let top = Tar::new().file("d/new", "n").file(".wh.d", "").file("f", "new").file(".wh.f", "");
    let (dir, image) = unpacked(vec![base.done(), top.done()]).await;
    let merged = overlay(dir.path(), &image);
    assert_eq!(names(&merged.root.join("d")), ["new"]);
    assert_eq!(read(merged.root.join("f")), "new");
}

#[tokio::test]
async fn owners_modes_times_and_attributes_are_kept() {
    let odd = Meta { mode: 0o4751, uid: 70_000, gid: 7, mtime: 1_234_567_890 };
    // VFS_CAP_REVISION_2 with cap_net_bind_service, as setcap writes it.
    let capability: &[u8] = &[1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let long = format!("deep/{}/{}", "a".repeat(120), "b".repeat(130));
    let layer = Tar::new()
        .file("dir/child", "x")
        .dir("dir/", &Meta { mode: 0o1777, uid: 5, gid: 6, mtime: 42 })
        .file_with("setuid", "x", &odd)
        .pax([("SCHILY.xattr.security.capability", capability), ("mtime", b"1700000000.25")])
        .file("capable", "x")
        .pax([("SCHILY.xattr.trusted.overlay.opaque", b"y".as_slice()), ("SCHILY.xattr.user.k", b"v")])
        .dir("sly", &Meta { mode: 0o755, ..PLAIN })
        .pax([("path", long.as_bytes())])
        .file("short", "long")
        .symlink("link", "/nowhere/at/all")
        .fifo("pipe");
    let (_dir, image) = unpacked(vec![layer.done()]).await;
    let at = |name: &str| image.layers[0].join(name);
    let meta = |name: &str| std::fs::symlink_metadata(at(name)).unwrap();
    let dir = meta("dir");
    assert_eq!((dir.mode() & 0o7777, dir.uid(), dir.gid(), dir.mtime()), (0o1777, 5, 6, 42));
    let setuid = meta("setuid");
    assert_eq!((setuid.mode() & 0o7777, setuid.uid(), setuid.gid()), (0o4751, 70_000, 7));
    assert_eq!(setuid.mtime(), 1_234_567_890);
    assert_eq!((meta("capable").mtime(), meta("capable").mtime_nsec()), (1_700_000_000, 250_000_000));
    let xattr = |name: &str, key: &str| {
        let mut value = [0; 64];
        rustix::fs::getxattr(at(name), key, &mut value).ok().map(|n| value[..n].to_vec())
    };
    assert_eq!(xattr("capable", "security.capability").as_deref(), Some(capability));
    assert_eq!(xattr("sly", "user.k").as_deref(), Some(&b"v"[..]));
    assert_eq!(
        xattr("sly", "trusted.overlay.opaque"),
        None,
        "overlayfs' attributes are not the image's to set"
    );
    assert_eq!(read(at(&long)), "long");
    assert_eq!(std::fs::read_link(at("link")).unwrap(), Path::new("/nowhere/at/all"));
    assert!(meta("pipe").file_type().is_fifo());
}

#[tokio::test]
async fn missing_parents_are_as_in_the_layers_below() {
    let base = Tar::new()
        .dir("srv", &Meta { mode: 0o750, uid: 9, gid: 10, mtime: 77 })
        .dir("./", &Meta { mode: 0o711, ..PLAIN });
    let top = Tar::new().file("srv/sub/file", "x").file("new/file", "y");
    let (_dir, image) = unpacked(vec![base.done(), top.done()]).await;
    let meta = |name: &str| std::fs::symlink_metadata(image.layers[0].join(name)).unwrap();
    let parts = |m: &std::fs::Metadata| (m.mode() & 0o7777, m.uid(), m.gid());
    assert_eq!(parts(&meta("srv")), (0o750, 9, 10));
    assert_eq!(parts(&meta("srv/sub")), (0o755, 0, 0));
    assert_eq!(parts(&meta("new")), (0o755, 0, 0));
    assert_eq!(parts(&meta(".")), (0o711, 0, 0));
}

#[tokio::test]
async fn hardlinks_share_their_file_also_across_layers() {
    let base = Tar::new()
        .file_with("usr/bin/tool", "t", &Meta { mode: 0o755, uid: 3, ..PLAIN })
        .symlink("bin", "usr/bin");
    let top = Tar::new()
        .file("a", "x")
        .hard_link("b", "a")
        .hard_link("a", "a")
        .hard_link("alias", "usr/bin/tool")
        .hard_link("alias2", "bin/tool");
    let (dir, image) = unpacked(vec![base.done(), top.done()]).await;
    let merged = overlay(dir.path(), &image);
    let inode = |name: &str| std::fs::metadata(merged.root.join(name)).unwrap().ino();
    assert_eq!(inode("a"), inode("b"));
    assert_eq!(read(merged.root.join("a")), "x");
    assert_eq!(inode("alias"), inode("usr/bin/tool"));
    assert_eq!(read(merged.root.join("alias2")), "t");
    let meta = std::fs::metadata(merged.root.join("alias")).unwrap();
    assert_eq!((meta.mode() & 0o7777, meta.uid()), (0o755, 3));
    assert!(
        std::fs::symlink_metadata(merged.root.join("bin")).unwrap().is_symlink(),
        "copying up hides no symlink"
    );
}

#[tokio::test]
async fn a_layer_may_write_through_its_own_symlinks() {
    let layer = Tar::new()
        .symlink("bin", "usr/bin")
        .symlink("var/run", "/run")
        .dir("usr/bin", &Meta { mode: 0o755, ..PLAIN })
        .file("bin/sh", "shell")
        .file("var/run/lock/x", "made where it points");
    let (_dir, image) = unpacked(vec![layer.done()]).await;
    assert_eq!(read(image.layers[0].join("usr/bin/sh")), "shell");
    assert_eq!(read(image.layers[0].join("run/lock/x")), "made where it points");
}

#[tokio::test]
async fn a_later_member_replaces_an_earlier_one() {
    let layer = Tar::new()
        .file("dir/file", "x")
        .file("dir", "now a file")
        .symlink("s", "dir")
        .file("s", "no link any more")
        .file("t", "x")
        .dir("t", &Meta { mode: 0o700, ..PLAIN });
    let (_dir, image) = unpacked(vec![layer.done()]).await;
    assert_eq!(read(image.layers[0].join("dir")), "now a file");
    assert_eq!(read(image.layers[0].join("s")), "no link any more");
    assert!(image.layers[0].join("t").is_dir());
}

#[tokio::test]
async fn what_gnu_tar_writes_is_read() {
    let work = temp();
    let tree = work.path().join("tree");
    let long = tree.join("l".repeat(150));
    std::fs::create_dir_all(&long).unwrap();
    std::fs::write(long.join("n".repeat(200)), "long").unwrap();
    let sparse = std::fs::File::create(tree.join("sparse")).unwrap();
    for (at, text) in [(1 << 20, "middle"), (5 << 20, "end")] {
        std::os::unix::fs::FileExt::write_all_at(&sparse, text.as_bytes(), at).unwrap();
    }
    sparse.set_len(8 << 20).unwrap();
    let formats: [&[&str]; 5] = [
        &["--format=gnu"],
        &["--format=posix", "--sparse-version=0.0"],
        &["--format=posix", "--sparse-version=0.1"],
        &["--format=posix", "--sparse-version=1.0"],
        &["--format=posix"],
    ];
    for format in formats {
        let file = work.path().join("out.tar");
        let (file, tree) = (file.display().to_string(), tree.display().to_string());
        let args = [format, &["--sparse", "-C", &tree, "-cf", &file, "."]].concat();
        run("/usr/bin/tar", &args);
        let (_dir, image) = unpacked(vec![std::fs::read(&file).unwrap()]).await;
        let same = Command::new("diff")
            .args(["-r", &tree, &image.layers[0].display().to_string()])
            .output()
            .unwrap();
        assert!(same.status.success(), "{format:?}: {}", String::from_utf8_lossy(&same.stdout));
        let blocks = std::fs::metadata(image.layers[0].join("sparse")).unwrap().blocks();
        assert!(blocks * 512 < 1 << 20, "{format:?}: holes stay holes");
    }
}

// ---- hostile layers

/// A directory beside the store that a hostile layer tries to reach.
struct Victim {
    dir: TempDir,
}

impl Victim {
    fn new() -> Self {
        let dir = temp();
        std::fs::write(dir.path().join("secret"), "untouched").unwrap();
        Self { dir }
    }

    fn path(&self) -> String {
        self.dir.path().display().to_string()
    }

    fn assert_untouched(&self) {
        assert_eq!(names(self.dir.path()), ["secret"]);
        assert_eq!(read(self.dir.path().join("secret")), "untouched");
        assert_eq!(std::fs::metadata(self.dir.path().join("secret")).unwrap().nlink(), 1);
    }
}

#[tokio::test]
async fn names_that_climb_are_refused() {
    for path in ["../evil", "a/../../evil", "../../../../../../../../tmp/evil", "x/../../.wh.evil"] {
        let (_dir, result) = unpack(vec![Tar::new().file(path, "x").done()]).await;
        let text = chain(&result.unwrap_err());
        assert!(text.contains("the path leads out of the layer"), "{path}: {text}");
    }
    for path in [".wh.", ".wh..", ".wh...", "d/.wh..."] {
        let (_dir, result) = unpack(vec![Tar::new().file("d/f", "x").file(path, "").done()]).await;
        let text = chain(&result.unwrap_err());
        assert!(text.contains("a whiteout of no name"), "{path}: {text}");
    }
}

#[tokio::test]
async fn writing_through_a_planted_symlink_stays_inside() {
    let victim = Victim::new();
    let target = victim.path();
    let climb = format!("../../../../../../../../../..{target}");
    for link in [target.as_str(), climb.as_str()] {
        let layer = Tar::new()
            .symlink("out", link)
            .file("out/secret", "overwritten")
            .file("out/.wh.secret2", "")
            .file("out/.wh..wh..opq", "")
            .symlink("file", &format!("{link}/secret"))
            .file("file", "replaces the link itself");
        let (_dir, image) = unpacked(vec![layer.done()]).await;
        victim.assert_untouched();
        assert_eq!(read(image.layers[0].join(target.trim_start_matches('/')).join("secret")), "overwritten");
        assert_eq!(read(image.layers[0].join("file")), "replaces the link itself");
    }
}

#[tokio::test]
async fn a_chain_of_symlinks_stays_inside() {
    let victim = Victim::new();
    let layer = Tar::new()
        .symlink("a", "/")
        .symlink("a/b", "..")
        .symlink("b/c", &victim.path())
        .file("c/secret", "overwritten")
        .symlink("loop", "loop");
    let (_dir, image) = unpack(vec![layer.done()]).await;
    image.unwrap();
    victim.assert_untouched();
    let (_dir, looped) = unpack(vec![Tar::new().symlink("loop", "loop").file("loop/x", "x").done()]).await;
    assert!(looped.is_err());
}

#[tokio::test]
async fn hardlinks_to_the_outside_find_nothing() {
    let victim = Victim::new();
    let secret = format!("{}/secret", victim.path());
    let climbing = format!("../../../../../../..{secret}");
    let plain = Tar::new().hard_link("stolen", &secret);
    let through = Tar::new().symlink("out", &victim.path()).hard_link("stolen", "out/secret");
    let climbing = Tar::new().hard_link("stolen", &climbing);
    let lower = Tar::new().symlink("out", &victim.path());
    for layers in [
        vec![plain.done()],
        vec![through.done()],
        vec![climbing.done()],
        vec![lower.done(), Tar::new().hard_link("stolen", "out/secret").done()],
    ] {
        let (_dir, result) = unpack(layers).await;
        assert!(result.is_err());
        victim.assert_untouched();
    }
}

#[tokio::test]
async fn a_bomb_is_bounded_and_a_truncated_layer_is_none() {
    let dir = temp();
    let bomb = TestImage::new(&[(Tar::new().bytes("zeros", &vec![0; 4 << 20]).done(), Pack::Zstd)]);
    let options = Options { max_layer_bytes: 1 << 20, ..options() };
    let store = ImageStore::open(dir.path(), options).unwrap();
    let error = store.load(std::io::Cursor::new(bomb.archive("x")), None).await.unwrap_err();
    assert!(chain(&error).contains("more than 1048576 bytes uncompressed"), "{}", chain(&error));
    assert_eq!(names(&dir.path().join("layers")), [""; 0]);
    assert_eq!(names(&dir.path().join("tmp")), [""; 0]);

    let mut half = Tar::new().bytes("f", &[1; 4096]).done();
    half.truncate(2000);
    let (_dir, result) = unpack(vec![half]).await;
    assert!(chain(&result.unwrap_err()).contains("ends within a member"));
}
