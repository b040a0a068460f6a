//! Whose files in a volume appear as whose: an access point's user, and root without its rights.
//!
//! EFS takes whoever comes through an access point for the access point's user. The kernel's means to something like it is an idmapped
//! mount, which maps ids of the file system to ids of processes one to one, in both directions. So one user of the container can stand for the
//! access point's, and three ids change places:
//!
//! ```text
//! file system                    container
//! access point's user  ◄──────►  container's user
//! container's user     ◄──────►  NOBODY_ELSE        nobody becomes the owner of what the container's user, often root, has elsewhere
//! NOBODY_ELSE          ◄──────►  access point's user
//! ```
//! Root that is squashed is EFS's anonymous user, and root's own files have no owner in the container: to those the kernel lets nobody write,
//! whatever capabilities they have.

use std::fs;
use std::io;
use std::os::fd::OwnedFd;

use neargate_task::PosixUser;

/// An id that no user has.
const NOBODY_ELSE: u32 = 4_293_918_720;
/// Whom EFS takes a root for that isn't to be one.
const ANONYMOUS: u32 = 65_534;

/// What is to be mapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ids {
    /// The access point's user, for whom the container's stands.
    pub files: Option<PosixUser>,
    /// The container's user.
    pub processes: PosixUser,
    /// Root in the container isn't root in the file system.
    pub squash_root: bool,
}

/// An id in the file system, and the one that processes know it by.
type Pair = (u32, u32);

impl Ids {
    /// Nothing, if everybody is who they are.
    pub fn needed(files: Option<PosixUser>, processes: PosixUser, squash_root: bool) -> Option<Self> {
        let others = files.is_some_and(|files| files != processes);
        (others || squash_root).then_some(Self { files, processes, squash_root })
    }
}

/// Who is whom, and those who are nobody.
fn pairs(files: Option<u32>, processes: u32, squash_root: bool) -> (Vec<Pair>, &'static [u32]) {
    // Whoever is made root by an access point isn't, without the right to be.
    let files = files.map(|id| if squash_root && id == 0 { ANONYMOUS } else { id });
    let mut pairs = match files {
        None => Vec::new(),
        Some(files) if files == processes => vec![(files, processes)],
        Some(files) => vec![(files, processes), (processes, NOBODY_ELSE), (NOBODY_ELSE, files)],
    };
    if !squash_root {
        return (pairs, &[]);
    }
    pairs.retain(|(file, _)| *file != 0);
    if pairs.iter().all(|(file, process)| *process != 0 && *file != ANONYMOUS) {
        pairs.push((ANONYMOUS, 0));
    }
    (pairs, &[0, ANONYMOUS])
}

/// A mapping of all ids to themselves, but for those pairs, and for strangers who are in none. Lines of first id, first id outside, how many.
fn lines(pairs: &[Pair], strangers: &[u32]) -> String {
    let mut special: Vec<u32> = pairs.iter().flat_map(|(file, process)| [*file, *process]).collect();
    special.extend(strangers);
    special.sort_unstable();
    special.dedup();
    let mut lines: Vec<(u32, u32, u32)> = pairs.iter().map(|(file, process)| (*file, *process, 1)).collect();
    let mut next = 0;
    for id in special {
        lines.push((next, next, id - next));
        next = id.saturating_add(1);
    }
    // The last id is none: it means "leave it as it is".
    lines.push((next, next, u32::MAX - next));
    lines.sort_unstable();
    let written = lines.iter().filter(|(_, _, count)| *count > 0);
    written.map(|(file, process, count)| format!("{file} {process} {count}\n")).collect()
}

/// A user namespace that no process is in: the form in which the kernel takes a mapping. To be called by a process with one
/// thread.
pub fn user_namespace(ids: Ids) -> io::Result<OwnedFd> {
    let (mut wait, release) = io::pipe()?;
    let (ready, mut tell) = io::pipe()?;
    // SAFETY: the process has one thread; the child makes system calls only.
    match unsafe { libc::fork() } {
        -1 => Err(io::Error::last_os_error()),
        0 => {
            drop(release);
            // SAFETY: a process of one thread enters a namespace of its own, and ends without running what its parent registered.
            unsafe {
                let made = libc::unshare(libc::CLONE_NEWUSER) == 0;
                let _ = io::Write::write(&mut tell, &[u8::from(made)]);
                let _ = io::Read::read(&mut wait, &mut [0]);
                libc::_exit(0)
            }
        }
        child => {
            drop(tell);
            let namespace = mapped(child, ids, ready);
            drop(release);
            // SAFETY: waits for our own child; nothing is written anywhere.
            unsafe { libc::waitpid(child, std::ptr::null_mut(), 0) };
            namespace
        }
    }
}

