//! Whom a container's program runs as, looked up in the container's own files as container engines do.
//!
//! Forms: `user`, `uid`, `user:group`, `uid:gid` and mixtures. A name must be known; a number needn't be. Without an explicit
//! group the user's groups of `/etc/group` are joined.

use std::os::fd::AsFd;

use rustix::fs::{Stat, Uid};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    pub uid: u32,
    pub gid: u32,
    /// The group itself among them, as the kernel checks no other list when one drops a supplementary group.
    pub groups: Vec<u32>,
    pub home: String,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum UserError {
    #[error("unable to find user {0}: no matching entries in passwd file")]
    NoUser(String),
    #[error("unable to find group {0}: no matching entries in group file")]
    NoGroup(String),
    #[error("uids and gids must be in range 0-2147483647")]
    OutOfRange,
}

/// The largest id that engines take. The kernel reads the largest of all as "leave as it is".
const MAX_ID: u32 = i32::MAX as u32;

fn number(text: &str) -> Result<Option<u32>, UserError> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match text.parse() {
        Ok(id) if id <= MAX_ID => Ok(Some(id)),
        _ if digits => Err(UserError::OutOfRange),
        _ => Ok(None),
    }
}

/// `passwd` and `group` are the contents of the container's files, empty when it has none.
pub fn resolve(form: &str, passwd: &str, group: &str) -> Result<User, UserError> {
    let (user, group_wanted) = match form.split_once(':') {
        Some((user, group)) => (user, (!group.is_empty()).then_some(group)),
        None => (form, None),
    };
    let user = if user.is_empty() { "0" } else { user };
    let number = number(user)?;
    let entry = passwd
        .lines()
        .filter_map(passwd_entry)
        .find(|entry| entry.name == user)
        .or_else(|| passwd.lines().filter_map(passwd_entry).find(|entry| Some(entry.uid) == number));
    let (uid, own_gid, home, name) = match (entry, number) {
        (Some(entry), _) => (entry.uid, entry.gid, entry.home, Some(entry.name)),
        (None, Some(number)) => (number, 0, "/", None),
        (None, None) => return Err(UserError::NoUser(user.to_owned())),
    };
    let groups = || group.lines().filter_map(group_entry);
    let (gid, extra) = match group_wanted {
        None => {
            let member =
                |members: &str| name.is_some_and(|name| members.split(',').any(|member| member == name));
            (own_gid, groups().filter(|(_, _, members)| member(members)).map(|(_, gid, _)| gid).collect())
        }
        Some(wanted) => match (groups().find(|(name, ..)| *name == wanted), self::number(wanted)?) {
            (Some((_, gid, _)), _) | (None, Some(gid)) => (gid, Vec::new()),
            (None, None) => return Err(UserError::NoGroup(wanted.to_owned())),
        },
    };
    let mut all = vec![gid];
    all.extend(extra.into_iter().filter(|extra| *extra != gid));
    let home = if home.is_empty() { "/" } else { home };
    Ok(User { uid, gid, groups: all, home: home.to_owned() })
}

/// Makes a standard stream its user's, who may then open it by name, as `/dev/stdout`. Without it all works but that.
pub fn give_stream(stream: impl AsFd, uid: u32) {
    const NULL: (u32, u32) = (1, 3);
    let everybodys = |stat: Stat| (rustix::fs::major(stat.st_rdev), rustix::fs::minor(stat.st_rdev)) == NULL;
    if rustix::fs::fstat(&stream).is_ok_and(|stat| !everybodys(stat)) {
        let _ = rustix::fs::fchown(stream, Some(Uid::from_raw(uid)), None);
    }
}

struct PasswdEntry<'a> {
    name: &'a str,
    uid: u32,
    gid: u32,
    home: &'a str,
}

/// `name:password:uid:gid:comment:home:shell`; malformed lines are passed over.
fn passwd_entry(line: &str) -> Option<PasswdEntry<'_>> {
    let mut fields = line.split(':');
    let name = fields.next()?;
    let uid = number(fields.nth(1)?).ok()??;
    let gid = number(fields.next()?).ok()??;
    Some(PasswdEntry { name, uid, gid, home: fields.nth(1).unwrap_or("/") })
}

/// `name:password:gid:member,member`
fn group_entry(line: &str) -> Option<(&str, u32, &str)> {
    let mut fields = line.split(':');
    let name = fields.next()?;
    let gid = number(fields.nth(1)?).ok()??;
    Some((name, gid, fields.next().unwrap_or("")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSWD: &str = "root:x:0:0:root:/root:/bin/sh\nbroken\napp:x:1000:1001::/home/app:\n";
    const GROUP: &str = "root:x:0:\napp:x:1001:\nvideo:x:44:app,other\nops:x:50:other\n";

    fn check(form: &str, expected: (u32, u32, &[u32], &str)) {
        let user = resolve(form, PASSWD, GROUP).unwrap();
        assert_eq!((user.uid, user.gid, user.groups.as_slice(), user.home.as_str()), expected, "{form}");
    }

    #[test]
    fn every_form_is_understood() {
        check("", (0, 0, &[0], "/root"));
        check("app", (1000, 1001, &[1001, 44], "/home/app"));
        check("1000", (1000, 1001, &[1001, 44], "/home/app"));
        check("app:ops", (1000, 50, &[50], "/home/app"));
        check("app:7", (1000, 7, &[7], "/home/app"));
        check("4711", (4711, 0, &[0], "/"));
        check("4711:4712", (4711, 4712, &[4712], "/"));
        check(":video", (0, 44, &[44], "/root"));
    }

    #[test]
    fn ids_that_the_kernel_would_not_take_as_ids_are_refused() {
        for form in ["4294967295", "2147483648", "4294967296", "1000:4294967295", "app:99999999999"] {
            assert_eq!(resolve(form, PASSWD, GROUP), Err(UserError::OutOfRange), "{form}");
        }
        let sly = "app:x:4294967295:1001::/home/app:\n";
        assert_eq!(resolve("app", sly, GROUP), Err(UserError::NoUser("app".into())));
        assert_eq!(resolve("1:sly", PASSWD, "sly:x:4294967295:\n"), Err(UserError::NoGroup("sly".into())));
    }

    #[test]
    fn unknown_names_are_refused() {
        assert_eq!(resolve("nobody", PASSWD, GROUP), Err(UserError::NoUser("nobody".into())));
        assert_eq!(resolve("app:nogroup", PASSWD, GROUP), Err(UserError::NoGroup("nogroup".into())));
    }
}
