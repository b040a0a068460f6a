//! Master keys: a current one, and former ones that still open what they sealed.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use neargate_core::random_bytes;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::envelope::{Cipher, KEY_BYTES};
use crate::{OpenError, Sealed, Secret};

const HEAD: &str = "\
# Master keys of neargate. The first seals what is stored from now on, the others only open what they sealed.
# Whoever has this file and the data directory has the secrets; without this file they are lost.
";

/// The keys of a file, the current one first. Never empty.
#[derive(Clone)]
pub struct MasterKeys(Vec<Arc<MasterKey>>);

struct MasterKey {
    id: String,
    bytes: Zeroizing<[u8; KEY_BYTES]>,
    cipher: Cipher,
}

/// What is wrong with a key file's text. Says nothing of the keys.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    #[error("there is no key in it: it should have a line with 32 random bytes in base64")]
    Empty,
    #[error("line {0} is not the base64 of 32 bytes")]
    Malformed(usize),
}

impl MasterKeys {
    /// One new key.
    pub fn generate() -> Self {
        Self(vec![Arc::new(MasterKey::new(Zeroizing::new(random_bytes())))])
    }

    /// A key in base64 on each line; empty lines and those with `#` are passed over.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let mut keys: Vec<Arc<MasterKey>> = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let malformed = || ParseError::Malformed(index + 1);
            let decoded = Zeroizing::new(STANDARD.decode(line).map_err(|_| malformed())?);
            let bytes: [u8; KEY_BYTES] = decoded.as_slice().try_into().map_err(|_| malformed())?;
            let key = MasterKey::new(Zeroizing::new(bytes));
            if keys.iter().all(|known| known.id != key.id) {
                keys.push(Arc::new(key));
            }
        }
        if keys.is_empty() { Err(ParseError::Empty) } else { Ok(Self(keys)) }
    }

    /// What [`MasterKeys::parse`] reads.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(HEAD.to_owned());
        text.reserve(self.0.len() * 48);
        for key in &self.0 {
            let line = Zeroizing::new(STANDARD.encode(key.bytes.as_slice()));
            text.push_str(&line);
            text.push('\n');
        }
        text
    }

    /// The same with a new current key in front.
    pub fn rotated(&self) -> Self {
        let mut keys = Self::generate();
        keys.0.extend(self.0.iter().cloned());
        keys
    }

    /// The current key alone.
    pub fn without_former(&self) -> Self {
        Self(vec![Arc::clone(self.current())])
    }

    pub fn current_id(&self) -> &str {
        &self.current().id
    }

    pub fn former_ids(&self) -> impl Iterator<Item = &str> {
        self.0[1..].iter().map(|key| key.id.as_str())
    }

    pub fn holds(&self, id: &str) -> bool {
        self.0.iter().any(|key| key.id == id)
    }

    fn current(&self) -> &Arc<MasterKey> {
        &self.0[0]
    }

    fn find(&self, id: &str) -> Result<&MasterKey, OpenError> {
        let key = self.0.iter().find(|key| key.id == id);
        key.map(|key| &**key).ok_or_else(|| OpenError::UnknownKey(id.to_owned()))
    }
}

impl fmt::Debug for MasterKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|key| &key.id)).finish()
    }
}

impl MasterKey {
    /// The id is a digest of the key, so that a file needs nothing but keys.
    fn new(bytes: Zeroizing<[u8; KEY_BYTES]>) -> Self {
        let digest =
            Sha256::new().chain_update(b"neargate master key").chain_update(bytes.as_slice()).finalize();
        let id = digest[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        let cipher = Cipher::new(&bytes);
        Self { id, bytes, cipher }
    }
}

/// The handle that services hold: seals and opens under the keys of the moment. Clones share them.
#[derive(Clone)]
pub struct Keyring(Arc<RwLock<MasterKeys>>);

impl Keyring {
    pub fn new(keys: MasterKeys) -> Self {
        Self(Arc::new(RwLock::new(keys)))
    }

    /// The keys of the moment.
    pub fn keys(&self) -> MasterKeys {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From now on these are the keys.
    pub fn replace(&self, keys: MasterKeys) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = keys;
    }

    /// Seals a value for what `binding` names; it opens for nothing else.
    pub fn seal(&self, binding: &[&str], plaintext: &[u8]) -> Sealed {
        let keys = self.keys();
        let current = keys.current();
        Sealed::seal(&current.cipher, &current.id, binding, plaintext)
    }

    pub fn open(&self, binding: &[&str], sealed: &Sealed) -> Result<Secret, OpenError> {
        sealed.open(&self.keys().find(&sealed.key)?.cipher, binding)
    }

