//! Reads the members of a tar stream: ustar, GNU (long names, sparse files) and pax (times, xattrs, sparse 0.0 to 1.0).
//!
//! Ours, because a layer is hostile input: everything that a header makes us keep in memory has a bound here,
//! where the usual reader takes a long name or a pax record at whatever length the stream claims.

use std::io::{self, Read};

const BLOCK: usize = 512;
/// Bound on one long name or one set of pax records.
const MAX_EXTENSION_BYTES: u64 = 1 << 20;
/// More than any file system holds, and far from overflow.
const MAX_FILE_BYTES: u64 = 1 << 60;
/// Bound on the pieces of a sparse file.
const MAX_SPARSE_PIECES: usize = 1 << 16;

#[derive(Debug, thiserror::Error)]
pub enum TarError {
    #[error("read the tar stream")]
    Read(#[source] io::Error),
    #[error("the tar stream ends within a member")]
    Truncated,
    #[error("malformed tar header: {0}")]
    Malformed(&'static str),
    #[error("tar member of unknown type {0:?}")]
    UnknownType(char),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    File,
    HardLink,
    Symlink,
    CharDevice,
    BlockDevice,
    Directory,
    Fifo,
}

/// One member. Names are bytes as they stand in the archive: nothing here has been checked.
#[derive(Debug)]
pub(crate) struct Member {
    pub kind: Kind,
    pub path: Vec<u8>,
    pub link: Vec<u8>,
    pub mode: u32,
    pub uid: u32,
    pub gid: u32,
    pub mtime: (i64, u32),
    pub device: (u32, u32),
    /// The file's size once written; with [`Member::sparse`], more than the stream carries.
    pub size: u64,
    /// Offset and length of the pieces that the stream carries.
    pub sparse: Option<Vec<(u64, u64)>>,
    pub xattrs: Vec<(Vec<u8>, Vec<u8>)>,
}

/// A tar stream. After [`Tarball::next`] gave a file, `read` yields its data.
pub(crate) struct Tarball<R> {
    inner: R,
    data_left: u64,
    padding: u64,
}

#[derive(Default)]
struct Extensions {
    path: Option<Vec<u8>>,
    link: Option<Vec<u8>>,
    size: Option<u64>,
    uid: Option<u64>,
    gid: Option<u64>,
    mtime: Option<(i64, u32)>,
    xattrs: Vec<(Vec<u8>, Vec<u8>)>,
    sparse_name: Option<Vec<u8>>,
    sparse_size: Option<u64>,
    sparse_map: Vec<u64>,
    is_sparse: bool,
    sparse_map_in_data: bool,
}

impl<R: Read> Tarball<R> {
    pub fn new(inner: R) -> Self {
        Self { inner, data_left: 0, padding: 0 }
    }

    /// The stream, to read what follows the archive's end.
    pub fn into_inner(self) -> R {
        self.inner
    }

    /// The next member, or none at the end. What remains unread of the last one is passed over.
    pub fn next(&mut self) -> Result<Option<Member>, TarError> {
        let mut extensions = Extensions::default();
        loop {
            self.skip_data()?;
            let Some(header) = self.header()? else { return Ok(None) };
            let size = extensions.size.map_or_else(|| number(&header[124..136]), Ok)?;
            match header[156] {
                b'L' => extensions.path = Some(trim(self.extension(number(&header[124..136])?)?)),
                b'K' => extensions.link = Some(trim(self.extension(number(&header[124..136])?)?)),
                b'x' => {
                    let records = self.extension(number(&header[124..136])?)?;
                    pax(&records, &mut extensions)?;
                }
                b'g' => drop(self.extension(number(&header[124..136])?)?),
                _ => return self.member(&header, size, extensions).map(Some),
            }
        }
    }

    fn member(&mut self, header: &[u8; BLOCK], size: u64, ext: Extensions) -> Result<Member, TarError> {
        let path = ext.path.unwrap_or_else(|| header_path(header));
        let kind = match header[156] {
            0 | b'0' | b'7' | b'S' if path.ends_with(b"/") => Kind::Directory,
            0 | b'0' | b'7' | b'S' => Kind::File,
            b'1' => Kind::HardLink,
            b'2' => Kind::Symlink,
            b'3' => Kind::CharDevice,
            b'4' => Kind::BlockDevice,
            b'5' => Kind::Directory,
            b'6' => Kind::Fifo,
            other => return Err(TarError::UnknownType(char::from(other))),
        };
        let id = |value: u64| u32::try_from(value).map_err(|_| TarError::Malformed("owner out of range"));
        let mut member = Member {
            kind,
            path,
            link: ext.link.unwrap_or_else(|| trim(header[157..257].to_vec())),
            mode: (number(&header[100..108])? & 0o7777) as u32,
            uid: id(ext.uid.map_or_else(|| number(&header[108..116]), Ok)?)?,
            gid: id(ext.gid.map_or_else(|| number(&header[116..124]), Ok)?)?,
            mtime: ext.mtime.map_or_else(|| signed(&header[136..148]).map(|s| (s, 0)), Ok)?,
            device: (0, 0),
            size: 0,
            sparse: None,
            xattrs: ext.xattrs,
        };
        if matches!(kind, Kind::CharDevice | Kind::BlockDevice) {
            member.device = (id(number(&header[329..337])?)?, id(number(&header[337..345])?)?);
        }
        if kind != Kind::File {
            return Ok(member); // a size in such a header means nothing, and no data follows
        }
        if size > MAX_FILE_BYTES {
            return Err(TarError::Malformed("size out of range"));
        }
        member.size = size;
        self.data_left = size;
        self.padding = size.next_multiple_of(BLOCK as u64) - size;
        let pieces = if header[156] == b'S' {
            member.size = number(&header[483..495])?;
            Some(self.gnu_sparse(header)?)
        } else if ext.is_sparse {
            member.path = ext.sparse_name.unwrap_or(member.path);
            member.size = ext.sparse_size.ok_or(TarError::Malformed("sparse file without its size"))?;
            let numbers = if ext.sparse_map_in_data { self.map_in_data()? } else { ext.sparse_map };
            Some(pairs(&numbers)?)
        } else {
            None
        };
        if let Some(pieces) = pieces {
            check_pieces(&pieces, member.size, self.data_left)?;
            member.sparse = Some(pieces);
        }
        Ok(member)
    }

    fn header(&mut self) -> Result<Option<[u8; BLOCK]>, TarError> {
        let mut block = [0; BLOCK];
        match self.fill(&mut block)? {
            0 => return Ok(None),
            BLOCK => {}
            _ => return Err(TarError::Truncated),
        }
        if block.iter().all(|b| *b == 0) {
            return Ok(None);
        }
        let sum = |signed: bool| -> i64 {
            let value = |b: u8| if signed { i64::from(b as i8) } else { i64::from(b) };
            block
                .iter()
                .enumerate()
                .map(|(i, b)| value(if (148..156).contains(&i) { b' ' } else { *b }))
                .sum()
        };
        let stated = number(&block[148..156])? as i64;
        if stated != sum(false) && stated != sum(true) {
            return Err(TarError::Malformed("wrong checksum"));
        }
        Ok(Some(block))
    }

    fn extension(&mut self, size: u64) -> Result<Vec<u8>, TarError> {
        if size > MAX_EXTENSION_BYTES {
            return Err(TarError::Malformed("extension header too long"));
        }
        let mut data = vec![0; size as usize];
        if self.fill(&mut data)? != data.len() {
            return Err(TarError::Truncated);
        }
        self.padding = size.next_multiple_of(BLOCK as u64) - size;
        Ok(data)
    }

    fn gnu_sparse(&mut self, header: &[u8; BLOCK]) -> Result<Vec<(u64, u64)>, TarError> {
        let mut numbers = Vec::new();
        sparse_slots(&header[386..482], &mut numbers)?;
        let mut more = header[482] != 0;
        while more {
            let mut block = [0; BLOCK];
            if self.fill(&mut block)? != BLOCK {
                return Err(TarError::Truncated);
            }
            sparse_slots(&block[..504], &mut numbers)?;
            more = block[504] != 0;
        }
        pairs(&numbers)
    }

    /// Pax sparse 1.0: decimal lines at the start of the data, padded to a block.
    fn map_in_data(&mut self) -> Result<Vec<u64>, TarError> {
        let mut numbers: Vec<u64> = Vec::new();
        let mut value: Option<u64> = None;
        loop {
            let mut block = [0; BLOCK];
            if self.read_exact(&mut block).is_err() {
                return Err(TarError::Truncated);
            }
            for byte in block {
                match byte {
                    b'0'..=b'9' => {
                        let digit = u64::from(byte - b'0');
                        let next = value.unwrap_or(0).checked_mul(10).and_then(|v| v.checked_add(digit));
                        value = Some(next.ok_or(TarError::Malformed("sparse map"))?);
                    }
                    b'\n' => numbers.push(value.take().ok_or(TarError::Malformed("sparse map"))?),
                    _ => return Err(TarError::Malformed("sparse map")),
                }
                let wanted = numbers.first().copied().unwrap_or(0);
                if wanted > MAX_SPARSE_PIECES as u64 {
                    return Err(TarError::Malformed("sparse map too long"));
                }
                if !numbers.is_empty() && numbers.len() as u64 == 1 + 2 * wanted {
                    numbers.remove(0);
                    return Ok(numbers);
                }
            }
        }
    }

    fn skip_data(&mut self) -> Result<(), TarError> {
        let left = self.data_left + self.padding;
        (self.data_left, self.padding) = (0, 0);
        match io::copy(&mut (&mut self.inner).take(left), &mut io::sink()) {
            Ok(n) if n == left => Ok(()),
            Ok(_) => Err(TarError::Truncated),
            Err(cause) => Err(TarError::Read(cause)),
        }
    }

    fn fill(&mut self, buf: &mut [u8]) -> Result<usize, TarError> {
        let mut filled = 0;
        while filled < buf.len() {
            match self.inner.read(&mut buf[filled..]) {
                Ok(0) => break,
                Ok(n) => filled += n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(TarError::Read(e)),
            }
        }
        Ok(filled)
    }
}

impl<R: Read> Read for Tarball<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let want = buf.len().min(usize::try_from(self.data_left).unwrap_or(usize::MAX));
        let n = self.inner.read(&mut buf[..want])?;
        if n == 0 && want > 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, TarError::Truncated));
        }
        self.data_left -= n as u64;
        Ok(n)
    }
}

