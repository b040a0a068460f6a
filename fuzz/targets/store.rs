//! An image store on tmpfs, made anew now and then so that it stays small.

use std::cell::RefCell;
use std::path::Path;

use neargate_images::{Image, ImageStore, LoadError, Options};

const LOADS_PER_STORE: usize = 500;

struct Place {
    runtime: tokio::runtime::Runtime,
    directory: tempfile::TempDir,
    store: ImageStore,
    loads: usize,
}

impl Place {
    fn new() -> Self {
        let directory = tempfile::tempdir_in("/dev/shm").expect("a directory");
        std::fs::write(directory.path().join("outside"), "untouched").expect("a file");
        let options = Options { max_layer_bytes: 1 << 20, ..Options::default() };
        let store = ImageStore::open(&directory.path().join("images"), options).expect("an image store");
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        Self { runtime, directory, store, loads: 0 }
    }
}

thread_local! {
    static PLACE: RefCell<Option<Place>> = const { RefCell::new(None) };
}

pub fn load(archive: Vec<u8>) -> Result<Vec<Image>, LoadError> {
    PLACE.with_borrow_mut(|place| {
        if place.as_ref().is_some_and(|place| place.loads >= LOADS_PER_STORE) {
            *place = None;
        }
        let place = place.get_or_insert_with(Place::new);
        place.loads += 1;
        let loaded = place.runtime.block_on(place.store.load(std::io::Cursor::new(archive), Some("fuzz:1")));
        assert!(nothing_escaped(place.directory.path()), "a file was made or changed outside of the store");
        loaded
    })
}

fn nothing_escaped(directory: &Path) -> bool {
    let names = std::fs::read_dir(directory).expect("our directory").count();
    names == 2 && std::fs::read(directory.join("outside")).is_ok_and(|content| content == b"untouched")
}