    /// The value under the current key; none when it is already.
    pub fn rewrap(&self, binding: &[&str], sealed: &Sealed) -> Result<Option<Sealed>, OpenError> {
        let keys = self.keys();
        let current = keys.current();
        if sealed.key == current.id {
            return Ok(None);
        }
        let former = keys.find(&sealed.key)?;
        sealed.rewrapped(&former.cipher, (&current.id, &current.cipher), binding).map(Some)
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Keyring").field(&self.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keyring() -> Keyring {
        Keyring::new(MasterKeys::generate())
    }

    proptest! {
        #[test]
        fn what_is_sealed_opens_for_its_binding_alone(
            parts in prop::collection::vec(".{0,8}", 0..4),
            other in ".{0,8}",
            plaintext in prop::collection::vec(any::<u8>(), 0..200),
        ) {
            let ring = keyring();
            let binding: Vec<&str> = parts.iter().map(String::as_str).collect();
            let stored = serde_json::to_string(&ring.seal(&binding, &plaintext)).unwrap();
            let sealed: Sealed = serde_json::from_str(&stored).unwrap();
            prop_assert!(ring.open(&binding, &sealed).unwrap().is(&plaintext));
            let longer: Vec<&str> = binding.iter().copied().chain([other.as_str()]).collect();
            prop_assert_eq!(ring.open(&longer, &sealed).unwrap_err(), OpenError::Foreign);
        }

        #[test]
        fn any_text_is_parsed_or_refused(text in ".*") {
            let _ = MasterKeys::parse(&text);
        }
    }

    #[test]
    fn parts_of_a_binding_do_not_run_together() {
        let ring = keyring();
        let sealed = ring.seal(&["ab", "c"], b"value");
        assert_eq!(ring.open(&["a", "bc"], &sealed).unwrap_err(), OpenError::Foreign);
    }

    #[test]
    fn a_changed_byte_is_noticed_wherever_it_is() {
        let ring = keyring();
        let stored = serde_json::to_value(ring.seal(&["a"], b"value")).unwrap();
        for member in ["wrapped", "data"] {
            let text = stored[member].as_str().unwrap();
            for at in 0..text.len() {
                let mut letters = text.as_bytes().to_vec();
                letters[at] = if letters[at] == b'A' { b'B' } else { b'A' };
                let mut changed = stored.clone();
                changed[member] = String::from_utf8(letters).unwrap().into();
                // The last letter's spare bits are refused when it is read.
                if let Ok(sealed) = serde_json::from_value::<Sealed>(changed) {
                    assert_eq!(
                        ring.open(&["a"], &sealed).unwrap_err(),
                        OpenError::Foreign,
                        "{member} at {at}"
                    );
                }
            }
        }
    }

    #[test]
    fn rotation_keeps_old_values_readable_and_rewrapping_may_be_repeated() {
        let ring = keyring();
        let old = ring.seal(&["a"], b"value");
        let before = ring.keys();
        ring.replace(before.rotated());
        assert!(ring.open(&["a"], &old).unwrap().is(b"value"));

        let new = ring.rewrap(&["a"], &old).unwrap().unwrap();
        assert_eq!(new.key, ring.keys().current_id());
        let data = |sealed: &Sealed| serde_json::to_value(sealed).unwrap()["data"].clone();
        assert_eq!(data(&new), data(&old));
        assert_eq!(ring.rewrap(&["a"], &new).unwrap(), None);
        assert_eq!(ring.rewrap(&["b"], &old).unwrap_err(), OpenError::Foreign);

        ring.replace(ring.keys().without_former());
        assert!(ring.open(&["a"], &new).unwrap().is(b"value"));
        let unknown = OpenError::UnknownKey(before.current_id().to_owned());
        assert_eq!(ring.open(&["a"], &old).unwrap_err(), unknown);
    }

    #[test]
    fn a_file_is_a_list_of_keys() {
        let keys = MasterKeys::generate().rotated();
        let read = MasterKeys::parse(&keys.to_text()).unwrap();
        assert_eq!(read.current_id(), keys.current_id());
        assert!(read.former_ids().eq(keys.former_ids()));
        assert_eq!(MasterKeys::parse("# nothing\n\n").unwrap_err(), ParseError::Empty);
        assert_eq!(MasterKeys::parse("\nAAAA\n").unwrap_err(), ParseError::Malformed(2));
        assert_eq!(MasterKeys::parse("not base64").unwrap_err(), ParseError::Malformed(1));
    }

    #[test]
    fn debug_shows_neither_keys_nor_values() {
        let keys = MasterKeys::generate();
        let text = keys.to_text();
        let key = text.lines().last().unwrap();
        let ring = Keyring::new(keys);
        let sealed = ring.seal(&["a"], b"hunter2");
        let secret = ring.open(&["a"], &sealed).unwrap();
        let shown = format!("{ring:?} {:?} {sealed:?} {secret:?}", ring.keys());
        assert!(!shown.contains(key) && !shown.contains("hunter2"), "{shown}");
        assert!(shown.contains(ring.keys().current_id()));
    }
}
