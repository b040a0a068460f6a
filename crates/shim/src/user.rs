//! Whom a container's program runs as, looked up in the container's own files as container engines do.
//!
//! Forms: `user`, `uid`, `user:group`, `uid:gid` and mixtures. A name must be known; a number needn't be. Without an explicit
//! group the user's groups of `/etc/group` are joined.

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
}

/// `passwd` and `group` are the contents of the container's files, empty when it has none.
pub fn resolve(form: &str, passwd: &str, group: &str) -> Result<User, UserError> {
    let (user, group_wanted) = match form.split_once(':') {
        Some((user, group)) => (user, (!group.is_empty()).then_some(group)),
        None => (form, None),
    };
    let user = if user.is_empty() { "0" } else { user };
    let number = user.parse::<u32>().ok();
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
        Some(wanted) => match (groups().find(|(name, ..)| *name == wanted), wanted.parse()) {
            (Some((_, gid, _)), _) | (None, Ok(gid)) => (gid, Vec::new()),
            (None, Err(_)) => return Err(UserError::NoGroup(wanted.to_owned())),
        },
    };
    let mut all = vec![gid];
    all.extend(extra.into_iter().filter(|extra| *extra != gid));
    let home = if home.is_empty() { "/" } else { home };
    Ok(User { uid, gid, groups: all, home: home.to_owned() })
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
    let uid = fields.nth(1)?.parse().ok()?;
    let gid = fields.next()?.parse().ok()?;
    Some(PasswdEntry { name, uid, gid, home: fields.nth(1).unwrap_or("/") })
}

/// `name:password:gid:member,member`
fn group_entry(line: &str) -> Option<(&str, u32, &str)> {
    let mut fields = line.split(':');
    let name = fields.next()?;
    let gid = fields.nth(1)?.parse().ok()?;
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
    fn unknown_names_are_refused() {
        assert_eq!(resolve("nobody", PASSWD, GROUP), Err(UserError::NoUser("nobody".into())));
        assert_eq!(resolve("app:nogroup", PASSWD, GROUP), Err(UserError::NoGroup("nogroup".into())));
    }
}