fn header_path(header: &[u8; BLOCK]) -> Vec<u8> {
    let name = trim(header[..100].to_vec());
    if header[257..263] != *b"ustar\0" || header[345] == 0 {
        return name;
    }
    let mut path = trim(header[345..500].to_vec());
    path.push(b'/');
    path.extend(name);
    path
}

fn trim(mut bytes: Vec<u8>) -> Vec<u8> {
    if let Some(end) = bytes.iter().position(|b| *b == 0) {
        bytes.truncate(end);
    }
    bytes
}

/// Octal digits, or GNU's base 256 if the first bit is set.
fn number(field: &[u8]) -> Result<u64, TarError> {
    u64::try_from(signed(field)?).map_err(|_| TarError::Malformed("negative number"))
}

fn signed(field: &[u8]) -> Result<i64, TarError> {
    let bad = TarError::Malformed("number out of range");
    if field[0] & 0x80 != 0 {
        let negative = field[0] & 0x40 != 0;
        let mut value: i64 = if negative { -1 } else { 0 };
        for (i, byte) in field.iter().enumerate() {
            let byte = if i == 0 && !negative { byte & 0x7f } else { *byte };
            let shifted = value.checked_mul(256);
            let Some(shifted) = shifted else { return Err(bad) };
            value = shifted | i64::from(byte);
        }
        return Ok(value);
    }
    let mut value: i64 = 0;
    for byte in field.iter().skip_while(|b| **b == b' ') {
        match byte {
            b'0'..=b'7' if value < 1 << 60 => value = value * 8 + i64::from(byte - b'0'),
            0 | b' ' => break,
            _ => return Err(bad),
        }
    }
    Ok(value)
}