fn mapped(child: libc::pid_t, ids: Ids, mut ready: io::PipeReader) -> io::Result<OwnedFd> {
    let mut made = [0];
    io::Read::read_exact(&mut ready, &mut made)?;
    if made == [0] {
        return Err(io::Error::other("the kernel makes no user namespaces: see user.max_user_namespaces"));
    }
    let write = |name: &str, (pairs, strangers): (Vec<Pair>, &[u32])| {
        fs::write(format!("/proc/{child}/{name}"), lines(&pairs, strangers))
    };
    let Ids { files, processes, squash_root } = ids;
    write("uid_map", pairs(files.map(|it| it.uid), processes.uid, squash_root))?;
    write("gid_map", pairs(files.map(|it| it.gid), processes.gid, squash_root))?;
    Ok(fs::File::open(format!("/proc/{child}/ns/user"))?.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(files: Option<u32>, processes: u32, squash_root: bool, expected: &str) {
        let (pairs, strangers) = pairs(files, processes, squash_root);
        assert_eq!(lines(&pairs, strangers).trim_end().replace('\n', ", "), expected);
    }

    #[test]
    fn the_containers_user_stands_for_the_access_points() {
        check(Some(5), 5, false, "0 0 5, 5 5 1, 6 6 4294967289");
        check(
            Some(1000),
            0,
            false,
            "0 4293918720 1, 1 1 999, 1000 0 1, 1001 1001 4293917719, 4293918720 1000 1, 4293918721 4293918721 1048574",
        );
    }

    #[test]
    fn a_squashed_root_is_anonymous_and_owns_nothing_of_roots() {
        check(None, 0, true, "1 1 65533, 65534 0 1, 65535 65535 4294901760");
        check(None, 1000, true, "1 1 65533, 65534 0 1, 65535 65535 4294901760");
        // An access point's user is nobody's root, and its root is none.
        let (with_user, _) = pairs(Some(1000), 0, true);
        assert_eq!(with_user, [(1000, 0), (NOBODY_ELSE, 1000)]);
        let (with_root, _) = pairs(Some(0), 1000, true);
        assert_eq!(with_root, [(ANONYMOUS, 1000), (1000, NOBODY_ELSE), (NOBODY_ELSE, ANONYMOUS)]);
    }

    #[test]
    fn each_id_is_mapped_once_in_both_directions() {
        for files in [None, Some(0), Some(1), Some(65_534), Some(NOBODY_ELSE - 1), Some(u32::MAX - 1)] {
            for processes in [0, 1, 65_534, u32::MAX - 1] {
                for squash_root in [false, true] {
                    let (pairs, strangers) = pairs(files, processes, squash_root);
                    let text = lines(&pairs, strangers);
                    let ranges: Vec<Vec<u64>> = text
                        .lines()
                        .map(|line| line.split(' ').map(|number| number.parse().unwrap()).collect())
                        .collect();
                    for side in [0, 1] {
                        let mut spans: Vec<_> =
                            ranges.iter().map(|range| (range[side], range[side] + range[2])).collect();
                        spans.sort_unstable();
                        assert!(spans.windows(2).all(|two| two[0].1 <= two[1].0), "{text}");
                        assert!(spans.iter().all(|span| span.1 <= u64::from(u32::MAX)), "{text}");
                    }
                }
            }
        }
    }

    #[test]
    fn whoever_is_the_access_points_user_already_needs_no_mapping() {
        let user = PosixUser { uid: 7, gid: 8 };
        assert_eq!(Ids::needed(Some(user), user, false), None);
        assert_eq!(Ids::needed(None, user, false), None);
        assert!(Ids::needed(None, user, true).is_some());
        assert!(Ids::needed(Some(PosixUser { uid: 7, gid: 9 }), user, false).is_some());
    }
}
