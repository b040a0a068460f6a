//! Paths inside a layer, cleaned: no `.`, no `..`, no empty component, no leading slash. The root is the empty path.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct LayerPath(Vec<u8>);

impl LayerPath {
    /// Cleans `raw` by its letters alone, as containerd does. A path that climbs above the root is refused.
    pub fn clean(raw: &[u8]) -> Result<Self, &'static str> {
        Self::default().joined(raw, Climb::Refuse)
    }

    /// Where a symlink with this target, found in the directory `self`, leads. The root is its own parent.
    pub fn follow(&self, target: &[u8]) -> Result<Self, &'static str> {
        let start = if target.starts_with(b"/") { Self::default() } else { self.clone() };
        start.joined(target, Climb::Stay)
    }

    fn joined(mut self, raw: &[u8], climb: Climb) -> Result<Self, &'static str> {
        if raw.contains(&0) {
            return Err("the path contains a NUL byte");
        }
        for component in raw.split(|b| *b == b'/') {
            match component {
                b"" | b"." => {}
                b".." if self.is_root() && climb == Climb::Refuse => {
                    return Err("the path leads out of the layer");
                }
                b".." => self = self.parent(),
                name => self.push(name),
            }
        }
        Ok(self)
    }

    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    pub fn parent(&self) -> Self {
        let end = self.0.iter().rposition(|b| *b == b'/').unwrap_or(0);
        Self(self.0[..end].to_vec())
    }

    /// The last component, empty for the root.
    pub fn name(&self) -> &OsStr {
        let start = self.0.iter().rposition(|b| *b == b'/').map_or(0, |slash| slash + 1);
        OsStr::from_bytes(&self.0[start..])
    }

    pub fn sibling(&self, name: &[u8]) -> Self {
        let mut path = self.parent();
        path.push(name);
        path
    }

    pub fn components(&self) -> impl Iterator<Item = &OsStr> {
        self.0.split(|b| *b == b'/').filter(|c| !c.is_empty()).map(OsStr::from_bytes)
    }

    /// As an argument to `openat2`: `.` for the root.
    pub fn as_os_str(&self) -> &OsStr {
        OsStr::from_bytes(if self.is_root() { b"." } else { &self.0 })
    }

    pub fn display(&self) -> String {
        String::from_utf8_lossy(&self.0).into_owned()
    }

    fn push(&mut self, name: &[u8]) {
        if !self.is_root() {
            self.0.push(b'/');
        }
        self.0.extend_from_slice(name);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Climb {
    Refuse,
    Stay,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_cleaned_and_never_climb() {
        let clean = |raw: &str| LayerPath::clean(raw.as_bytes()).map(|p| p.display());
        assert_eq!(clean("./a//b/../c/"), Ok("a/c".into()));
        assert_eq!(clean("/etc/passwd"), Ok("etc/passwd".into()));
        assert_eq!(clean("./"), Ok(String::new()));
        assert_eq!(clean("a/../../b"), Err("the path leads out of the layer"));
        assert_eq!(clean("a\0b"), Err("the path contains a NUL byte"));
    }

    #[test]
    fn symlinks_stay_below_the_root() {
        let dir = LayerPath::clean(b"var/lib").unwrap();
        let follow = |target: &str| dir.follow(target.as_bytes()).unwrap().display();
        assert_eq!(follow("/run"), "run");
        assert_eq!(follow("../run"), "var/run");
        assert_eq!(follow("../../../../etc"), "etc");
    }
}