fn sparse_slots(slots: &[u8], numbers: &mut Vec<u64>) -> Result<(), TarError> {
    for slot in slots.chunks_exact(24) {
        if slot[0] == 0 {
            break;
        }
        numbers.extend([number(&slot[..12])?, number(&slot[12..])?]);
        if numbers.len() > 2 * MAX_SPARSE_PIECES {
            return Err(TarError::Malformed("sparse map too long"));
        }
    }
    Ok(())
}

fn pairs(numbers: &[u64]) -> Result<Vec<(u64, u64)>, TarError> {
    if !numbers.len().is_multiple_of(2) {
        return Err(TarError::Malformed("sparse map"));
    }
    Ok(numbers.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect())
}

/// Pieces must ascend, stay within the file, and need no more data than there is.
fn check_pieces(pieces: &[(u64, u64)], size: u64, data: u64) -> Result<(), TarError> {
    let bad = || TarError::Malformed("sparse map");
    let (mut end, mut total) = (0u64, 0u64);
    for (offset, length) in pieces {
        if *offset < end {
            return Err(bad());
        }
        end = offset.checked_add(*length).filter(|end| *end <= size).ok_or_else(bad)?;
        total += length; // no overflow: ascending pieces within `size`
    }
    if total > data { Err(bad()) } else { Ok(()) }
}

/// Records of the form `<length> <key>=<value>\n`.
fn pax(mut records: &[u8], ext: &mut Extensions) -> Result<(), TarError> {
    let bad = || TarError::Malformed("pax record");
    while !records.is_empty() {
        let space = records.iter().position(|b| *b == b' ').ok_or_else(bad)?;
        let length: usize = decimal(&records[..space])?.try_into().map_err(|_| bad())?;
        if length <= space + 1 || length > records.len() || records[length - 1] != b'\n' {
            return Err(bad());
        }
        let record = &records[space + 1..length - 1];
        records = &records[length..];
        let equals = record.iter().position(|b| *b == b'=').ok_or_else(bad)?;
        let (key, value) = (&record[..equals], &record[equals + 1..]);
        match key {
            b"path" => ext.path = Some(value.to_vec()),
            b"linkpath" => ext.link = Some(value.to_vec()),
            b"size" => ext.size = Some(decimal(value)?),
            b"uid" => ext.uid = Some(decimal(value)?),
            b"gid" => ext.gid = Some(decimal(value)?),
            b"mtime" => ext.mtime = Some(timestamp(value)?),
            b"GNU.sparse.major" => (ext.is_sparse, ext.sparse_map_in_data) = (true, true),
            b"GNU.sparse.name" => ext.sparse_name = Some(value.to_vec()),
            b"GNU.sparse.size" | b"GNU.sparse.realsize" => {
                (ext.is_sparse, ext.sparse_size) = (true, Some(decimal(value)?));
            }
            b"GNU.sparse.offset" | b"GNU.sparse.numbytes" => ext.sparse_map.push(decimal(value)?),
            b"GNU.sparse.map" => {
                ext.sparse_map = value.split(|b| *b == b',').map(decimal).collect::<Result<_, _>>()?;
            }
            _ => {
                if let Some(name) = key.strip_prefix(b"SCHILY.xattr.") {
                    ext.xattrs.push((name.to_vec(), value.to_vec()));
                }
            }
        }
    }
    Ok(())
}

fn decimal(digits: &[u8]) -> Result<u64, TarError> {
    let text = std::str::from_utf8(digits).ok();
    text.and_then(|t| t.parse().ok()).ok_or(TarError::Malformed("decimal number"))
}

/// Seconds with a fraction, as in `1350244992.023960108`; before 1970 the fraction still counts downwards.
fn timestamp(text: &[u8]) -> Result<(i64, u32), TarError> {
    let bad = || TarError::Malformed("time");
    let text = std::str::from_utf8(text).map_err(|_| bad())?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let seconds: i64 = whole.parse().map_err(|_| bad())?;
    let digits: String = fraction.chars().chain("000000000".chars()).take(9).collect();
    let nanos: u32 = digits.parse().map_err(|_| bad())?;
    if whole.starts_with('-') && nanos > 0 {
        return Ok((seconds.checked_sub(1).ok_or_else(bad)?, 1_000_000_000 - nanos));
    }
    Ok((seconds, nanos))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_octal_or_base_256() {
        assert_eq!(number(b"0000644\0").unwrap(), 0o644);
        assert_eq!(number(b"   644 \0").unwrap(), 0o644);
        assert_eq!(number(&[0x80, 0, 0, 0, 0, 0, 1, 0]).unwrap(), 256);
        assert_eq!(signed(&[0xff; 12]).unwrap(), -1);
        assert!(number(&[0xff; 12]).is_err());
        assert!(number(b"9").is_err());
    }

    #[test]
    fn times_have_fractions() {
        assert_eq!(timestamp(b"1350244992.023960108").unwrap(), (1_350_244_992, 23_960_108));
        assert_eq!(timestamp(b"-1.25").unwrap(), (-2, 750_000_000));
        assert!(timestamp(b"x").is_err());
    }

    #[test]
    fn a_long_name_beyond_the_bound_is_refused_before_it_is_read() {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(tar::EntryType::GNULongName);
        header.set_size(8 << 30);
        header.set_cksum();
        let stream = io::Cursor::new(header.as_bytes().to_vec()).chain(io::repeat(b'a'));
        let error = Tarball::new(stream).next().unwrap_err();
        assert_eq!(error.to_string(), "malformed tar header: extension header too long");
    }

    proptest! {
        #[test]
        fn garbage_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..2048)) {
            let mut tarball = Tarball::new(&bytes[..]);
            while let Ok(Some(_)) = tarball.next() {}
        }

        #[test]
        fn garbage_within_valid_checksums_never_panics(bytes in prop::collection::vec(any::<u8>(), 2048), kind in 0usize..9) {
            let mut bytes = bytes;
            for block in bytes.chunks_mut(BLOCK) {
                block[156] = b"0S5xLKg12"[kind];
                block[148..156].fill(b' ');
                let sum: u64 = block.iter().map(|b| u64::from(*b)).sum();
                block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
            }
            let mut tarball = Tarball::new(&bytes[..]);
            while let Ok(Some(_)) = tarball.next() {}
        }
    }
}
